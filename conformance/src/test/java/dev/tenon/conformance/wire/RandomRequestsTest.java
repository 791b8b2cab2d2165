package dev.tenon.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.conformance.Judge;
import dev.tenon.conformance.Scale;
import dev.tenon.conformance.SchemaCase;
import dev.tenon.sampler.TextSampler;
import dev.tenon.schema.SchemaCompiler;
import dev.tenon.schema.SchemaOptions;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Requests drawn at random, against a model that is noise: each reply, whole or in pieces, has the protocol's shape and keeps
 * the promise. What was streamed is what would have come whole, since the same seed draws the same tokens.
 */
final class RandomRequestsTest {
    private static final GrammarCompiler BYTES =
            new GrammarCompiler(TextSampler.byteVocabulary(), CompileLimits.defaults());

    private static final List<String> TOOLS = List.of("nested-objects", "all-optional", "actions");

    private final SplittableRandom random = new SplittableRandom(11);
    private final Map<String, Integer> ends = new HashMap<>();

    /** What a reply may be: JSON by a schema, calls of tools, or any text. */
    private record Asked(Optional<SchemaCase> format, Map<String, SchemaCase> tools, String choice) {}

    @Test
    void everyReplyHasTheProtocolsShapeAndKeepsThePromise() throws Exception {
        int count = Scale.of(80, 1_000);
        try (RunningServer server = RunningServer.random(8)) {
            for (int i = 0; i < count; i++) {
                ObjectNode body = Judge.JSON.createObjectNode();
                Asked asked = fill(body);
                StreamShape.Streamed streamed = stream(server, body);
                JsonNode whole = whole(server, body);
                compare(streamed.choices(), whole, body);
                count(streamed, whole.at("/usage/completion_tokens").asInt(-1), body);
                for (StreamShape.Choice choice : streamed.choices()) {
                    judge(asked, choice, body);
                }
            }
        }
        Scale.report("random requests: " + count + ", streamed and whole; ends: " + ends);
        assertTrue(ends.keySet().containsAll(List.of("stop", "length", "tool_calls", "function_call")), ends::toString);
    }

    private Asked fill(ObjectNode body) {
        body.put("model", RunningServer.MODEL)
                .put("seed", random.nextInt())
                .put("temperature", random.nextInt(21) / 10.0)
                .put("max_completion_tokens", 1 + random.nextInt(120));
        body.putArray("messages").addObject().put("role", "user").put("content", "größer? 😀");
        if (random.nextInt(4) == 0) {
            body.put("n", 2);
        }
        if (random.nextInt(4) == 0) {
            body.put("logprobs", true).put("top_logprobs", random.nextInt(3));
        }
        if (random.nextInt(4) == 0) {
            body.putArray("stop").add("e").add("}");
        }
        if (random.nextInt(3) == 0) {
            body.put("frequency_penalty", 1.5).put("presence_penalty", -1);
        }
        Optional<SchemaCase> format = Optional.empty();
        if (random.nextInt(3) > 0) {
            SchemaCase schemaCase = SchemaCase.all().get(random.nextInt(50));
            ObjectNode schema = body.putObject("response_format")
                    .put("type", "json_schema")
                    .putObject("json_schema")
                    .put("name", schemaCase.name());
            schema.set("schema", schemaCase.schema());
            format = Optional.of(schemaCase);
        }
        Map<String, SchemaCase> tools = new HashMap<>();
        String choice = "none";
        switch (random.nextInt(5)) {
            case 0, 1 -> choice = tools(body, tools);
            case 2 -> choice = functions(body, tools);
            default -> {}
        }
        return new Asked(format, tools, choice);
    }

    private String tools(ObjectNode body, Map<String, SchemaCase> tools) {
        ArrayNode list = body.putArray("tools");
        for (String name : TOOLS) {
            ObjectNode function = list.addObject().put("type", "function").putObject("function");
            tools.put(name, define(function, name));
        }
        if (random.nextBoolean()) {
            body.put("parallel_tool_calls", random.nextBoolean());
        }
        List<String> choices = List.of("auto", "none", "required", "all-optional");
        String choice = choices.get(random.nextInt(choices.size()));
        if (tools.containsKey(choice)) {
            body.putObject("tool_choice")
                    .put("type", "function")
                    .putObject("function")
                    .put("name", choice);
        } else {
            body.put("tool_choice", choice);
        }
        return choice;
    }

    /** The deprecated form of the same. */
    private String functions(ObjectNode body, Map<String, SchemaCase> functions) {
        ArrayNode list = body.putArray("functions");
        for (String name : TOOLS) {
            functions.put(name, define(list.addObject(), name));
        }
        List<String> choices = List.of("auto", "none", "all-optional");
        String choice = choices.get(random.nextInt(choices.size()));
        if (functions.containsKey(choice)) {
            body.putObject("function_call").put("name", choice);
        } else {
            body.put("function_call", choice);
        }
        return choice;
    }

    private static SchemaCase define(ObjectNode function, String name) {
        SchemaCase schemaCase = SchemaCase.named(name);
        function.put("name", name).set("parameters", schemaCase.schema());
        return schemaCase;
    }

    private StreamShape.Streamed stream(RunningServer server, ObjectNode body)
            throws IOException, InterruptedException {
        ObjectNode streaming = body.deepCopy().put("stream", true);
        StreamShape.UsageChunk usage = StreamShape.UsageChunk.NOT_ASKED;
        if (random.nextBoolean()) {
            streaming.putObject("stream_options").put("include_usage", true);
            usage = StreamShape.UsageChunk.ASKED;
        }
        return StreamShape.check(server.post(streaming), usage);
    }

    private static JsonNode whole(RunningServer server, ObjectNode body) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = server.post(body);
        assertEquals(200, response.statusCode(), () -> new String(response.body(), UTF_8) + " to " + body);
        return RunningServer.json(response);
    }

    private static void compare(List<StreamShape.Choice> streamed, JsonNode whole, ObjectNode body) {
        assertEquals(streamed.size(), whole.path("choices").size(), body::toString);
        for (int i = 0; i < streamed.size(); i++) {
            JsonNode choice = whole.path("choices").get(i);
            JsonNode message = choice.path("message");
            assertEquals(i, choice.path("index").asInt(-1));
            assertEquals(
                    streamed.get(i).finishReason(), choice.path("finish_reason").asText(), body::toString);
            assertEquals(streamed.get(i).content(), message.path("content").asText(""), body::toString);
            List<String> names = new ArrayList<>();
            List<String> arguments = new ArrayList<>();
            List<JsonNode> functions = new ArrayList<>();
            message.path("tool_calls").forEach(call -> functions.add(call.path("function")));
            if (message.has("function_call")) {
                functions.add(message.get("function_call"));
            }
            functions.forEach(function -> {
                names.add(function.path("name").asText());
                arguments.add(function.path("arguments").asText());
            });
            assertEquals(streamed.get(i).names(), names, body::toString);
            assertEquals(streamed.get(i).arguments(), arguments, body::toString);
        }
    }

    /** What was streamed is what is counted, but for what a stop string or a limit cut off, which was generated all the same. */
    private static void count(StreamShape.Streamed streamed, int completionTokens, ObjectNode body) {
        streamed.completionTokens().ifPresent(tokens -> assertEquals(completionTokens, tokens, body::toString));
        if (!body.path("logprobs").asBoolean()) {
            return;
        }
        int told =
                streamed.choices().stream().mapToInt(StreamShape.Choice::tokens).sum();
        long cutOff = streamed.choices().stream()
                .filter(choice -> choice.finishReason().equals("length"))
                .count();
        // The bytes of a code point that a limit cut off, which no text can hold.
        long lost = body.has("stop") ? completionTokens : 3 * cutOff;
        assertTrue(
                told <= completionTokens && completionTokens - told <= lost,
                () -> told + " of " + completionTokens + " tokens for " + body);
    }

    private void judge(Asked asked, StreamShape.Choice choice, ObjectNode body) {
        ends.merge(choice.finishReason(), 1, Integer::sum);
        boolean complete = !choice.finishReason().equals("length");
        boolean mustCall = asked.choice.equals("required") || asked.tools.containsKey(asked.choice);
        String called = body.has("functions") ? "function_call" : "tool_calls";
        assertEquals(
                complete && !choice.names().isEmpty(), choice.finishReason().equals(called), body::toString);
        assertTrue(!complete || !mustCall || !choice.names().isEmpty(), () -> "no call: " + body);
        assertTrue(!mustCall || choice.content().isEmpty(), body::toString);
        assertTrue(!asked.choice.equals("none") || choice.names().isEmpty(), body::toString);
        for (int i = 0; i < choice.names().size(); i++) {
            SchemaCase tool = asked.tools.get(choice.names().get(i));
            assertTrue(tool != null, () -> "called " + choice.names());
            if (tool != null) {
                boolean last = i == choice.names().size() - 1;
                judge(tool, choice.arguments().get(i), complete || !last, body);
            }
        }
        if (asked.format.isPresent() && choice.names().isEmpty() && !mustCall) {
            judge(asked.format.get(), choice.content(), complete, body);
        }
    }

    private static void judge(SchemaCase schemaCase, String text, boolean complete, ObjectNode body) {
        if (complete) {
            assertEquals(Optional.empty(), schemaCase.judge().fault(text), () -> text + " for " + body);
        } else {
            Grammar grammar = SchemaCompiler.compile(
                            schemaCase.schema(), SchemaOptions.defaults(), CompileLimits.defaults())
                    .grammar();
            byte[] bytes = text.getBytes(UTF_8);
            assertEquals(
                    bytes.length,
                    BYTES.compile(grammar).matcher().acceptBytes(bytes, 0, bytes.length),
                    () -> text + " for " + body);
        }
    }
}
