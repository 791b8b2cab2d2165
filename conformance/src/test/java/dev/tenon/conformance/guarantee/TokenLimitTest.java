package dev.tenon.conformance.guarantee;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.conformance.Scale;
import dev.tenon.conformance.SchemaCase;
import dev.tenon.sampler.FinishReason;
import dev.tenon.sampler.SamplingOptions;
import dev.tenon.toolcalls.ToolChoice;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every limit from 1 to two more than an answer's tokens: below, the reply is cut off there, and is the beginning of the
 * answer; above, it is the answer.
 */
final class TokenLimitTest {
    private static final int NO_LIMIT = 400;

    /** What a model would like to say, and of what kind it has to be. */
    record Script(Task task, String text) {
        @Override
        public String toString() {
            return task.toString();
        }
    }

    static Stream<Script> scripts() {
        return Stream.of(
                new Script(
                        Task.json(SchemaCase.named("order-with-lines")),
                        "{\"id\": 17, \"lines\": [{\"sku\": \"ABC-0042\", \"quantity\": 3}], \"paid\": true}"),
                new Script(
                        Task.json(SchemaCase.named("unicode-keys")),
                        "{\"größe\": 180, \"名前\": \"太郎😀\", \"😀\": false}"),
                new Script(Task.json(SchemaCase.named("type-union")), "[null, null]"),
                new Script(Task.json(SchemaCase.named("no-type-named")), "12"),
                new Script(
                        Task.calls(new ToolChoice.Required(), List.of(SchemaCase.named("actions"))),
                        "<tool_call>\n{\"name\": \"actions\", \"arguments\": {\"steps\": [{\"do\": \"say\", \"text\":"
                                + " \"grüß dich\"}]}}\n</tool_call>"));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aScriptedAnswerIsCutOffAtEveryLimitAndThenComplete(Script script) {
        try (Model model = Model.scripted(script.text)) {
            tryAllLimits(model, script.task, SamplingOptions.defaults());
        }
    }

    @Test
    void anAnswerOfTheDefaultModelIsCutOffAtEveryLimitAndThenComplete() {
        try (Model model = Model.real()) {
            for (String name : List.of("tagged-union", "enum-mixed", "actions", "order-with-lines")
                    .subList(0, Scale.of(1, 4))) {
                tryAllLimits(model, Task.json(SchemaCase.named(name)), SamplingOptions.greedy());
            }
        }
    }

    private static void tryAllLimits(Model model, Task task, SamplingOptions sampling) {
        Reply whole = model.reply(task, sampling, NO_LIMIT);
        task.judge(whole);
        assertEquals(FinishReason.STOP, whole.result().reason(), whole::toString);
        int count = whole.result().completionTokens();
        for (int limit = 1; limit <= count + 2; limit++) {
            Reply reply = model.reply(task, sampling, limit);
            task.judge(reply);
            if (limit < count) {
                assertEquals(FinishReason.LENGTH, reply.result().reason(), reply::toString);
                assertEquals(limit, reply.result().completionTokens());
            } else {
                // With as many tokens as it has there may be none left for saying that it ends here.
                assertTrue(limit == count || reply.result().reason() == FinishReason.STOP, reply::toString);
                assertEquals(whole.text().length, reply.text().length);
            }
            byte[] beginning = Arrays.copyOf(whole.text(), reply.text().length);
            assertTrue(Arrays.equals(beginning, reply.text()), () -> reply + " is not the beginning of " + whole);
        }
        Scale.report("token limits: " + task + ", 1 to " + (count + 2) + " for an answer of " + count + " tokens");
    }
}
