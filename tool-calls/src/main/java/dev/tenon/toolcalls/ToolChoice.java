package dev.tenon.toolcalls;

import java.util.Set;

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

    /**
     * Some of the tools; the model is told of all.
     *
     * @param names at least one, each of a tool
     * @param mode whether a call must come
     */
    record Allowed(Set<String> names, Mode mode) implements ToolChoice {
        /** Copies the names. */
        public Allowed {
            names = Set.copyOf(names);
        }
    }

    /** Whether a call must come. */
    enum Mode {
        /** Calls or content. */
        AUTO,
        /** At least one call. */
        REQUIRED
    }
}
