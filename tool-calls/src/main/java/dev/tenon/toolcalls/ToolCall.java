package dev.tenon.toolcalls;

/**
 * A call that an earlier reply of the conversation made.
 *
 * @param id how a {@link ChatMessage.Tool} names it
 * @param name the tool
 * @param arguments the arguments as JSON text
 */
public record ToolCall(String id, String name, String arguments) {}
