package dev.tenon.sampler.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.sampler.engine.CancelledDecodeException;
import dev.tenon.sampler.engine.EmbeddingEngine;
import dev.tenon.sampler.engine.EngineException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Embeddings of the default model, which was made for text: the mean over all tokens. */
@Timeout(300)
class LlamaEmbedderTest {
    @SuppressWarnings("NullAway.Init") // Before all tests.
    private static LlamaEngine engine;

    @SuppressWarnings("NullAway.Init") // Before all tests.
    private static EmbeddingEngine embedder;

    @BeforeAll
    static void load() {
        LlamaOptions options = LlamaOptions.defaults()
                .withMaxSequences(1)
                .withContextLength(256)
                .withThreads(1);
        engine = LlamaEngine.load(TestModels.defaultModel(), options, TestModels.STORE);
        embedder = engine.embeddings().orElseThrow();
    }

    @AfterAll
    static void close() {
        embedder.close();
        engine.close();
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return dot / Math.sqrt(aa * bb);
    }

    private static List<float[]> embed(String... texts) {
        return embedder.embed(Arrays.stream(texts).map(embedder::tokenize).toList(), () -> false);
    }

    @Test
    void putsTextsOfOneMeaningCloser() {
        List<float[]> vectors = embed(
                "The cat sat on the mat.",
                "A cat was sitting on a rug.",
                "Quarterly interest rates rose by two percent.");
        assertEquals(embedder.dimensions(), vectors.get(0).length);
        assertTrue(cosine(vectors.get(0), vectors.get(1)) > cosine(vectors.get(0), vectors.get(2)));
    }

    /** Bit for bit: what shares a batch with an input has no part in its vector. */
    @Test
    void givesAnInputTheSameVectorWhateverIsBesideIt() {
        List<int[]> inputs = IntStream.range(0, 70)
                .mapToObj(i -> embedder.tokenize("text number " + i * i))
                .toList();
        List<float[]> vectors = embedder.embed(inputs, () -> false);
        Random random = new Random(5);
        for (int i = 0; i < inputs.size(); i += 23) {
            List<int[]> others = new ArrayList<>();
            for (int[] input : inputs) {
                others.add(random.ints(input.length, 1_000, 40_000).toArray());
            }
            others.set(i, inputs.get(i));
            assertArrayEquals(
                    vectors.get(i), embedder.embed(others, () -> false).get(i));
        }
    }

    /**
     * Not bit for bit: the kernels for many rows round otherwise than those for one, by how much depends on the processor. With
     * AVX-512 and without AMX the cosine is 0.99986 at least, and that to the nearest other text 0.99956 at most.
     */
    @Test
    void givesEachInputTheVectorThatItHasAlone() {
        List<String> texts =
                IntStream.range(0, 70).mapToObj(i -> "text number " + i * i).toList();
        List<float[]> together = embed(texts.toArray(String[]::new));
        for (int i = 0; i < texts.size(); i += 23) {
            float[] alone = embed(texts.get(i)).get(0);
            double own = cosine(alone, together.get(i));
            assertTrue(own > 0.9995, texts.get(i) + ": " + own);
            for (int other = 0; other < texts.size(); other++) {
                assertTrue(
                        other == i || cosine(alone, together.get(other)) < own, texts.get(i) + ", " + texts.get(other));
            }
        }
    }

    @Test
    void takesAnInputOfEveryLengthUpToTheLongest() {
        int most = embedder.maxInputTokens();
        assertTrue(most >= 512);
        int[] longest = new int[most];
        Arrays.setAll(longest, i -> 1_000 + i % 900);
        List<int[]> inputs = new ArrayList<>(List.of(new int[] {17}, longest, new int[] {18, 19}));
        assertEquals(3, embedder.embed(inputs, () -> false).size());
        int[] longer = Arrays.copyOf(longest, most + 1);
        assertThrows(EngineException.class, () -> embedder.embed(List.of(longer), () -> false));
        assertThrows(EngineException.class, () -> embedder.embed(List.of(new int[0]), () -> false));
        assertThrows(EngineException.class, () -> embedder.embed(List.of(new int[] {-1}), () -> false));
    }

    @Test
    void endsWhenItIsCancelled() {
        assertThrows(CancelledDecodeException.class, () -> embedder.embed(List.of(new int[] {1}), () -> true));
    }

    @Test
    void outlivesItsEngineAndNotItself() {
        LlamaOptions options = LlamaOptions.defaults()
                .withMaxSequences(1)
                .withContextLength(256)
                .withThreads(1);
        LlamaEngine other = LlamaEngine.load(TestModels.defaultModel(), options, TestModels.STORE);
        EmbeddingEngine its = other.embeddings().orElseThrow();
        its.embed(List.of(new int[] {1}), () -> false);
        EmbeddingEngine late = other.embeddings().orElseThrow();
        other.close();
        assertEquals(1, its.embed(List.of(new int[] {1}), () -> false).size());
        its.close();
        its.close();
        assertThrows(EngineException.class, () -> its.embed(List.of(new int[] {1}), () -> false));
        assertThrows(EngineException.class, () -> late.embed(List.of(new int[] {1}), () -> false));
        late.close();
    }
}
