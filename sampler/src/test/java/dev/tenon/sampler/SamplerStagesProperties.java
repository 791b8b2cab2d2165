package dev.tenon.sampler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.token.TokenMask;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Each stage against its definition on a fully sorted list. */
class SamplerStagesProperties {
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void topKKeepsTheGreatest(@ForAll("logits") float[] logits, @ForAll @IntRange(min = 1, max = 120) int k) {
        Candidates candidates = candidates(logits);

        new TopKStage(k).apply(candidates);

        assertEquals(Set.copyOf(best(logits, Math.min(k, logits.length))), ids(candidates));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void topPKeepsTheSmallestMassThatIsEnough(@ForAll("logits") float[] logits, @ForAll("fractions") double p) {
        Candidates candidates = candidates(logits);

        new TopPStage(p).apply(candidates);

        List<Integer> sorted = best(logits, logits.length);
        double max = logits[sorted.get(0)];
        double total = 0;
        for (float logit : logits) {
            total += Math.exp(logit - max);
        }
        int kept = candidates.count();
        assertEquals(Set.copyOf(sorted.subList(0, kept)), ids(candidates), "the best ones");
        double mass = 0;
        for (int i = 0; i < kept - 1; i++) {
            mass += Math.exp(logits[sorted.get(i)] - max);
        }
        double tolerance = 1e-9 * total;
        assertTrue(kept == 1 || mass < p * total + tolerance, "one less would not be enough");
        mass += Math.exp(logits[sorted.get(kept - 1)] - max);
        assertTrue(mass >= p * total - tolerance, "it is enough");
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void minPKeepsWhatIsProbableEnough(@ForAll("logits") float[] logits, @ForAll("fractions") double fraction) {
        if (fraction == 0) {
            return;
        }
        Candidates candidates = candidates(logits);

        new MinPStage(fraction).apply(candidates);

        float max = logits[best(logits, 1).get(0)];
        Set<Integer> kept = ids(candidates);
        for (int id = 0; id < logits.length; id++) {
            double probability = Math.exp((double) logits[id] - max);
            if (probability > fraction * (1 + 1e-4)) {
                assertTrue(kept.contains(id));
            } else if (probability < fraction * (1 - 1e-4)) {
                assertTrue(!kept.contains(id));
            }
        }
        assertTrue(kept.contains(best(logits, 1).get(0)));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void penaltiesFollowTheirFormula(@ForAll("logits") float[] logits, @ForAll long seed) {
        Random random = new Random(seed);
        SamplingOptions options = new SamplingOptions(1, 0, 1, 0, 1.5, 0.25, 0.75, Map.of(), 0);
        TokenCounts seen = new TokenCounts();
        Map<Integer, Integer> expected = new TreeMap<>();
        for (int i = random.nextInt(200); i > 0; i--) {
            int id = random.nextInt(120);
            int times = random.nextInt(2);
            seen.add(id, times);
            expected.merge(id, times, Integer::sum);
        }
        assertEquals(expected.size(), seen.distinct());
        Candidates candidates = candidates(logits);

        new PenaltyStage(options, seen).apply(candidates);

        for (int i = 0; i < candidates.count(); i++) {
            int id = candidates.id(i);
            float logit = logits[id];
            if (expected.containsKey(id)) {
                logit = logit > 0 ? logit / 1.5f : logit * 1.5f;
                int times = expected.get(id);
                logit -= times == 0 ? 0 : 0.25f * times + 0.75f;
            }
            assertEquals(logit, candidates.logit(i), 1e-4f);
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void biasIsAddedToItsTokens(@ForAll("logits") float[] logits, @ForAll long seed) {
        Random random = new Random(seed);
        Map<Integer, Float> biases = new HashMap<>();
        for (int i = 0; i < 10; i++) {
            biases.put(random.nextInt(200), random.nextFloat() * 200 - 100);
        }
        Candidates candidates = candidates(logits);

        new LogitBiasStage(biases).apply(candidates);

        for (int i = 0; i < candidates.count(); i++) {
            int id = candidates.id(i);
            assertEquals(logits[id] + biases.getOrDefault(id, 0f), candidates.logit(i));
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void temperatureScalesDistancesFromTheGreatest(@ForAll("logits") float[] logits) {
        Candidates candidates = candidates(logits);

        new TemperatureStage(0.5).apply(candidates);

        float max = logits[best(logits, 1).get(0)];
        for (int i = 0; i < candidates.count(); i++) {
            assertEquals((logits[candidates.id(i)] - max) * 2, candidates.logit(i), 1e-3f);
        }
    }

    private static Candidates candidates(float[] logits) {
        long[] words = new long[(logits.length + 63) >>> 6];
        for (int id = 0; id < logits.length; id++) {
            words[id >> 6] |= 1L << id;
        }
        Candidates candidates = new Candidates();
        candidates.gather(FloatBuffer.wrap(logits), TokenMask.adopt(words, logits.length));
        return candidates;
    }

    private static Set<Integer> ids(Candidates candidates) {
        Set<Integer> ids = new TreeSet<>();
        for (int i = 0; i < candidates.count(); i++) {
            assertTrue(ids.add(candidates.id(i)), "no id twice");
        }
        return ids;
    }

    private static List<Integer> best(float[] logits, int count) {
        List<Integer> ids = new ArrayList<>();
        for (int id = 0; id < logits.length; id++) {
            ids.add(id);
        }
        ids.sort(Comparator.<Integer>comparingDouble(id -> -logits[id]).thenComparing(id -> id));
        return ids.subList(0, count);
    }

    /** Spread, all alike, in few steps with many equals, ascending, descending. */
    @Provide
    Arbitrary<float[]> logits() {
        return Arbitraries.integers()
                .between(1, 120)
                .flatMap(size -> Arbitraries.longs()
                        .flatMap(
                                seed -> Arbitraries.of(0, 1, 2, 3, 4).map(kind -> draw(size, new Random(seed), kind))));
    }

    private static float[] draw(int size, Random random, int kind) {
        List<Float> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(
                    switch (kind) {
                        case 1 -> 3f;
                        case 2 -> (float) random.nextInt(3);
                        default -> (float) random.nextGaussian(0, 4);
                    });
        }
        if (kind == 3) {
            Collections.sort(values);
        } else if (kind == 4) {
            values.sort(Collections.reverseOrder());
        }
        float[] logits = new float[size];
        for (int i = 0; i < size; i++) {
            logits[i] = values.get(i);
        }
        return logits;
    }

    @Provide
    Arbitrary<Double> fractions() {
        return Arbitraries.oneOf(
                Arbitraries.doubles().between(0.0, 1.0), Arbitraries.of(0.0, 1e-6, 0.5, 0.9, 0.999999));
    }
}
