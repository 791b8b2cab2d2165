package dev.tenon.sampler.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.sampler.engine.CancelledDecodeException;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.engine.EngineSession;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cancelling and closing while a decode runs. */
@Timeout(300)
class LlamaCancelTest {
    private static final int LONG = 2048;

    private final LlamaEngine engine = LlamaEngine.load(
            TestModels.defaultModel(),
            LlamaOptions.defaults()
                    .withContextLength(LONG)
                    .withMaxSequences(2)
                    .withBatchSize(LONG)
                    .withThreads(1),
            TestModels.STORE);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void endsALongDecodeFromAnotherThread() {
        try (EngineSession session = engine.open();
                EngineSession other = engine.open()) {
            session.decode(prompt(3), 0, 3);
            FutureTask<FloatBuffer> decode = startDecode(session);
            long start = System.nanoTime();
            session.cancelDecode();
            assertInstanceOf(CancelledDecodeException.class, failureOf(decode));
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            assertTrue(millis < 1000, millis + " ms");
            assertEquals(3, session.position());
            assertThrows(CancelledDecodeException.class, () -> session.decode(prompt(1), 0, 1));
            assertEquals(49_152, other.decode(prompt(20), 0, 20).remaining());
        }
        try (EngineSession next = engine.open()) {
            assertEquals(49_152, next.decode(prompt(20), 0, 20).remaining());
        }
    }

    @Test
    void cancellingOneSessionLeavesTheRunningDecodeOfAnother() throws Exception {
        try (EngineSession session = engine.open();
                EngineSession other = engine.open()) {
            FutureTask<FloatBuffer> decode = startDecode(session);
            other.cancelDecode();
            assertEquals(49_152, decode.get().remaining());
            assertThrows(CancelledDecodeException.class, () -> other.decode(prompt(1), 0, 1));
        }
    }

    @Test
    void closingTheEngineLetsAnOpenSessionGoOn() {
        EngineSession session = engine.open();
        session.decode(prompt(4), 0, 4);
        engine.close();
        assertThrows(EngineException.class, engine::open);
        FloatBuffer logits = session.decode(prompt(4), 0, 4);
        assertTrue(Float.isFinite(logits.get(17)));
        session.close();
        assertThrows(EngineException.class, () -> session.decode(prompt(1), 0, 1));
        assertThrows(EngineException.class, () -> engine.tokenizer().tokenizePrompt("a"));
        session.cancelDecode();
        engine.close();
    }

    /** Begins a decode of several seconds on a thread of its own. */
    private static FutureTask<FloatBuffer> startDecode(EngineSession session) {
        FutureTask<FloatBuffer> decode = new FutureTask<>(() -> session.decode(prompt(LONG - 8), 0, LONG - 8));
        new Thread(decode, "decode").start();
        assertThrows(TimeoutException.class, () -> decode.get(100, TimeUnit.MILLISECONDS));
        return decode;
    }

    private static @Nullable Throwable failureOf(FutureTask<?> task) {
        return assertThrows(ExecutionException.class, task::get).getCause();
    }

    private static int[] prompt(int count) {
        int[] tokens = new int[count];
        Arrays.fill(tokens, 1000);
        return tokens;
    }
}
