package dev.tenon.sampler;

import dev.tenon.automaton.match.MatchEvent;

/** What happens while a text is generated, in order; the last one is {@link Finished}. */
public sealed interface GenerationEvent {
    /**
     * Text or a label of it, as the automaton reports it. Where stop strings apply, text that may be the beginning of
     * one is held back until it is decided, and a stop string itself is never reported. So matches may lag behind tokens.
     */
    record Match(MatchEvent event) implements GenerationEvent {}

    /** A generated token, sampled or forced; END tokens are not reported. */
    record Token(TokenChoice choice) implements GenerationEvent {}

    /** The end, after everything else. */
    record Finished(GenerationResult result) implements GenerationEvent {}
}
