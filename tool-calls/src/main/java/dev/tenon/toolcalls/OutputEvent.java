package dev.tenon.toolcalls;

/** A piece of a reply, in the order of the text. No piece of text ends within a code point. */
public sealed interface OutputEvent {
    /** More content: free text, or the JSON that the request asked for. Never empty. */
    record Content(String text) implements OutputEvent {}

    /** More of what the model thinks before it answers. Never empty. */
    record Reasoning(String text) implements OutputEvent {}

    /**
     * A call begins, and its tool is known.
     *
     * @param index which call of the reply it is, from 0
     * @param name the tool
     */
    record CallOpened(int index, String name) implements OutputEvent {}

    /**
     * More of a call's arguments, as JSON text, or of a custom tool's text. Never empty.
     *
     * @param index which call of the reply it is, from 0
     * @param text exactly what the model wrote, or the JSON for it where the dialect has another form
     */
    record Arguments(int index, String text) implements OutputEvent {}

    /**
     * A call ends.
     *
     * @param index which call of the reply it was, from 0
     */
    record CallClosed(int index) implements OutputEvent {}
}
