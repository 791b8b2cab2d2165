package dev.tenon.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.conformance.Judge;
import dev.tenon.conformance.Scale;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@link RandomRequestsTest} and {@link HostileSamplingTest} do, over responses: each has the protocol's shape, whole and
 * streamed it is the same, and what is completed is what was asked for.
 */
final class RandomResponsesTest {
    private static final String PATH = "/v1/responses";

    private final SplittableRandom random = new SplittableRandom(13);
    private final TreeMap<String, Integer> ends = new TreeMap<>();

    private static Stream<ChoiceMode> modes() {
        return Stream.of(ChoiceMode.values()).filter(mode -> !mode.isDeprecated());
    }

    @Test
    void everyResponseHasTheProtocolsShapeAndKeepsThePromise() throws Exception {
        int count = Scale.of(80, 1_000);
        List<ChoiceMode> modes = modes().toList();
        try (RunningServer server = RunningServer.random(8)) {
            for (int i = 0; i < count; i++) {
                ChoiceMode mode = modes.get(random.nextInt(modes.size()));
                ask(server, mode, request(mode));
            }
        }
        Scale.report("random responses: " + count + ", streamed and whole; ends: " + ends);
        assertTrue(
                ends.keySet()
                        .containsAll(
                                List.of("completed", "completed with calls", "incomplete", "incomplete in a call")),
                ends::toString);
    }

    @ParameterizedTest
    @MethodSource("modes")
    void everyResponseToHostileSamplingIsWhatWasAskedForOrIncomplete(ChoiceMode mode) throws Exception {
        int seeds = Scale.of(4, 100);
        try (RunningServer server = RunningServer.random(7)) {
            for (int seed = 0; seed < seeds; seed++) {
                HostileSamplingTest.Bias[] biases = HostileSamplingTest.Bias.values();
                ask(
                        server,
                        mode,
                        ResponseBodies.of(HostileSamplingTest.request(mode, seed, biases[seed % biases.length])));
            }
        }
        Scale.report("hostile responses, " + mode + ": " + seeds + " seeds, streamed and whole, 0 violations; " + ends);
        assertTrue(
                ends.keySet().stream().anyMatch(end -> end.startsWith("completed")), () -> "never complete: " + ends);
    }

    private ObjectNode request(ChoiceMode mode) {
        ObjectNode chat = Judge.JSON.createObjectNode();
        chat.put("model", RunningServer.MODEL)
                .put("seed", random.nextInt())
                .put("temperature", random.nextInt(21) / 10.0)
                .put("max_completion_tokens", 1 + random.nextInt(400));
        mode.fill(chat);
        ObjectNode body = ResponseBodies.of(chat);
        input(body);
        if (random.nextInt(3) == 0) {
            body.put("frequency_penalty", 1.5).put("presence_penalty", -1);
        }
        if (random.nextInt(3) == 0) {
            body.put("top_logprobs", random.nextInt(3)).putArray("include").add("message.output_text.logprobs");
        }
        if (random.nextInt(3) == 0) {
            body.put("instructions", "Kürzer.").putObject("metadata").put("a", "b");
        }
        return body;
    }

    private void input(ObjectNode body) {
        if (random.nextBoolean()) {
            body.put("input", "größer? 😀");
            return;
        }
        ArrayNode input = body.putArray("input");
        input.addObject().put("role", "user").put("content", "go");
        input.addObject()
                .put("type", "function_call")
                .put("call_id", "call_1")
                .put("name", "all-optional")
                .put("arguments", "{}");
        input.addObject()
                .put("type", "function_call_output")
                .put("call_id", "call_1")
                .put("output", "done");
    }

    private void ask(RunningServer server, ChoiceMode mode, ObjectNode body) throws IOException, InterruptedException {
        JsonNode whole = ResponseShape.checkWhole(server.post(PATH, body));
        JsonNode streamed =
                ResponseShape.check(server.post(PATH, body.deepCopy().put("stream", true)));
        assertEquals(ResponseShape.comparable(whole), ResponseShape.comparable(streamed), body::toString);
        ends.merge(JudgedReply.ofResponse(mode, whole, body), 1, Integer::sum);
        probabilities(whole, body);
    }

    /** The tokens of a message are its text, but for what a limit cut off in a code point. */
    private static void probabilities(JsonNode response, ObjectNode body) {
        boolean asked = body.has("include");
        for (JsonNode item : response.path("output")) {
            if (!item.path("type").asText().equals("message")) {
                continue;
            }
            JsonNode part = item.at("/content/0");
            if (!asked) {
                assertTrue(part.get("logprobs").isEmpty(), body::toString);
                continue;
            }
            byte[] text = part.path("text").asText().getBytes(UTF_8);
            int count = 0;
            for (JsonNode token : part.get("logprobs")) {
                for (JsonNode value : token.get("bytes")) {
                    int at = count++;
                    assertTrue(
                            at >= text.length || (text[at] & 0xFF) == value.asInt(),
                            () -> "byte " + at + " of " + part + " for " + body);
                }
            }
            int bytes = count;
            assertTrue(
                    bytes == text.length || response.path("status").asText().equals("incomplete"),
                    () -> bytes + " bytes of " + text.length + ": " + part + " for " + body);
        }
    }
}
