package dev.tenon.toolcalls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A function that the model may call. Immutable as long as nobody writes to {@code parameters}.
 *
 * @param name not empty, and free of what JSON must escape: quotes, backslashes and control characters
 * @param description what it does, for the model; may be absent
 * @param parameters the JSON Schema of the arguments, which are always an object
 */
public record ToolDefinition(String name, @Nullable String description, JsonNode parameters) {

    /** Rejects names that JSON could not hold as they are. */
    public ToolDefinition {
        if (name.isEmpty()
                || name.chars().anyMatch(c -> c < 0x20 || c == '"' || c == '\\' || Character.isSurrogate((char) c))) {
            throw new IllegalArgumentException("no name for a tool: " + abbreviated(name));
        }
    }

    /**
     * A tool as a request defines it: absent, null and empty parameters all say that it takes no arguments.
     *
     * @throws IllegalArgumentException when the name is empty or would have to be escaped in JSON
     */
    public static ToolDefinition of(String name, @Nullable String description, @Nullable JsonNode parameters) {
        if (parameters == null || parameters.isNull() || (parameters.isObject() && parameters.isEmpty())) {
            return new ToolDefinition(name, description, noArguments());
        }
        return new ToolDefinition(name, description, parameters);
    }

    private static JsonNode noArguments() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object");
        schema.putObject("properties");
        schema.put("additionalProperties", false);
        return schema;
    }

    private static String abbreviated(String text) {
        return "\"" + (text.length() > 100 ? text.substring(0, 100) + "..." : text) + "\"";
    }
}
