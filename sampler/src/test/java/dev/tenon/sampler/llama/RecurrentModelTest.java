package dev.tenon.sampler.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tenon.sampler.engine.CancelledDecodeException;
import dev.tenon.sampler.engine.EngineSession;
import dev.tenon.sampler.engine.SpecialTokens;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Truncation on a model that can only forget a whole sequence. */
class RecurrentModelTest {
    private static final float TOLERANCE = 1e-4f;

    @TempDir
    static Path folder;

    private static LlamaEngine engine;

    @BeforeAll
    static void load() throws IOException {
        engine = LlamaEngine.load(
                TinyMamba.write(folder.resolve("tiny.gguf")),
                LlamaOptions.defaults().withContextLength(128).withThreads(1).withBatchSize(16),
                TestModels.STORE);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void decodesAndTokenizes() {
        assertEquals("tiny", engine.id());
        int[] tokens = engine.tokenizer().tokenize("a \u00e9", SpecialTokens.AS_TEXT);
        assertArrayEquals(bytes("a \u00e9"), tokens);
        assertFalse(Arrays.equals(after(bytes("abc")), after(bytes("acb"))));
    }

    @Test
    void decodesAgainAfterTruncationAsIfNothingHadBeenThere() {
        int[] text = bytes("The tongue of wood that is cut to fit");
        float[] expected = after(text);
        try (EngineSession session = engine.open();
                EngineSession other = engine.open()) {
            session.decode(text, 0, 20);
            other.decode(text, 3, 9);
            int[] wrong = bytes("something else");
            session.decode(wrong, 0, wrong.length);
            session.truncate(25);
            session.truncate(20);
            assertEquals(20, session.position());
            assertArrayEquals(expected, copy(session.decode(text, 20, text.length - 20)), TOLERANCE);
            session.truncate(text.length - 1);
            assertArrayEquals(expected, copy(session.decode(text, text.length - 1, 1)), TOLERANCE);
            assertArrayEquals(after(Arrays.copyOfRange(text, 3, 13)), copy(other.decode(text, 12, 1)), TOLERANCE);
        }
    }

    @Test
    void aCancelledSessionHoldsWhatItHeld() {
        int[] text = bytes("abcdef");
        try (EngineSession session = engine.open()) {
            session.decode(text, 0, 4);
            session.cancelDecode();
            assertThrows(CancelledDecodeException.class, () -> session.decode(text, 4, 2));
            assertEquals(4, session.position());
        }
    }

    private static int[] bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] tokens = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            tokens[i] = 3 + (bytes[i] & 0xFF);
        }
        return tokens;
    }

    private static float[] after(int[] tokens) {
        try (EngineSession session = engine.open()) {
            return copy(session.decode(tokens, 0, tokens.length));
        }
    }

    private static float[] copy(FloatBuffer logits) {
        float[] values = new float[logits.remaining()];
        logits.duplicate().get(values);
        return values;
    }
}
