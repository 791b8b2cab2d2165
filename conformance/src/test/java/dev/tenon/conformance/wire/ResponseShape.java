package dev.tenon.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.conformance.Judge;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the events of a streamed response and holds each of them to the protocol: framing, numbers, the order of an item's
 * events, which members each has, and that the pieces come to what the last event has. Not thread-safe.
 */
final class ResponseShape {
    private static final Set<String> OF_RESPONSE = Set.of("type", "sequence_number", "response");
    private static final Set<String> OF_ITEM = Set.of("type", "sequence_number", "output_index", "item");
    private static final Set<String> OF_PART =
            Set.of("type", "sequence_number", "item_id", "output_index", "content_index", "part");
    private static final Set<String> TEXT_DELTA =
            Set.of("type", "sequence_number", "item_id", "output_index", "content_index", "delta", "logprobs");
    private static final Set<String> TEXT_DONE =
            Set.of("type", "sequence_number", "item_id", "output_index", "content_index", "text", "logprobs");
    private static final Set<String> CALL_DELTA = Set.of("type", "sequence_number", "item_id", "output_index", "delta");
    private static final Set<String> ARGUMENTS_DONE =
            Set.of("type", "sequence_number", "item_id", "output_index", "name", "arguments");
    private static final Set<String> INPUT_DONE = Set.of("type", "sequence_number", "item_id", "output_index", "input");

    private static final Set<String> MESSAGE = Set.of("id", "type", "status", "role", "content");
    private static final Set<String> FUNCTION_CALL = Set.of("id", "type", "status", "call_id", "name", "arguments");
    private static final Set<String> CUSTOM_CALL = Set.of("id", "type", "status", "call_id", "name", "input");
    private static final Set<String> PART = Set.of("type", "annotations", "logprobs", "text");

    /** What an item's events may be, each after which. */
    private enum Stage {
        /** No item is open. */
        BETWEEN,
        /** An item was added; a message's part was not. */
        ADDED,
        /** Pieces may come. */
        OPEN,
        /** All its text was told; of a message, its part is to be told. */
        TOLD,
        /** Its part was told, too. */
        PART_TOLD,
        /** The last event has come. */
        OVER
    }

    private final ArrayNode items = Judge.JSON.createArrayNode();
    private final Set<String> ids = new HashSet<>();
    private final StringBuilder text = new StringBuilder();
    private final ArrayNode logprobs = Judge.JSON.createArrayNode();
    private JsonNode first = Judge.JSON.missingNode();
    private JsonNode item = Judge.JSON.missingNode();
    private JsonNode last = Judge.JSON.missingNode();
    private Stage stage = Stage.BETWEEN;
    private int sequence;

    private ResponseShape() {}

    /** The response that a stream ends with; fails where the stream is not as it has to be. */
    static JsonNode check(HttpResponse<byte[]> response) {
        String body = new String(response.body(), UTF_8);
        assertEquals(200, response.statusCode(), body);
        assertEquals("text/event-stream; charset=utf-8", header(response, "content-type"));
        assertEquals("no-cache", header(response, "cache-control"));
        assertEquals("no", header(response, "x-accel-buffering"));
        assertTrue(header(response, "x-request-id").startsWith("req_"));
        return check(body);
    }

    /** The same for the body alone. */
    static JsonNode check(String body) {
        ResponseShape shape = new ResponseShape();
        assertTrue(body.endsWith("\n\n") && !body.contains("\r"), body);
        for (String event : body.substring(0, body.length() - 2).split("\n\n", -1)) {
            if (event.startsWith(": ")) {
                assertFalse(event.contains("\n"), event);
                continue;
            }
            String[] lines = event.split("\n", -1);
            assertEquals(2, lines.length, event);
            assertTrue(lines[0].startsWith("event: ") && lines[1].startsWith("data: "), event);
            JsonNode data = json(lines[1].substring("data: ".length()));
            assertEquals(
                    lines[0].substring("event: ".length()), data.path("type").asText(), event);
            shape.event(data);
        }
        assertEquals(Stage.OVER, shape.stage, body);
        return shape.last;
    }

    /** A response that came whole, which has the same members, and must be as sound. */
    static JsonNode checkWhole(HttpResponse<byte[]> response) {
        assertEquals(200, response.statusCode(), () -> new String(response.body(), UTF_8));
        return checkWhole(new String(response.body(), UTF_8));
    }

    /** The same for the body alone. */
    static JsonNode checkWhole(String body) {
        JsonNode whole = json(body);
        ended(whole);
        return whole;
    }

    /** A response but for what is drawn anew each time: ids and times. */
    static JsonNode comparable(JsonNode response) {
        ObjectNode copy = response.deepCopy();
        copy.remove("id");
        copy.remove("created_at");
        copy.remove("completed_at");
        for (JsonNode each : copy.path("output")) {
            ((ObjectNode) each).remove("id");
            ((ObjectNode) each).remove("call_id");
        }
        return copy;
    }

    private static JsonNode json(String text) {
        try {
            return Judge.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private void event(JsonNode event) {
        assertTrue(event.path("sequence_number").isIntegralNumber(), event::toString);
        assertEquals(sequence, event.path("sequence_number").asInt(-1), event::toString);
        String type = event.path("type").asText();
        switch (sequence++) {
            case 0 -> begins(event, "response.created");
            case 1 -> begins(event, "response.in_progress");
            default -> {
                switch (type) {
                    case "response.output_item.added" -> added(event);
                    case "response.content_part.added" -> partAdded(event);
                    case "response.output_text.delta" -> textDelta(event);
                    case "response.function_call_arguments.delta" -> callDelta(event, "function_call");
                    case "response.custom_tool_call_input.delta" -> callDelta(event, "custom_tool_call");
                    case "response.output_text.done" -> told(event, TEXT_DONE, "message", "text");
                    case "response.function_call_arguments.done" ->
                        told(event, ARGUMENTS_DONE, "function_call", "arguments");
                    case "response.custom_tool_call_input.done" -> told(event, INPUT_DONE, "custom_tool_call", "input");
                    case "response.content_part.done" -> partTold(event);
                    case "response.output_item.done" -> itemTold(event);
                    case "response.completed", "response.incomplete" -> ends(event, type);
                    default -> throw new AssertionError("no event of a reply: " + event);
                }
            }
        }
    }

    private void begins(JsonNode event, String type) {
        assertEquals(type, event.path("type").asText());
        assertEquals(OF_RESPONSE, names(event), event::toString);
        JsonNode response = event.get("response");
        assertEquals("in_progress", response.path("status").asText(), event::toString);
        assertTrue(response.path("output").isArray() && response.path("output").isEmpty(), event::toString);
        assertTrue(response.get("usage").isNull(), event::toString);
        assertTrue(response.path("id").asText().startsWith("resp_"), event::toString);
        if (first.isMissingNode()) {
            first = response;
        }
        assertEquals(first, response);
    }

    private void added(JsonNode event) {
        requireStage(Stage.BETWEEN, event);
        assertEquals(OF_ITEM, names(event), event::toString);
        assertEquals(items.size(), event.path("output_index").asInt(-1), event::toString);
        item = event.get("item");
        assertEquals("in_progress", item.path("status").asText(), event::toString);
        assertTrue(ids.add(item.path("id").asText()), () -> "an id that was there: " + event);
        item(item);
        switch (item.path("type").asText()) {
            case "message" -> assertTrue(item.get("content").isEmpty(), event::toString);
            case "function_call" -> assertEquals("", item.get("arguments").textValue(), event::toString);
            default -> assertEquals("", item.get("input").textValue(), event::toString);
        }
        text.setLength(0);
        logprobs.removeAll();
        stage = isMessage() ? Stage.ADDED : Stage.OPEN;
    }

    private void partAdded(JsonNode event) {
        requireStage(Stage.ADDED, event);
        about(event, OF_PART);
        part(event.get("part"), "", Judge.JSON.createArrayNode(), event);
        stage = Stage.OPEN;
    }

    private void textDelta(JsonNode event) {
        requireStage(Stage.OPEN, event);
        about(event, TEXT_DELTA);
        assertTrue(isMessage(), event::toString);
        assertTrue(event.path("logprobs").isArray(), event::toString);
        event.path("logprobs").forEach(logprobs::add);
        append(event);
    }

    private void callDelta(JsonNode event, String type) {
        requireStage(Stage.OPEN, event);
        about(event, CALL_DELTA);
        assertEquals(type, item.path("type").asText(), event::toString);
        append(event);
    }

    private void append(JsonNode event) {
        String piece = event.path("delta").textValue();
        assertTrue(piece != null && !piece.isEmpty(), event::toString);
        assertEquals(piece, new String(piece.getBytes(UTF_8), UTF_8), () -> "half a code point: " + event);
        assertFalse(piece.contains("\uFFFD"), () -> "half a code point: " + event);
        text.append(piece);
    }

    private void told(JsonNode event, Set<String> members, String type, String payload) {
        requireStage(Stage.OPEN, event);
        about(event, members);
        assertEquals(type, item.path("type").asText(), event::toString);
        assertEquals(text.toString(), event.path(payload).textValue(), event::toString);
        if (isMessage()) {
            // The end of a reply may bring tokens without text of their own.
            for (int i = 0; i < logprobs.size(); i++) {
                assertEquals(logprobs.get(i), event.path("logprobs").path(i), event::toString);
            }
            logprobs.removeAll();
            event.path("logprobs").forEach(logprobs::add);
        }
        stage = Stage.TOLD;
    }

    private void partTold(JsonNode event) {
        requireStage(Stage.TOLD, event);
        about(event, OF_PART);
        assertTrue(isMessage(), event::toString);
        part(event.get("part"), text.toString(), logprobs, event);
        stage = Stage.PART_TOLD;
    }

    private void itemTold(JsonNode event) {
        assertEquals(OF_ITEM, names(event), event::toString);
        assertEquals(items.size(), event.path("output_index").asInt(-1), event::toString);
        JsonNode done = event.get("item");
        item(done);
        boolean isWhole = done.path("status").asText().equals("completed");
        assertTrue(isWhole || done.path("status").asText().equals("incomplete"), event::toString);
        requireStage(isMessage() ? Stage.PART_TOLD : isWhole ? Stage.TOLD : Stage.OPEN, event);
        for (String same : Set.of("id", "type", "role", "call_id", "name")) {
            assertEquals(item.get(same), done.get(same), event::toString);
        }
        assertEquals(text.toString(), payload(done), event::toString);
        items.add(done);
        stage = Stage.BETWEEN;
    }

    private void ends(JsonNode event, String type) {
        requireStage(Stage.BETWEEN, event);
        assertEquals(OF_RESPONSE, names(event), event::toString);
        last = event.get("response");
        assertEquals(type, "response." + last.path("status").asText(), event::toString);
        assertEquals(items, last.get("output"), event::toString);
        ended(last);
        ObjectNode same = last.deepCopy();
        for (String changed : Set.of("status", "completed_at", "incomplete_details", "output", "usage")) {
            same.set(changed, first.get(changed));
        }
        assertEquals(first, same, event::toString);
        stage = Stage.OVER;
    }

    /** What is completed is complete in all its parts; what is not says why, and only its last item is incomplete. */
    private static void ended(JsonNode response) {
        boolean isComplete = response.path("status").asText().equals("completed");
        assertTrue(isComplete || response.path("status").asText().equals("incomplete"), response::toString);
        assertEquals(
                isComplete ? "" : "max_output_tokens",
                response.at("/incomplete_details/reason").asText(),
                response::toString);
        assertEquals(isComplete, response.path("completed_at").isIntegralNumber(), response::toString);
        assertTrue(response.get("error").isNull(), response::toString);
        JsonNode output = response.path("output");
        assertFalse(isComplete && output.isEmpty(), response::toString);
        for (int i = 0; i < output.size(); i++) {
            item(output.get(i));
            boolean mayBeCut = !isComplete && i == output.size() - 1;
            assertEquals(
                    mayBeCut ? "incomplete" : "completed",
                    output.get(i).path("status").asText(),
                    response::toString);
        }
        JsonNode usage = response.path("usage");
        assertTrue(usage.path("input_tokens").asInt() > 0, response::toString);
        assertEquals(
                usage.path("input_tokens").asInt() + usage.path("output_tokens").asInt(),
                usage.path("total_tokens").asInt(-1),
                response::toString);
    }

    private static void item(JsonNode item) {
        Map<String, Set<String>> members =
                Map.of("message", MESSAGE, "function_call", FUNCTION_CALL, "custom_tool_call", CUSTOM_CALL);
        Map<String, String> prefixes = Map.of("message", "msg_", "function_call", "fc_", "custom_tool_call", "ctc_");
        String type = item.path("type").asText();
        assertEquals(members.get(type), names(item), item::toString);
        assertTrue(item.path("id").asText().startsWith(String.valueOf(prefixes.get(type))), item::toString);
        if (type.equals("message")) {
            assertEquals("assistant", item.path("role").asText());
        } else {
            assertTrue(item.path("call_id").asText().matches("call_[A-Za-z0-9]{24}"), item::toString);
        }
    }

    private static void part(JsonNode part, String text, JsonNode logprobs, JsonNode event) {
        assertEquals(PART, names(part), event::toString);
        assertEquals("output_text", part.path("type").asText(), event::toString);
        assertTrue(part.get("annotations").isEmpty(), event::toString);
        assertEquals(text, part.path("text").textValue(), event::toString);
        assertEquals(logprobs, part.get("logprobs"), event::toString);
    }

    /** An event about the open item. */
    private void about(JsonNode event, Set<String> members) {
        assertEquals(members, names(event), event::toString);
        assertEquals(item.path("id"), event.path("item_id"), event::toString);
        assertEquals(items.size(), event.path("output_index").asInt(-1), event::toString);
        assertEquals(0, event.path("content_index").asInt(0), event::toString);
    }

    private static String payload(JsonNode item) {
        return switch (item.path("type").asText()) {
            case "message" -> item.at("/content/0/text").textValue();
            case "function_call" -> item.path("arguments").textValue();
            default -> item.path("input").textValue();
        };
    }

    private boolean isMessage() {
        return item.path("type").asText().equals("message");
    }

    private void requireStage(Stage expected, JsonNode event) {
        assertEquals(expected, stage, event::toString);
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
