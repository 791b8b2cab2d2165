package dev.tenon.toolcalls;

import java.util.List;

/**
 * What a request allows the reply to be. Immutable.
 *
 * @param tools the tools that may be called, each name once
 * @param choice which calls may or must come
 * @param parallel whether several calls may come in one reply
 * @param format what the content is, where it is no call
 */
public record OutputRequest(List<ToolDefinition> tools, ToolChoice choice, ParallelCalls parallel, ReplyFormat format) {

    /** Copies the list. */
    public OutputRequest {
        tools = List.copyOf(tools);
    }

    /** A reply without tools. */
    public static OutputRequest of(ReplyFormat format) {
        return new OutputRequest(List.of(), new ToolChoice.None(), ParallelCalls.ALLOWED, format);
    }
}
