package dev.tenon.sampler.engine;

import dev.tenon.automaton.token.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Embeddings without a model, for tests: the sum of a seeded vector for each token, so that the same tokens have the same vector in
 * any order, and texts that share tokens are close. Immutable and thread-safe.
 */
public final class SyntheticEmbedder implements EmbeddingEngine {
    private final Vocabulary vocabulary;
    private final Tokenizer tokenizer;
    private final EngineShape shape;
    private final int dimensions;

    /**
     * An embedder over a vocabulary.
     *
     * @param shape its name, and the most tokens of one input
     * @param dimensions numbers in a vector; at least 1
     */
    public SyntheticEmbedder(Vocabulary vocabulary, Tokenizer tokenizer, EngineShape shape, int dimensions) {
        if (dimensions < 1) {
            throw new IllegalArgumentException("a vector has at least one number");
        }
        this.vocabulary = vocabulary;
        this.tokenizer = tokenizer;
        this.shape = shape;
        this.dimensions = dimensions;
    }

    @Override
    public String id() {
        return shape.id();
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public int maxInputTokens() {
        return shape.contextLength();
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public int[] tokenize(String text) {
        return tokenizer.tokenize(text, SpecialTokens.AS_TEXT);
    }

    @Override
    public List<float[]> embed(List<int[]> inputs, BooleanSupplier cancelled) {
        List<float[]> vectors = new ArrayList<>();
        for (int[] input : inputs) {
            if (cancelled.getAsBoolean()) {
                throw new CancelledDecodeException();
            }
            EmbeddingInputs.check(input, maxInputTokens(), vocabulary.size());
            float[] vector = new float[dimensions];
            for (int token : input) {
                for (int i = 0; i < dimensions; i++) {
                    vector[i] += noise(token, i);
                }
            }
            vectors.add(vector);
        }
        return vectors;
    }

    /** Between -1 and 1: a hash of both (Knuth's multiplicative one), of which the middle bits are taken. */
    private static float noise(int token, int place) {
        long mixed = (token * 0x9E3779B97F4A7C15L + place + 1) * 0xBF58476D1CE4E5B9L;
        mixed ^= mixed >>> 31;
        return ((mixed * 0x94D049BB133111EBL) >>> 40) * 0x1p-23f - 1;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
