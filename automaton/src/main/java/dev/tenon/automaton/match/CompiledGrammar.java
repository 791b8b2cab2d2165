package dev.tenon.automaton.match;

/** STUB. Immutable, shared by requests, thread-safe. */
public final class CompiledGrammar {
    public Matcher matcher() {
        return new Matcher();
    }
}
