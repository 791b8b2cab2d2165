package dev.tenon.sampler.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.llama.RandomGguf.Pooling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models that see a whole text at once and generate none: BERT's layers with random weights, over the tokens of a real one. */
@Timeout(120)
final class EncoderTest {
    private static final int CONTEXT_LENGTH = 64;
    private static final RandomGguf.Shape SHAPE = new RandomGguf.Shape(2, 32, 2, CONTEXT_LENGTH);

    @TempDir
    Path folder;

    private Path model(Optional<Pooling> pooling) throws Exception {
        return RandomGguf.writeEncoder(
                folder.resolve("encoder.gguf"), SHAPE, 3, TestModels.vocabulary("bert-bge"), pooling);
    }

    private LlamaEmbedder embedder(Optional<Pooling> pooling) throws Exception {
        return LlamaEmbedder.load(model(pooling), LlamaOptions.defaults().withThreads(1), TestModels.STORE);
    }

    private static float[] embed(LlamaEmbedder embedder, String text) {
        return embedder.embed(List.of(embedder.tokenize(text)), () -> false).getFirst();
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RANK")
    void makesVectorsHoweverTheFilePools(Pooling pooling) throws Exception {
        try (LlamaEmbedder embedder = embedder(Optional.of(pooling))) {
            assertEquals(32, embedder.dimensions());
            assertEquals(CONTEXT_LENGTH, embedder.maxInputTokens());
            float[] alone = embed(embedder, "the cat sat");
            assertTrue(distance(alone, embed(embedder, "sat cat the")) > 0.01, "the order counts");
            List<int[]> inputs = new ArrayList<>();
            for (String text : List.of("a longer text that comes first", "the cat sat", "and another")) {
                inputs.add(embedder.tokenize(text));
            }
            assertTrue(
                    distance(alone, embedder.embed(inputs, () -> false).get(1)) < 1e-4, "what is beside it does not");
        }
    }

    @Test
    void poolsByTheMeanWhereTheFileSaysNothingOrThatItDoesNot() throws Exception {
        float[] mean;
        try (LlamaEmbedder embedder = embedder(Optional.of(Pooling.MEAN))) {
            mean = embed(embedder, "the cat sat");
        }
        for (Optional<Pooling> pooling : List.of(Optional.<Pooling>empty(), Optional.of(Pooling.NONE))) {
            try (LlamaEmbedder embedder = embedder(pooling)) {
                assertEquals(0, distance(mean, embed(embedder, "the cat sat")), 1e-5, pooling::toString);
            }
        }
        try (LlamaEmbedder embedder = embedder(Optional.of(Pooling.FIRST))) {
            assertTrue(distance(mean, embed(embedder, "the cat sat")) > 0.01);
        }
    }

    @Test
    void putsAroundATextWhatItWasTrainedToSee() throws Exception {
        try (LlamaEmbedder embedder = embedder(Optional.empty())) {
            int[] empty = embedder.tokenize("");
            int[] word = embedder.tokenize("cat");
            assertEquals(2, empty.length);
            assertEquals(3, word.length);
            assertEquals(empty[0], word[0]);
            assertEquals(empty[1], word[2]);
            assertNotEquals(word[0], word[2]);
        }
    }

    @Test
    void takesAnInputAsLongAsTheModelAndNoLonger() throws Exception {
        try (LlamaEmbedder embedder = embedder(Optional.of(Pooling.FIRST))) {
            int[] longest = embedder.tokenize("cat ".repeat(CONTEXT_LENGTH - 2));
            assertEquals(CONTEXT_LENGTH, longest.length);
            assertEquals(32, embedder.embed(List.of(longest), () -> false).getFirst().length);
            int[] longer = embedder.tokenize("cat ".repeat(CONTEXT_LENGTH - 1));
            assertThrows(EngineException.class, () -> embedder.embed(List.of(longer), () -> false));
        }
    }

    @Test
    void isNoEngineThatGeneratesText() throws Exception {
        Path file = model(Optional.of(Pooling.MEAN));
        assertEquals(ModelPurpose.EMBEDDINGS, ModelPurpose.of(GgufFile.of(file).info()));
        EngineException refused = assertThrows(
                EngineException.class,
                () -> LlamaEngine.load(file, LlamaOptions.defaults().withThreads(1), TestModels.STORE));
        assertTrue(String.valueOf(refused.getMessage()).contains("generates text"), refused::getMessage);
    }

    @Test
    void oneThatRanksHasNoVectors() throws Exception {
        assertEquals(
                ModelPurpose.RANKING,
                ModelPurpose.of(GgufFile.of(model(Optional.of(Pooling.RANK))).info()));
        EngineException refused = assertThrows(EngineException.class, () -> embedder(Optional.of(Pooling.RANK)));
        assertTrue(String.valueOf(refused.getMessage()).contains("without embeddings"), refused::getMessage);
    }
}
