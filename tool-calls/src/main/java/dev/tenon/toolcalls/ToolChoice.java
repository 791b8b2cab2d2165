package dev.tenon.toolcalls;

/** Which calls a reply may or must contain; always a hard constraint, never a hint. */
public sealed interface ToolChoice {
    /** No call: what opens one cannot be written. */
    record None() implements ToolChoice {}

    /** Calls or content, as the model likes. */
    record Auto() implements ToolChoice {}

    /** At least one call. */
    record Required() implements ToolChoice {}

    /** Exactly one call, of this tool. */
    record Named(String name) implements ToolChoice {}
}
