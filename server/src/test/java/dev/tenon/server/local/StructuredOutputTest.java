package dev.tenon.server.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.schema.SchemaException;
import dev.tenon.server.TestModels;
import dev.tenon.server.generation.RefusedException;
import dev.tenon.toolcalls.ChatMessage;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Typed replies, end to end, without a server. */
@Timeout(300)
final class StructuredOutputTest {
    private static final List<ChatMessage> ASK = List.of(new ChatMessage.User("Who?"));
    private static final StructuredOutput<SampleTypes.Person> PEOPLE = StructuredOutput.of(SampleTypes.Person.class);

    private interface Script {
        void run(LocalModel model) throws Exception;
    }

    private static void with(Engine engine, Script script) throws Exception {
        try (engine;
                LocalModel model = LocalModel.of(engine)) {
            script.run(model);
        }
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    @Test
    void answersWithAValueOfTheType() throws Exception {
        with(
                TestModels.scripted("Sure! {\"name\": \"Ada\", \"age\": 36, \"born\": \"1815-12-10\"} Anything else?"),
                model -> assertEquals(
                        new SampleTypes.Person("Ada", 36, Optional.of(LocalDate.of(1815, 12, 10))),
                        PEOPLE.generate(model, "Who?").orElseThrow()));
    }

    @Test
    void leavesOutWhatIsOptional() throws Exception {
        with(
                TestModels.scripted("{\"name\": \"Ada\", \"age\": 36}"),
                model -> assertEquals(
                        new SampleTypes.Person("Ada", 36, Optional.empty()),
                        PEOPLE.generate(model, "Who?").orElseThrow()));
    }

    @Test
    void tellsAReplyThatWasCutOffAndMakesNoHalfValue() throws Exception {
        with(TestModels.scripted("{\"name\": \"Ada\", \"age\": 36}"), model -> {
            StructuredReply<SampleTypes.Person> reply =
                    PEOPLE.generate(model, ASK, ReplyOptions.defaults().withMaxTokens(8));
            StructuredReply.CutOff<?> cut = assertInstanceOf(StructuredReply.CutOff.class, reply);
            assertTrue("{\"name\": \"Ada\", \"age\": 36}".startsWith(cut.text()), cut.text());
            assertEquals(8, cut.usage().completionTokens());
            assertThrows(NoSuchElementException.class, reply::orElseThrow);
        });
    }

    @Test
    void showsTheTextAsItComes() throws Exception {
        with(TestModels.scripted("{\"name\": \"Ada\", \"age\": 36}"), model -> {
            List<String> pieces = new ArrayList<>();
            StructuredReply<SampleTypes.Person> reply =
                    PEOPLE.generate(model, ASK, ReplyOptions.defaults(), pieces::add);
            assertTrue(pieces.size() > 5, pieces.toString());
            assertEquals(reply.text(), String.join("", pieces));
        });
    }

    @Test
    void endsTheReplyWhenTheListenerThrowsAndAnswersTheNext() throws Exception {
        with(TestModels.random(3), model -> {
            StructuredOutput<String> text = StructuredOutput.of(String.class);
            assertThrows(
                    IllegalStateException.class,
                    () -> text.generate(model, ASK, ReplyOptions.defaults(), piece -> {
                        throw new IllegalStateException("enough");
                    }));
            assertInstanceOf(
                    StructuredReply.CutOff.class,
                    StructuredOutput.of(int[].class)
                            .generate(model, ASK, ReplyOptions.defaults().withMaxTokens(1)));
        });
    }

    @Test
    void aListenerMayAskTheModelItself() throws Exception {
        with(TestModels.scripted("{\"name\": \"Ada\", \"age\": 36}", "\"RED\""), model -> {
            List<SampleTypes.Color> colors = new ArrayList<>();
            PEOPLE.generate(model, ASK, ReplyOptions.defaults(), piece -> {
                if (colors.isEmpty()) {
                    colors.add(StructuredOutput.of(SampleTypes.Color.class)
                            .generate(model, "Which?")
                            .orElseThrow());
                }
            });
            assertEquals(List.of(SampleTypes.Color.RED), colors);
        });
    }

    @Test
    void answersManyThreadsOneAfterAnother() throws Exception {
        with(TestModels.random(5), model -> {
            StructuredOutput<SampleTypes.Color> colors = StructuredOutput.of(SampleTypes.Color.class);
            try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
                List<Future<StructuredReply<SampleTypes.Color>>> replies = new ArrayList<>();
                for (int i = 0; i < 24; i++) {
                    ReplyOptions options = ReplyOptions.defaults().withSeed(i % 3);
                    replies.add(threads.submit(() -> colors.generate(model, ASK, options)));
                }
                for (int i = 0; i < 24; i++) {
                    assertEquals(
                            replies.get(i % 3).get().orElseThrow(),
                            replies.get(i).get().orElseThrow());
                }
            }
        });
    }

    @Test
    void endsWhenTheCallerIsInterrupted() throws Exception {
        with(TestModels.random(5), model -> {
            Thread.currentThread().interrupt();
            assertThrows(CancellationException.class, () -> PEOPLE.generate(model, "Who?"));
            assertTrue(Thread.interrupted());
        });
    }

    @Test
    void takesAnySchemaAndAnswersWithATree() throws Exception {
        with(
                TestModels.scripted("[1, 2]"),
                model -> assertEquals(
                        json("[1, 2]"),
                        StructuredOutput.ofSchema(json("{'type':'array','items':{'type':'integer'},'minItems':2}"))
                                .generate(model, "Which?")
                                .orElseThrow()));
    }

    @Test
    void takesASchemaThatNarrowsAType() throws Exception {
        JsonNode adults = PEOPLE.schema();
        ((ObjectNode) adults.at("/properties/age")).put("minimum", 18);
        with(
                TestModels.scripted("{\"name\": \"Ada\", \"age\": 3}"),
                model -> assertTrue(StructuredOutput.ofSchema(adults, SampleTypes.Person.class)
                                .generate(model, "Who?")
                                .orElseThrow()
                                .age()
                        >= 18));
    }

    @Test
    void refusesASchemaBeforeThereIsAModel() throws Exception {
        JsonNode schema = json("{'type':'string','pattern':'(a)\\\\1'}");
        assertThrows(SchemaException.class, () -> StructuredOutput.ofSchema(schema));
    }

    @Test
    void saysWhyAPromptIsRefused() throws Exception {
        with(TestModels.scripted("1"), model -> {
            RefusedException refusal =
                    assertThrows(RefusedException.class, () -> PEOPLE.generate(model, "long ".repeat(1_000)));
            assertTrue(String.valueOf(refusal.getMessage()).contains("in a context of 2000"), refusal.getMessage());
        });
    }

    record Even(int value) {
        Even {
            if (value % 2 != 0) {
                throw new IllegalArgumentException("odd");
            }
        }
    }

    @Test
    void saysWhenAConstructorDoesNotTakeAValidValue() throws Exception {
        with(TestModels.scripted("{\"value\": 3}"), model -> {
            ValueRejectedException rejection = assertThrows(
                    ValueRejectedException.class,
                    () -> StructuredOutput.of(Even.class).generate(model, "Which?"));
            assertEquals("{\"value\": 3}", rejection.text());
        });
    }

    @Test
    void refusesRequestsAfterItsEnd() {
        Engine engine = TestModels.random(1);
        LocalModel model = LocalModel.of(engine);
        model.close();
        assertThrows(RefusedException.class, () -> PEOPLE.generate(model, "Who?"));
        engine.close();
    }
}
