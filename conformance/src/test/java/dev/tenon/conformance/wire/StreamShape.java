package dev.tenon.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.tenon.conformance.Judge;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads the bytes of a stream and holds each of them to the protocol: framing, the order of a choice's chunks, which members
 * a delta has and which it must not have. Not thread-safe.
 */
final class StreamShape {
    private static final Set<String> FINISH_REASONS = Set.of("stop", "length", "tool_calls", "function_call");

    /** Whether the request asked for a usage chunk. */
    enum UsageChunk {
        ASKED,
        NOT_ASKED
    }

    private final UsageChunk usageChunk;
    private final TreeMap<Integer, Choice> choices = new TreeMap<>();
    private final List<JsonNode> chunks = new ArrayList<>();
    private boolean usageSeen;
    private OptionalInt completionTokens = OptionalInt.empty();

    private StreamShape(UsageChunk usageChunk) {
        this.usageChunk = usageChunk;
    }

    /** A choice as it was put together. */
    static final class Choice {
        private final StringBuilder content = new StringBuilder();
        private final List<StringBuilder> arguments = new ArrayList<>();
        private final List<String> names = new ArrayList<>();
        private final List<String> types = new ArrayList<>();
        private final Set<String> ids = new TreeSet<>();
        private String finishReason = "";
        private boolean opened;
        private int tokens;

        /** Those of an answer that came whole. */
        static List<Choice> ofWhole(JsonNode answer) {
            List<Choice> choices = new ArrayList<>();
            for (JsonNode from : answer.path("choices")) {
                Choice choice = new Choice();
                choice.content.append(from.at("/message/content").asText(""));
                choice.finishReason = from.path("finish_reason").asText();
                for (JsonNode call : from.at("/message/tool_calls")) {
                    JsonNode called = call.path(call.path("type").asText());
                    choice.names.add(called.path("name").asText());
                    choice.arguments.add(new StringBuilder(called.path(called.has("input") ? "input" : "arguments")
                            .asText()));
                }
                choices.add(choice);
            }
            return choices;
        }

        String content() {
            return content.toString();
        }

        List<String> names() {
            return List.copyOf(names);
        }

        /** Of each call its arguments, or the text that a custom tool was called with. */
        List<String> arguments() {
            return arguments.stream().map(StringBuilder::toString).toList();
        }

        String finishReason() {
            return finishReason;
        }

        /** How many tokens were told of, where log-probabilities were asked for. */
        int tokens() {
            return tokens;
        }
    }

    /**
     * A whole stream.
     *
     * @param completionTokens how many tokens were generated, where the request asked for it
     */
    record Streamed(List<Choice> choices, OptionalInt completionTokens) {}

    /** The choices of a stream, in their order; fails where the stream is not as it has to be. */
    static Streamed check(HttpResponse<byte[]> response, UsageChunk usageChunk) {
        assertEquals(200, response.statusCode(), () -> new String(response.body(), UTF_8));
        assertEquals("text/event-stream; charset=utf-8", header(response, "content-type"));
        assertEquals("no-cache", header(response, "cache-control"));
        assertEquals("no", header(response, "x-accel-buffering"));
        assertTrue(header(response, "x-request-id").startsWith("req_"));
        return check(text(response.body()), usageChunk);
    }

    /** The same for the body alone. */
    static Streamed check(String body, UsageChunk usageChunk) {
        StreamShape shape = new StreamShape(usageChunk);
        shape.read(body);
        return new Streamed(List.copyOf(shape.choices.values()), shape.completionTokens);
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String text(byte[] body) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("a stream that is no UTF-8", e);
        }
    }

    private void read(String body) {
        assertTrue(body.endsWith("data: [DONE]\n\n"), () -> "how it ends: " + body);
        assertFalse(body.contains("\r"));
        String[] events = body.substring(0, body.length() - 2).split("\n\n", -1);
        for (int i = 0; i < events.length; i++) {
            String event = events[i];
            if (event.startsWith(": ")) {
                assertFalse(event.contains("\n"), event);
                continue;
            }
            assertTrue(event.startsWith("data: ") && !event.contains("\n"), () -> "no event: " + event);
            String data = event.substring("data: ".length());
            if (i == events.length - 1) {
                assertEquals("[DONE]", data);
            } else {
                chunk(data);
            }
        }
        assertEquals(usageChunk == UsageChunk.ASKED, usageSeen);
        assertFalse(choices.isEmpty());
        choices.forEach((index, choice) -> assertFalse(choice.finishReason.isEmpty(), () -> "choice " + index));
    }

    private void chunk(String data) {
        JsonNode chunk;
        try {
            chunk = Judge.JSON.readTree(data);
        } catch (JsonProcessingException e) {
            throw new AssertionError(data, e);
        }
        assertFalse(usageSeen, () -> "behind the usage: " + data);
        assertEquals("chat.completion.chunk", chunk.path("object").asText(), data);
        assertTrue(chunk.path("id").asText().startsWith("chatcmpl-"), data);
        assertTrue(chunk.path("created").isIntegralNumber(), data);
        chunks.add(chunk);
        for (String same : List.of("id", "created", "model", "system_fingerprint")) {
            assertEquals(chunks.get(0).get(same), chunk.get(same), data);
        }
        JsonNode list = chunk.path("choices");
        assertTrue(list.isArray(), data);
        switch (usageChunk) {
            case NOT_ASKED -> {
                assertFalse(chunk.has("usage"), data);
                assertEquals(1, list.size(), data);
            }
            case ASKED -> {
                assertTrue(chunk.has("usage"), data);
                usageSeen = list.isEmpty();
                assertEquals(!usageSeen, chunk.get("usage").isNull(), data);
            }
        }
        if (usageSeen) {
            usage(chunk.get("usage"), data);
        }
        list.forEach(choice -> choice(choice, data));
    }

    private void usage(JsonNode usage, String data) {
        int prompt = usage.path("prompt_tokens").asInt(-1);
        int completion = usage.path("completion_tokens").asInt(-1);
        assertTrue(prompt > 0 && completion >= 0, data);
        assertEquals(prompt + completion, usage.path("total_tokens").asInt(-1), data);
        completionTokens = OptionalInt.of(completion);
    }

    private void choice(JsonNode chunk, String data) {
        Choice choice = choices.computeIfAbsent(chunk.path("index").asInt(-1), index -> new Choice());
        assertTrue(chunk.has("logprobs"), data);
        assertTrue(chunk.has("finish_reason"), data);
        assertTrue(choice.finishReason.isEmpty(), () -> "behind the end of the choice: " + data);
        choice.tokens += chunk.at("/logprobs/content").size();
        JsonNode delta = chunk.path("delta");
        assertEquals(JsonNodeType.OBJECT, delta.getNodeType(), data);
        if (!choice.opened) {
            choice.opened = true;
            assertEquals("assistant", delta.path("role").asText(), data);
            assertTrue(
                    delta.path("content").isNull()
                            || delta.path("content").asText("?").isEmpty(),
                    data);
            assertTrue(delta.path("refusal").isNull(), data);
            assertFalse(delta.has("tool_calls"), data);
            assertTrue(chunk.get("finish_reason").isNull(), data);
            return;
        }
        assertFalse(delta.has("role"), data);
        if (!chunk.get("finish_reason").isNull()) {
            assertTrue(delta.isEmpty(), data);
            choice.finishReason = chunk.get("finish_reason").asText();
            assertTrue(FINISH_REASONS.contains(choice.finishReason), data);
            return;
        }
        assertEquals(1, delta.size(), data);
        if (delta.has("content")) {
            append(choice.content, delta.get("content"), data);
            return;
        }
        if (delta.has("function_call")) {
            function(choice, delta.get("function_call"), data);
            return;
        }
        JsonNode calls = delta.path("tool_calls");
        assertEquals(1, calls.size(), data);
        call(choice, calls.get(0), data);
    }

    private static void call(Choice choice, JsonNode call, String data) {
        int index = call.path("index").asInt(-1);
        String type = call.has("custom") ? "custom" : "function";
        String text = call.has("custom") ? "input" : "arguments";
        JsonNode called = call.path(type);
        if (index == choice.names.size()) {
            assertEquals(Set.of("index", "id", "type", type), names(call), data);
            assertEquals(type, call.get("type").asText(), data);
            assertTrue(choice.ids.add(call.get("id").asText()), data);
            assertEquals(Set.of("name", text), names(called), data);
            assertEquals("", called.get(text).textValue(), data);
            assertFalse(called.get("name").asText().isEmpty(), data);
            choice.names.add(called.get("name").asText());
            choice.types.add(type);
            choice.arguments.add(new StringBuilder());
            return;
        }
        assertEquals(choice.names.size() - 1, index, data);
        assertEquals(choice.types.get(index), type, data);
        assertEquals(Set.of("index", type), names(call), data);
        assertEquals(Set.of(text), names(called), data);
        append(choice.arguments.get(index), called.get(text), data);
    }

    /** The deprecated form: one call, with neither id nor index. */
    private static void function(Choice choice, JsonNode function, String data) {
        if (choice.names.isEmpty()) {
            assertEquals(Set.of("name", "arguments"), names(function), data);
            assertEquals("", function.get("arguments").textValue(), data);
            assertFalse(function.get("name").asText().isEmpty(), data);
            choice.names.add(function.get("name").asText());
            choice.arguments.add(new StringBuilder());
            return;
        }
        assertTrue(choice.ids.isEmpty(), data);
        assertEquals(Set.of("arguments"), names(function), data);
        append(choice.arguments.get(0), function.get("arguments"), data);
    }

    private static void append(StringBuilder text, JsonNode more, String data) {
        assertTrue(more.isTextual() && !more.textValue().isEmpty(), data);
        String piece = more.textValue();
        assertEquals(piece, new String(piece.getBytes(UTF_8), UTF_8), () -> "half a code point: " + data);
        assertFalse(piece.contains("\uFFFD"), () -> "half a code point: " + data);
        text.append(piece);
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
