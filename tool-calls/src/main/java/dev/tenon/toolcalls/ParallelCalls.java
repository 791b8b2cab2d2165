package dev.tenon.toolcalls;

/** How many calls one reply may contain. */
public enum ParallelCalls {
    /** Several, up to {@link OutputGrammar#MAX_CALLS}. */
    ALLOWED,
    /** One at the most. */
    ONE_AT_MOST
}
