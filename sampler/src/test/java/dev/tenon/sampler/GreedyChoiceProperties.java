package dev.tenon.sampler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tenon.automaton.token.TokenMask;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The pass that gathers nothing chooses what the candidates' stages choose. */
class GreedyChoiceProperties {
    private static final float[] ODD = {
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        1e30f,
        -1e30f,
        0f,
        -0f,
        7f
    };

    @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE)
    void choosesWhatTheStagesChoose(
            @ForAll("sizes") int size,
            @ForAll("densities") double density,
            @ForAll("densities") double oddity,
            @ForAll("biases") int biasCount,
            @ForAll long seed) {
        Random random = new Random(seed);
        Map<Integer, Float> biases = new HashMap<>();
        for (int i = 0; i < biasCount; i++) {
            biases.put(random.nextInt(size), random.nextInt(-100, 101) * 1f);
        }
        FloatBuffer logits = logits(size, oddity, random);
        TokenMask mask = mask(size, density, random);

        Candidates candidates = new Candidates();
        candidates.gather(logits, mask);
        new LogitBiasStage(biases).apply(candidates);

        assertEquals(TokenPicker.greedy(candidates), new GreedyChoice(biases, size).choose(logits, mask));
    }

    @Example
    void refusesAnEmptyMask() {
        TokenMask nothing = TokenMask.adopt(new long[2], 100);
        assertThrows(
                IllegalStateException.class,
                () -> new GreedyChoice(Map.of(3, 1f), 100).choose(FloatBuffer.wrap(new float[100]), nothing));
    }

    private static TokenMask mask(int size, double density, Random random) {
        long[] words = new long[(size + 63) >>> 6];
        int sure = random.nextInt(size);
        for (int id = 0; id < size; id++) {
            if (id == sure || random.nextDouble() < density) {
                words[id >> 6] |= 1L << id;
            }
        }
        return TokenMask.adopt(words, size);
    }

    private static FloatBuffer logits(int size, double oddity, Random random) {
        FloatBuffer logits = random.nextBoolean()
                ? FloatBuffer.allocate(size)
                : ByteBuffer.allocateDirect(size * Float.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer();
        for (int id = 0; id < size; id++) {
            // Few different values: many are alike.
            float value = random.nextDouble() < oddity ? ODD[random.nextInt(ODD.length)] : random.nextInt(12);
            logits.put(id, value);
        }
        return logits;
    }

    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.of(1, 2, 63, 64, 65, 128, 300, 3_000);
    }

    @Provide
    Arbitrary<Double> densities() {
        return Arbitraries.of(0.0, 0.01, 0.5, 0.99, 1.0);
    }

    @Provide
    Arbitrary<Integer> biases() {
        return Arbitraries.of(0, 1, 5, 400);
    }
}
