package dev.tenon.sampler.engine;

import dev.tenon.automaton.token.Vocabulary;
import java.util.Optional;

/**
 * A model that turns tokens into logits. One per model, shared by all requests; its own methods are thread-safe, its sessions are
 * not.
 */
public interface Engine extends AutoCloseable {
    /** A name for people and for the wire: a file name without its suffix, or a word. */
    String id();

    /** What each token id stands for; its size is the number of logits. */
    Vocabulary vocabulary();

    /** The model's own way from text to tokens. */
    Tokenizer tokenizer();

    /** How many tokens one session may hold. */
    int contextLength();

    /** The model's chat template, in Jinja, if it carries one. */
    Optional<String> chatTemplate();

    /**
     * A new, empty sequence.
     *
     * @throws EngineException when every sequence is in use, or the engine is closed
     */
    EngineSession open();

    /**
     * The same model's embeddings, if it has any: each call makes an engine of its own, which the caller closes, before or after this
     * one.
     */
    default Optional<EmbeddingEngine> embeddings() {
        return Optional.empty();
    }

    /** How many sessions may be open at once; at least 1. */
    default int sessionLimit() {
        return 1;
    }

    /** What it holds and has done; a snapshot. */
    default EngineStatistics statistics() {
        return EngineStatistics.none();
    }

    /** Refuses new sessions. Those that are open keep what they need until each is closed. Closing twice does nothing. */
    @Override
    void close();
}
