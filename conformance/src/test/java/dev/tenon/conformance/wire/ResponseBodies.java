package dev.tenon.conformance.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.conformance.Judge;
import java.util.Map;

/** Requests for chat completions as requests for responses, so that both endpoints are asked the same. */
final class ResponseBodies {
    private ResponseBodies() {}

    /** The same request; stop strings, which responses do not have, are left out. */
    static ObjectNode of(ObjectNode chat) {
        ObjectNode body = Judge.JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> field : chat.properties()) {
            JsonNode value = field.getValue();
            switch (field.getKey()) {
                case "messages" -> body.set("input", value);
                case "max_completion_tokens" -> body.set("max_output_tokens", value);
                case "stop" -> {}
                case "tools" -> value.forEach(tool -> body.withArray("/tools").add(flat(tool)));
                case "tool_choice" -> body.set("tool_choice", value.isTextual() ? value : flat(value));
                case "response_format" -> body.putObject("text").set("format", flat(value));
                default -> body.set(field.getKey(), value);
            }
        }
        return body;
    }

    /** What is under the name of its type stands beside it; the tools that are allowed, and a grammar, are so written, too. */
    private static ObjectNode flat(JsonNode nested) {
        String type = nested.path("type").asText();
        ObjectNode flat = Judge.JSON.createObjectNode().put("type", type);
        for (Map.Entry<String, JsonNode> field : nested.path(type).properties()) {
            JsonNode value = field.getValue();
            switch (field.getKey()) {
                case "format" -> flat.set("format", flat(value));
                case "tools" -> value.forEach(tool -> flat.withArray("/tools").add(flat(tool)));
                default -> flat.set(field.getKey(), value);
            }
        }
        return flat;
    }
}
