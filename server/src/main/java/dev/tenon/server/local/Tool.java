package dev.tenon.server.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.toolcalls.ToolDefinition;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A Java function that a model may call. Immutable, and thread-safe where the function is.
 *
 * <pre>{@code
 * record Route(String from, String to) {}
 *
 * Tool distance = Tool.of("distance", "Kilometres between two towns", Route.class, this::distance);
 * }</pre>
 *
 * <p>Arguments satisfy the schema of the record or class before the function is called; there is nothing to check.
 */
public final class Tool {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private final ToolDefinition definition;
    private final Function<String, String> call;

    private Tool(ToolDefinition definition, Function<String, String> call) {
        this.definition = definition;
        this.call = call;
    }

    /**
     * A function.
     *
     * @param name 1 to 64 letters, digits, {@code _} and {@code -}
     * @param description what it does, for the model
     * @param arguments a record or class that is read from a JSON object
     * @param function what is called; a text is told to the model as it is, any other result as JSON
     * @throws UnsupportedTypeException when the arguments have no exact schema, or are no object
     * @throws dev.tenon.schema.SchemaException when their schema cannot be enforced, or has no value
     */
    public static <A> Tool of(String name, String description, Class<A> arguments, Function<? super A, ?> function) {
        return of(name, description, arguments, function, Mappers.DEFAULT);
    }

    /** A function whose arguments and result are read and written by this mapper; otherwise as the other. */
    public static <A> Tool of(
            String name, String description, Class<A> arguments, Function<? super A, ?> function, ObjectMapper mapper) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a tool is 1 to 64 letters, digits, _ and -, not \"" + name + "\"");
        }
        StructuredOutput<A> type = StructuredOutput.of(arguments, mapper);
        JsonNode schema = type.schema();
        if (!schema.path("type").asText().equals("object")) {
            throw new UnsupportedTypeException(
                    arguments.getTypeName(), "the arguments of a tool are an object; use a record");
        }
        return new Tool(
                ToolDefinition.of(name, description, schema), text -> text(function.apply(type.value(text)), mapper));
    }

    private static String text(Object result, ObjectMapper mapper) {
        try {
            return result instanceof String text ? text : mapper.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the result of a tool cannot be written: " + e.getMessage(), e);
        }
    }

    /** The name. */
    public String name() {
        return definition.name();
    }

    ToolDefinition definition() {
        return definition;
    }

    String call(String arguments) {
        return call.apply(arguments);
    }
}
