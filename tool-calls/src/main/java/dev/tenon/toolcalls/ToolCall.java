package dev.tenon.toolcalls;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A call that an earlier reply of the conversation made.
 *
 * @param id how a {@link ChatMessage.Tool} names it
 * @param name the tool
 * @param arguments the arguments as JSON text
 */
public record ToolCall(String id, String name, String arguments) {
    /** A call of a custom tool, whose text stands in the one argument that the model knows it by. */
    public static ToolCall custom(String id, String name, String input) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode().put(ToolDefinition.INPUT, input);
        return new ToolCall(id, name, arguments.toString());
    }
}
