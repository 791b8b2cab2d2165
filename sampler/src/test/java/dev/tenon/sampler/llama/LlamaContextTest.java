package dev.tenon.sampler.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.llama.LlamaContext.Output;
import dev.tenon.sampler.llama.LlamaContext.Wanted;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LlamaContextTest {
    private static final int BATCH = 32;
    private static final int[] TEXT = {504, 4996, 284, 1465, 314, 253, 5345};

    private static LlamaModel model;
    private LlamaContext context;

    @BeforeAll
    static void load() {
        NativeLibrary.load(TestModels.STORE);
        model = LlamaModel.load(TestModels.defaultModel(), 0, LlamaModel.Content.WEIGHTS);
    }

    @AfterAll
    static void unload() {
        model.close();
    }

    @BeforeEach
    void open() {
        context = new LlamaContext(model, 256, BATCH, 4, 8, 1, Output.LOGITS);
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void decodesSeveralSequencesInOneBatch() {
        float[] alone = logitsAfter(TEXT);
        context.clear();
        context.clearBatch();
        int[] last = new int[3];
        for (int position = 0; position < TEXT.length; position++) {
            for (int sequence = 0; sequence < last.length; sequence++) {
                Wanted wanted = position == TEXT.length - 1 ? Wanted.LOGITS : Wanted.NOTHING;
                last[sequence] = context.add(TEXT[position], position, sequence, wanted);
            }
        }
        context.decode();
        for (int sequence = 0; sequence < last.length; sequence++) {
            FloatBuffer logits = context.logits(last[sequence]);
            assertEquals(best(alone), best(copy(logits)));
            assertEquals(TEXT.length, context.length(sequence));
        }
        assertThrows(EngineException.class, () -> context.logits(0));
        assertThrows(EngineException.class, () -> context.logits(BATCH));
    }

    @Test
    void handsOutItsOwnMemory() {
        float[] first = logitsAfter(TEXT);
        FloatBuffer logits = context.logits(TEXT.length - 1);
        assertTrue(logits.isDirect());
        assertEquals(ByteOrder.nativeOrder(), logits.order());
        assertEquals(model.vocabularySize(), logits.capacity());
        context.clear();
        logitsAfter(new int[] {1, 2, 3});
        assertFalse(Arrays.equals(first, copy(logits)));
    }

    @Test
    void sharesAPrefixBetweenSequences() {
        float[] expected = logitsAfter(TEXT);
        context.copyPrefix(0, 1, TEXT.length - 1);
        assertEquals(TEXT.length - 1, context.length(1));
        context.clearBatch();
        int index = context.add(TEXT[TEXT.length - 1], TEXT.length - 1, 1, Wanted.LOGITS);
        context.decode();
        assertEquals(best(expected), best(copy(context.logits(index))));
        assertEquals(TEXT.length, context.length(0));
        assertTrue(context.removeFrom(0, 0));
        assertEquals(0, context.length(0));
        assertEquals(TEXT.length, context.length(1));
        assertTrue(context.removeFrom(1, 2));
        assertEquals(2, context.length(1));
        context.clear();
        assertEquals(0, context.length(1));
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0, 0, token",
        "49152, 0, 0, token",
        "5, -1, 0, position",
        "5, 256, 0, position",
        "5, 0, -1, sequence",
        "5, 0, 4, sequence",
    })
    void refusesWhatIsOutOfRange(int token, int position, int sequence, String what) {
        EngineException refused =
                assertThrows(EngineException.class, () -> context.add(token, position, sequence, Wanted.NOTHING));
        assertTrue(String.valueOf(refused.getMessage()).startsWith(what));
    }

    @Test
    void refusesMoreThanABatchHolds() {
        for (int i = 0; i < BATCH; i++) {
            context.add(5, i, 0, Wanted.NOTHING);
        }
        assertThrows(EngineException.class, () -> context.add(5, BATCH, 0, Wanted.NOTHING));
        context.clearBatch();
        for (int i = 0; i < 8; i++) {
            context.add(5, i, 0, Wanted.LOGITS);
        }
        assertThrows(EngineException.class, () -> context.add(5, 8, 0, Wanted.LOGITS));
        context.clearBatch();
        assertThrows(EngineException.class, context::decode);
    }

    @Test
    void namesAGapInASequence() {
        context.clearBatch();
        context.add(5, 0, 0, Wanted.NOTHING);
        context.add(5, 7, 0, Wanted.LOGITS);
        EngineException refused = assertThrows(EngineException.class, context::decode);
        assertTrue(String.valueOf(refused.getMessage()).contains("cannot decode"));
        assertEquals(0, context.length(0));
    }

    @Test
    void knowsTheSizeOfItsState() {
        logitsAfter(TEXT);
        long one = context.stateBytes(0);
        assertTrue(one > 7 * 20_000 && one <= context.stateBytes(), one + " bytes");
        assertTrue(context.stateBytes(1) < one);
    }

    @Test
    void computesEmbeddings() {
        try (LlamaContext embedder = new LlamaContext(model, 256, BATCH, 2, 2, 1, Output.EMBEDDINGS)) {
            float[] first = embedding(embedder, TEXT);
            assertEquals(model.info().embeddingLength(), first.length);
            assertArrayEquals(first, embedding(embedder, TEXT), 1e-3f);
            assertFalse(Arrays.equals(first, embedding(embedder, new int[] {1, 2, 3})));
        }
        assertThrows(EngineException.class, () -> context.embedding(0));
    }

    @Test
    void refusesUseAfterClosing() {
        context.close();
        context.close();
        context.clearBatch();
        context.add(5, 0, 0, Wanted.LOGITS);
        assertThrows(EngineException.class, context::decode);
        assertThrows(EngineException.class, () -> context.logits(0));
        assertThrows(EngineException.class, context::clear);
        assertThrows(EngineException.class, () -> context.setAbort(true));
    }

    @Test
    void keepsTheModelUntilItIsClosed() {
        LlamaModel other = LlamaModel.load(TestModels.defaultModel(), 0, LlamaModel.Content.WEIGHTS);
        try (LlamaContext last = new LlamaContext(other, 256, BATCH, 1, 1, 1, Output.LOGITS)) {
            other.close();
            other.close();
            assertFalse(other.handle().isFreed());
            assertThrows(EngineException.class, () -> other.tokenize(new byte[] {'a'}, false));
            last.add(5, 0, 0, Wanted.LOGITS);
            last.decode();
        }
        assertTrue(other.handle().isFreed());
        assertThrows(EngineException.class, () -> new LlamaContext(other, 256, BATCH, 1, 1, 1, Output.LOGITS));
    }

    @Test
    void saysWhenAContextIsTooLargeForTheMachine() {
        assertEquals(30 * 3 * (64 + 64) * 2, CellMemory.bytesPerCell(model.info()));
        EngineException refused = assertThrows(
                EngineException.class, () -> new LlamaContext(model, 1 << 30, BATCH, 1, 1, 1, Output.LOGITS));
        assertTrue(String.valueOf(refused.getMessage()).contains("try a smaller context"));
    }

    private float[] logitsAfter(int[] tokens) {
        context.clearBatch();
        int index = 0;
        for (int i = 0; i < tokens.length; i++) {
            index = context.add(tokens[i], i, 0, i == tokens.length - 1 ? Wanted.LOGITS : Wanted.NOTHING);
        }
        context.decode();
        return copy(context.logits(index));
    }

    private static float[] embedding(LlamaContext embedder, int[] tokens) {
        embedder.clear();
        embedder.clearBatch();
        for (int i = 0; i < tokens.length; i++) {
            embedder.add(tokens[i], i, 0, Wanted.LOGITS);
        }
        embedder.decode();
        return embedder.embedding(0);
    }

    private static float[] copy(FloatBuffer logits) {
        float[] values = new float[logits.remaining()];
        logits.duplicate().get(values);
        return values;
    }

    private static int best(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }
}
