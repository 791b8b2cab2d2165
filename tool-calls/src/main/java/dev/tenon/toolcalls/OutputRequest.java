package dev.tenon.toolcalls;

import java.util.List;

/**
 * What a request allows the reply to be. Immutable.
 *
 * @param tools the tools that may be called, each name once
 * @param choice which calls may or must come
 * @param parallel whether several calls may come in one reply
 * @param format what the content is, where it is no call
 * @param reasoning whether the model may think before it answers
 */
public record OutputRequest(
        List<ToolDefinition> tools,
        ToolChoice choice,
        ParallelCalls parallel,
        ReplyFormat format,
        Reasoning reasoning) {

    /** Copies the list. */
    public OutputRequest {
        tools = List.copyOf(tools);
    }

    /** A reply without reasoning. */
    public OutputRequest(List<ToolDefinition> tools, ToolChoice choice, ParallelCalls parallel, ReplyFormat format) {
        this(tools, choice, parallel, format, Reasoning.NONE);
    }

    /** A reply without tools. */
    public static OutputRequest of(ReplyFormat format) {
        return new OutputRequest(List.of(), new ToolChoice.None(), ParallelCalls.ALLOWED, format);
    }

    /** The same with another beginning. */
    public OutputRequest with(Reasoning other) {
        return new OutputRequest(tools, choice, parallel, format, other);
    }

    /** Whether and how a reply begins with what the model thinks. */
    public enum Reasoning {
        /** It does not. */
        NONE,
        /** It may, if the model opens it. */
        POSSIBLE,
        /** It does: the prompt has opened it. */
        BEGUN
    }
}
