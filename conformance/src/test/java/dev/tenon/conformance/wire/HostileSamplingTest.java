package dev.tenon.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.conformance.Judge;
import dev.tenon.conformance.Scale;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The promise under everything that a client can turn against it: a model of random weights at temperature 2, biases of
 * +100 for what must not come and of -100 for what must, and stop strings that close every JSON text. In each mode of
 * choosing tools a reply says {@code length}, or it is what was asked for; whole and streamed it is the same.
 */
final class HostileSamplingTest {
    private static final int SEEDS = Scale.of(8, 200);
    private static final int MAX_TOKENS = 160;

    /** What is favoured: something that is illegal in all or nearly all places of a constrained reply. */
    enum Bias {
        /** The end, which is legal when the reply is complete and not before. */
        END,
        /** Bytes that neither JSON nor UTF-8 have where they would come, and what opens a turn. */
        BROKEN,
        /** What opens a call, within calls and where none may come, too. */
        CALL,
        /** Both, so that there are calls and an end to them. */
        CALL_OR_END;

        List<Integer> tokens(SplittableRandom random) {
            List<Integer> tokens = new ArrayList<>();
            switch (this) {
                case END -> tokens.add(special("<|im_end|>"));
                case BROKEN -> {
                    tokens.add(special("<|im_start|>"));
                    for (int i = 0; i < 8; i++) {
                        // Control characters, and bytes that only go on.
                        tokens.add(i % 2 == 0 ? random.nextInt(0x20) : 0x80 + random.nextInt(0x40));
                    }
                    tokens.add(0xFF);
                }
                case CALL -> {
                    tokens.add(special("<tool_call>"));
                    tokens.add(special("<|im_start|>"));
                }
                case CALL_OR_END -> {
                    tokens.add(special("<tool_call>"));
                    tokens.add(special("<|im_end|>"));
                }
            }
            return tokens;
        }

        private static int special(String name) {
            return RunningServer.VOCABULARY.special(name)[0];
        }
    }

    private final TreeMap<String, Integer> ends = new TreeMap<>();

    @ParameterizedTest
    @EnumSource
    void everyReplyIsWhatWasAskedForOrSaysLength(ChoiceMode mode) throws Exception {
        try (RunningServer server = RunningServer.random(7)) {
            for (int seed = 0; seed < SEEDS; seed++) {
                ObjectNode body = request(mode, seed, Bias.values()[seed % Bias.values().length]);
                StreamShape.Choice streamed = StreamShape.check(
                                server.post(body.deepCopy().put("stream", true)), StreamShape.UsageChunk.NOT_ASKED)
                        .choices()
                        .get(0);
                compare(streamed, whole(server, body), body);
                judge(mode, streamed, body);
            }
        }
        Scale.report("hostile sampling, " + mode + ": " + SEEDS + " seeds, streamed and whole, 0 violations; " + ends);
        assertTrue(ends.keySet().stream().anyMatch(end -> !end.startsWith("length")), () -> "never complete: " + ends);
        assertEquals(SEEDS, ends.values().stream().mapToInt(Integer::intValue).sum());
    }

    /** The biases reach the sampler: where nothing is constrained, they decide. */
    @Test
    void biasesDecideWhereTheyMay() throws Exception {
        try (RunningServer server = RunningServer.random(1)) {
            ObjectNode body = request(ChoiceMode.AUTO, 0, Bias.CALL);
            body.remove("stop");
            JsonNode called = whole(server, body);
            assertTrue(called.path("message").path("tool_calls").size() > 0, called::toString);
            body = request(ChoiceMode.AUTO, 0, Bias.END);
            JsonNode ended = whole(server, body);
            assertEquals("", ended.path("message").path("content").asText("?"), ended::toString);
        }
    }

    /** A request of a mode with everything turned against it. */
    static ObjectNode request(ChoiceMode mode, int seed, Bias bias) {
        ObjectNode body = Judge.JSON.createObjectNode();
        body.put("model", RunningServer.MODEL)
                .put("seed", seed)
                .put("temperature", 2)
                .put("max_completion_tokens", MAX_TOKENS);
        body.putArray("messages").addObject().put("role", "user").put("content", "Now.");
        body.putArray("stop").add("}").add("\"");
        ObjectNode biases = body.putObject("logit_bias");
        for (int token = 0; token < RunningServer.VOCABULARY.size(); token++) {
            String text = new String(RunningServer.VOCABULARY.bytes(token), UTF_8);
            if (text.contains("{") || text.contains("}")) {
                biases.put(String.valueOf(token), -100);
            }
        }
        bias.tokens(new SplittableRandom(seed)).forEach(token -> biases.put(String.valueOf(token), 100));
        mode.fill(body);
        return body;
    }

    private static JsonNode whole(RunningServer server, ObjectNode body) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = server.post(body);
        assertEquals(200, response.statusCode(), () -> new String(response.body(), UTF_8));
        return RunningServer.json(response).path("choices").path(0);
    }

    private static void compare(StreamShape.Choice streamed, JsonNode whole, ObjectNode body) {
        JsonNode message = whole.path("message");
        List<String> names = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        for (JsonNode call : message.path("tool_calls")) {
            boolean isCustom = call.path("type").asText().equals("custom");
            JsonNode called = call.path(isCustom ? "custom" : "function");
            names.add(called.path("name").asText());
            arguments.add(called.path(isCustom ? "input" : "arguments").asText());
        }
        if (message.has("function_call")) {
            names.add(message.at("/function_call/name").asText());
            arguments.add(message.at("/function_call/arguments").asText());
        }
        assertEquals(streamed.finishReason(), whole.path("finish_reason").asText(), body::toString);
        assertEquals(streamed.content(), message.path("content").asText(""), body::toString);
        assertEquals(streamed.names(), names, body::toString);
        assertEquals(streamed.arguments(), arguments, body::toString);
    }

    private void judge(ChoiceMode mode, StreamShape.Choice reply, ObjectNode body) {
        int count = reply.names().size();
        String end = reply.finishReason();
        ends.merge(count > 0 && end.equals("length") ? "length in a call" : end, 1, Integer::sum);
        boolean complete = !end.equals("length");
        String called = mode.isDeprecated() ? "function_call" : "tool_calls";
        assertEquals(complete && count > 0 ? called : complete ? "stop" : "length", end, body::toString);
        assertTrue(count <= mode.mostCalls(), () -> count + " calls: " + body);
        for (int i = 0; i < count; i++) {
            String name = reply.names().get(i);
            assertTrue(mode.mayCall(name), () -> "called " + name + ": " + body);
            if (complete || i < count - 1) {
                String arguments = reply.arguments().get(i);
                ChoiceMode.fault(name, arguments)
                        .ifPresent(fault -> throwing(fault + " in " + arguments + " of " + name + " for " + body));
            }
        }
        switch (mode.calls()) {
            case NO, MAY -> {}
            case MUST -> {
                assertTrue(!complete || count > 0, () -> "no call: " + body);
                assertTrue(reply.content().isEmpty(), body::toString);
            }
        }
        if (mode.hasFormat() && count == 0 && complete) {
            ChoiceMode.FORMAT
                    .judge()
                    .fault(reply.content())
                    .ifPresent(fault -> throwing(fault + " in " + reply.content() + " for " + body));
        }
    }

    private static void throwing(String fault) {
        throw new AssertionError(fault);
    }
}
