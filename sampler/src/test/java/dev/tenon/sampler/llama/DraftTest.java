package dev.tenon.sampler.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.sampler.engine.EngineSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logits after several tokens at once, and forgetting those that were wrong. */
class DraftTest {
    /** Between sums in another order; logits of other texts differ by more than 1. */
    private static final float TOLERANCE = 0.03f;

    private static final int TOKENS = 259;

    @TempDir
    static Path folder;

    private static Path file;

    @BeforeAll
    static void writeModel() throws IOException {
        file = RandomGguf.write(folder.resolve("random.gguf"), RandomGguf.Shape.tiny(), 7);
    }

    private static LlamaEngine engine(int sequences, int kept) {
        return LlamaEngine.load(
                file,
                LlamaOptions.defaults()
                        .withContextLength(256)
                        .withMaxSequences(sequences)
                        .withKeptSequences(kept)
                        .withBatchSize(64)
                        .withThreads(1),
                TestModels.STORE);
    }

    @Test
    void eachRowIsWhatTheTokenAloneGives() {
        int[] text = new Random(3).ints(120, 3, TOKENS).toArray();
        try (LlamaEngine engine = engine(1, 1)) {
            float[][] alone = new float[text.length][];
            try (EngineSession session = engine.open()) {
                for (int i = 0; i < text.length; i++) {
                    alone[i] = copy(session.decode(text, i, 1));
                }
            }
            try (EngineSession session = engine.open()) {
                int at = 0;
                for (int rows : new int[] {16, 1, 2, 7, 16}) {
                    // The first has a prompt before it that takes two batches.
                    int count = at == 0 ? 90 : rows;
                    FloatBuffer logits = session.decode(text, at, count, rows);
                    at += count;
                    assertEquals(rows * TOKENS, logits.remaining());
                    for (int row = 0; row < rows && at <= text.length; row++) {
                        assertNear(alone[at - rows + row], copy(logits.slice(row * TOKENS, TOKENS)));
                    }
                    // Some of it was wrong.
                    at -= rows / 2;
                    session.truncate(at);
                }
            }
        }
    }

    @Test
    void tokensThatAreHeldAlreadyGiveLogitsAgain() {
        int[] text = new Random(4).ints(40, 3, TOKENS).toArray();
        try (LlamaEngine engine = engine(1, 1);
                EngineSession session = engine.open()) {
            FloatBuffer first = session.decode(text, 0, 40, 8);
            float[] expected = copy(first);
            session.truncate(33);
            assertNear(Arrays.copyOfRange(expected, TOKENS, 8 * TOKENS), copy(session.decode(text, 33, 7, 7)));
        }
    }

    @Test
    void onlyASessionThatIsAloneMayDraft() {
        try (LlamaEngine engine = engine(3, 2);
                EngineSession session = engine.open()) {
            assertEquals(15, session.draftLimit());
            EngineSession other = engine.open();
            assertEquals(0, session.draftLimit());
            assertEquals(0, other.draftLimit());
            other.close();
            assertEquals(15, session.draftLimit());
        }
    }

    @Test
    void nothingIsDraftedWhereNothingIsKept() {
        try (LlamaEngine engine = engine(1, 0);
                EngineSession session = engine.open()) {
            assertEquals(0, session.draftLimit());
            int[] text = {5, 6, 7};
            assertThrows(IllegalArgumentException.class, () -> session.decode(text, 0, 3, 2));
            assertEquals(0, session.position());
        }
    }

    @Test
    void aModelThatCannotForgetDraftsNothing() throws IOException {
        try (LlamaEngine engine = LlamaEngine.load(
                        TinyMamba.write(folder.resolve("tiny.gguf")),
                        LlamaOptions.defaults().withContextLength(128).withThreads(1),
                        TestModels.STORE);
                EngineSession session = engine.open()) {
            assertEquals(0, session.draftLimit());
        }
    }

    @Test
    void moreRowsThanTokensOrThanThereIsRoomForAreRefused() {
        int[] text = new Random(5).ints(40, 3, TOKENS).toArray();
        try (LlamaEngine engine = engine(1, 1);
                EngineSession session = engine.open()) {
            assertThrows(IllegalArgumentException.class, () -> session.decode(text, 0, 40, 17));
            assertThrows(IllegalArgumentException.class, () -> session.decode(text, 0, 2, 3));
            assertThrows(IllegalArgumentException.class, () -> session.decode(text, 0, 2, 0));
            assertEquals(TOKENS, session.decode(text, 0, 40).remaining());
        }
    }

    private static void assertNear(float[] expected, float[] actual) {
        assertArrayEquals(expected, actual, TOLERANCE);
        assertTrue(expected.length > 0);
    }

    private static float[] copy(FloatBuffer logits) {
        float[] values = new float[logits.remaining()];
        logits.duplicate().get(values);
        return values;
    }
}
