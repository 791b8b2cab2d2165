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
 * @param parameters the JSON Schema of the arguments, which are always an object; of a custom tool, how it is told to the
 *     model
 * @param input what a custom tool takes, which is text; null for a function
 */
public record ToolDefinition(
        String name,
        @Nullable String description,
        JsonNode parameters,
        @Nullable CustomInput input) {
    /** The argument that stands for the text of a custom tool. */
    static final String INPUT = "input";

    /** Rejects names that JSON could not hold as they are. */
    public ToolDefinition {
        if (name.isEmpty()
                || name.chars().anyMatch(c -> c < 0x20 || c == '"' || c == '\\' || Character.isSurrogate((char) c))) {
            throw new IllegalArgumentException("no name for a tool: " + abbreviated(name));
        }
    }

    /** A function. */
    public ToolDefinition(String name, @Nullable String description, JsonNode parameters) {
        this(name, description, parameters, null);
    }

    /**
     * A tool that takes text.
     *
     * @throws IllegalArgumentException when the name is empty or would have to be escaped in JSON
     */
    public static ToolDefinition custom(String name, @Nullable String description, CustomInput input) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object");
        ObjectNode text = schema.putObject("properties").putObject(INPUT).put("type", "string");
        switch (input) {
            case CustomInput.Text any -> {}
            case CustomInput.Written written ->
                text.put(
                        "description",
                        switch (written.language().notation()) {
                                    case REGEX -> "A text that matches this regular expression: ";
                                    case LARK -> "A text of this Lark grammar:\n";
                                    case GBNF -> "A text of this GBNF grammar:\n";
                                }
                                + written.language().text());
        }
        schema.putArray("required").add(INPUT);
        schema.put("additionalProperties", false);
        return new ToolDefinition(name, description, schema, input);
    }

    /** What a custom tool takes. */
    public sealed interface CustomInput {
        /** Any text. */
        record Text() implements CustomInput {}

        /** Text of a language that is written down. */
        record Written(WrittenLanguage language) implements CustomInput {}
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
