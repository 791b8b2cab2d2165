package dev.tenon.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.TextSampler;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.sampler.engine.ScriptedEngine;
import dev.tenon.server.local.LocalModel;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples do what they say, with an engine of 257 tokens that writes what it is told to. */
@Timeout(300)
final class ExamplesTest {
    private interface Program<T> {
        T run(LocalModel model);
    }

    private static <T> T with(Program<T> program, String... texts) {
        try (Engine engine = new ScriptedEngine(TextSampler.byteVocabulary(), texts);
                LocalModel model = LocalModel.of(engine)) {
            return program.run(model);
        }
    }

    @Test
    void asksForARecipe() {
        assertEquals("Pancakes of 2 ingredients", with(model -> TypedAnswer.recipe(model, "How?"), """
            {"title": "Pancakes", "ingredients": [{"name": "flour", "amount": 200, "unit": "GRAM"}, \
            {"name": "eggs", "amount": 2, "unit": "PIECE"}], "time": "PT20M"}\
            """));
    }

    @Test
    void looksIntoTheStockAndOrders() {
        assertEquals(
                new CallJava.Order("nuts", 500, true),
                with(
                        model -> CallJava.order(model, "Nuts?"),
                        "<tool_call>\n{\"name\": \"stock\", \"arguments\": {\"name\": \"nuts\"}}\n</tool_call>",
                        "{\"item\": \"nuts\", \"pieces\": 500, \"urgent\": true}"));
    }

    @Test
    void masksWhatAnEngineWithoutAnyIdeaWrites() throws Exception {
        Vocabulary vocabulary = TextSampler.byteVocabulary();
        SplittableRandom random = new SplittableRandom(7);
        String text = new MasksOnly(vocabulary)
                .write(
                        tokens -> {
                            float[] logits = new float[vocabulary.size()];
                            for (int token = 0; token < logits.length; token++) {
                                logits[token] = (float) random.nextDouble();
                            }
                            return logits;
                        },
                        "{\"type\": \"array\", \"items\": {\"enum\": [\"a\", \"b\"]}, \"minItems\": 2, \"maxItems\":"
                                + " 3}");
        JsonNode letters = new ObjectMapper().readTree(text);
        assertTrue(letters.size() >= 2 && letters.size() <= 3, text);
    }
}
