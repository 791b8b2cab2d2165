package dev.tenon.sampler.engine;

import dev.tenon.automaton.token.Vocabulary;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A model that turns a text into a vector. One per model, shared by all requests; thread-safe. What it needs beside the model
 * is made at first use.
 */
public interface EmbeddingEngine extends AutoCloseable {
    /** A name for people and for the wire: a file name without its suffix, or a word. */
    String id();

    /** What each token id stands for. */
    Vocabulary vocabulary();

    /** The model's own way from text to tokens. */
    Tokenizer tokenizer();

    /** Most tokens of one input. */
    int maxInputTokens();

    /** How many numbers a vector has. */
    int dimensions();

    /**
     * The tokens of an input as the model was trained to see it, with those that it puts around a text. Names of special tokens are
     * text.
     *
     * @throws EngineException when the vocabulary cannot spell the text
     */
    int[] tokenize(String text);

    /**
     * The vectors of inputs, {@code vector[dimensions]} each, in their order; not normalised. An input's vector does not depend on
     * the others but for rounding.
     *
     * @param inputs at least 1 token and at most {@link #maxInputTokens} each
     * @param cancelled asked between two batches
     * @throws CancelledDecodeException when it says so
     * @throws EngineException when a token is outside the vocabulary, an input is empty or too long, the engine is closed, or fails
     */
    List<float[]> embed(List<int[]> inputs, BooleanSupplier cancelled);

    /** Frees what it needs; a running call ends first. Closing twice does nothing. */
    @Override
    void close();
}
