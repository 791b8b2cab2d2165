package dev.tenon.sampler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.token.TokenMask;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The mask has the last word, and the seed alone decides. */
class SamplerChainProperties {
    private static final float[] ODD = {
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.MIN_VALUE,
        0f,
        -0f
    };

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void neverPicksAForbiddenToken(
            @ForAll("options") SamplingOptions options,
            @ForAll("sizes") int size,
            @ForAll("densities") double density,
            @ForAll("oddities") double oddity,
            @ForAll long seed) {
        Random random = new Random(seed);
        SamplerChain chain = new SamplerChain(withBiases(options, size, random), size);
        chain.observePrompt(random.ints(10, 0, size).toArray());
        for (int step = 0; step < 5; step++) {
            TokenMask mask = mask(size, density, random);
            int token = chain.sample(logits(size, oddity, random), mask);
            assertTrue(mask.contains(token));
            chain.accept(token);
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void sameSeedSameTokens(@ForAll("options") SamplingOptions options, @ForAll("sizes") int size, @ForAll long seed) {
        assertEquals(tokens(options, size, seed), tokens(options, size, seed));
    }

    /** A mask that lists its few ids and a buffer that is not an array must make no difference. */
    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void aLargeVocabularyAroundTheAllowedTokensChangesNothing(
            @ForAll("options") SamplingOptions options, @ForAll long seed) {
        Random random = new Random(seed);
        int small = 40;
        FloatBuffer logits = logits(small, 0.05, random);
        long[] words = new long[1];
        words[0] = (random.nextLong() & ((1L << small) - 1)) | 1;
        FloatBuffer large = ByteBuffer.allocateDirect(5_000 * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int id = 0; id < 5_000; id++) {
            large.put(id, id < small ? logits.get(id) : 50);
        }
        long[] largeWords = new long[(5_000 + 63) >>> 6];
        largeWords[0] = words[0];

        assertEquals(
                new SamplerChain(options, small).sample(logits, TokenMask.adopt(words, small)),
                new SamplerChain(options, 5_000).sample(large, TokenMask.adopt(largeWords, 5_000)));
    }

    private static List<Integer> tokens(SamplingOptions options, int size, long seed) {
        Random random = new Random(seed);
        SamplerChain chain = new SamplerChain(options, size);
        List<Integer> tokens = new ArrayList<>();
        for (int step = 0; step < 8; step++) {
            int token = chain.sample(logits(size, 0.1, random), mask(size, 0.5, random));
            chain.accept(token);
            tokens.add(token);
        }
        return tokens;
    }

    private static SamplingOptions withBiases(SamplingOptions options, int size, Random random) {
        Map<Integer, Float> biases = new HashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            biases.put(random.nextInt(size), random.nextBoolean() ? 100f : -100f);
        }
        return options.withLogitBias(biases);
    }

    private static TokenMask mask(int size, double density, Random random) {
        BitSet allowed = new BitSet();
        allowed.set(random.nextInt(size));
        for (int id = 0; id < size; id++) {
            if (random.nextDouble() < density) {
                allowed.set(id);
            }
        }
        return TokenMask.adopt(Arrays.copyOf(allowed.toLongArray(), (size + 63) >>> 6), size);
    }

    private static FloatBuffer logits(int size, double oddity, RandomGenerator random) {
        float[] logits = new float[size];
        for (int id = 0; id < size; id++) {
            logits[id] =
                    random.nextDouble() < oddity ? ODD[random.nextInt(ODD.length)] : (float) random.nextGaussian(0, 8);
        }
        return FloatBuffer.wrap(logits);
    }

    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.of(1, 2, 63, 64, 65, 300, 3_000);
    }

    @Provide
    Arbitrary<Double> densities() {
        return Arbitraries.of(0.0, 0.01, 0.5, 0.99, 1.0);
    }

    @Provide
    Arbitrary<Double> oddities() {
        return Arbitraries.of(0.0, 0.1, 1.0);
    }

    @Provide
    Arbitrary<SamplingOptions> options() {
        Arbitrary<Double> temperatures = Arbitraries.of(0.0, 1e-30, 0.01, 0.7, 1.0, 2.0);
        Arbitrary<Integer> topKs = Arbitraries.of(0, 1, 2, 40, Integer.MAX_VALUE);
        Arbitrary<Double> fractions = Arbitraries.of(0.0, 1e-9, 0.1, 0.5, 0.95, 1.0);
        Arbitrary<Double> repetitions = Arbitraries.of(1e-6, 0.5, 1.0, 1.3, 10.0);
        Arbitrary<Double> penalties = Arbitraries.of(-2.0, 0.0, 0.5, 2.0);
        return Combinators.combine(
                        temperatures,
                        topKs,
                        fractions,
                        fractions,
                        repetitions,
                        penalties,
                        penalties,
                        Arbitraries.longs())
                .as((temperature, topK, topP, minP, repetition, frequency, presence, seed) -> new SamplingOptions(
                        temperature, topK, topP, minP, repetition, frequency, presence, Map.of(), seed));
    }
}
