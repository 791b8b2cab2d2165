package dev.tenon.automaton.match;

/**
 * What the matcher reports of the text that went by, in order. Text is reported as soon as every reading of it agrees
 * on its labels.
 */
public sealed interface MatchEvent {
    /** A capture begins. */
    record Open(String label) implements MatchEvent {}

    /** Bytes of the text; they belong to the captures that are open. May end within a code point. */
    record Bytes(byte[] bytes) implements MatchEvent {}

    /** The innermost open capture, of this label, ends. */
    record Close(String label) implements MatchEvent {}
}
