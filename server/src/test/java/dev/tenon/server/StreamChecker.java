package dev.tenon.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Puts the chunks of a stream together as the strictest of the clients does, and throws where a chunk is not what it should
 * be: role first and once, calls by index with id, type and name once, one finish chunk for each choice, usage only at the end.
 */
final class StreamChecker {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final TreeMap<Integer, ObjectNode> messages = new TreeMap<>();
    private final TreeMap<Integer, String> finished = new TreeMap<>();

    /** The choices, in the form of those of an answer that is not streamed. */
    static JsonNode choices(List<String> events) {
        StreamChecker checker = new StreamChecker();
        require(events.get(events.size() - 1).equals("[DONE]"), "no [DONE]");
        String id = "";
        for (String event : events.subList(0, events.size() - 1)) {
            JsonNode chunk = ApiClient.exactJson(event);
            require(chunk.get("object").textValue().equals("chat.completion.chunk"), event);
            require(id.isEmpty() || id.equals(chunk.get("id").textValue()), "another id: " + event);
            id = chunk.get("id").textValue();
            for (JsonNode choice : chunk.get("choices")) {
                checker.add(choice, event);
            }
        }
        ArrayNode choices = MAPPER.createArrayNode();
        checker.messages.forEach((index, message) -> {
            require(checker.finished.containsKey(index), "choice " + index + " does not finish");
            ObjectNode choice = choices.addObject();
            choice.put("index", index);
            choice.set("message", message);
            choice.put("finish_reason", checker.finished.get(index));
        });
        return choices;
    }

    private void add(JsonNode choice, String event) {
        int index = choice.get("index").intValue();
        JsonNode delta = choice.get("delta");
        require(!finished.containsKey(index), "a chunk after the finish: " + event);
        require(choice.has("logprobs"), "no logprobs: " + event);
        if (!choice.get("finish_reason").isNull()) {
            require(delta.isEmpty(), "a delta in the finish: " + event);
            finished.put(index, choice.get("finish_reason").textValue());
            require(messages.containsKey(index), "a finish without a role: " + event);
            return;
        }
        Set<String> keys = new TreeSet<>();
        delta.fieldNames().forEachRemaining(keys::add);
        if (!messages.containsKey(index)) {
            require(keys.equals(Set.of("role", "content", "refusal")), "no role: " + event);
            ObjectNode message = MAPPER.createObjectNode();
            message.setAll((ObjectNode) delta);
            messages.put(index, message);
        } else if (keys.equals(Set.of("content"))) {
            ObjectNode message = messages.get(index);
            require(message.get("content").isTextual(), "content after null: " + event);
            require(!delta.get("content").textValue().isEmpty(), "nothing: " + event);
            message.put(
                    "content",
                    message.get("content").textValue() + delta.get("content").textValue());
        } else {
            require(keys.equals(Set.of("tool_calls")), "keys " + keys + ": " + event);
            for (JsonNode call : delta.get("tool_calls")) {
                add(messages.get(index).withArray("tool_calls"), call, event);
            }
        }
    }

    private static void add(ArrayNode calls, JsonNode delta, String event) {
        int index = delta.get("index").intValue();
        if (index == calls.size()) {
            require(delta.size() == 4, "keys of a new call: " + event);
            require(delta.at("/function/arguments").textValue().isEmpty(), "arguments: " + event);
            ObjectNode call = calls.addObject();
            call.set("id", delta.get("id"));
            call.set("type", delta.get("type"));
            call.set("function", delta.get("function").deepCopy());
            return;
        }
        require(index == calls.size() - 1, "index " + index + ": " + event);
        require(delta.size() == 2 && delta.get("function").size() == 1, "keys of more of a call: " + event);
        ObjectNode function = (ObjectNode) calls.get(index).get("function");
        function.put(
                "arguments",
                function.get("arguments").textValue()
                        + delta.at("/function/arguments").textValue());
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
