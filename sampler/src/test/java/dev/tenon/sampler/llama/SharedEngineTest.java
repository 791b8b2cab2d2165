package dev.tenon.sampler.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.sampler.engine.CancelledDecodeException;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.engine.EngineSession;
import dev.tenon.sampler.engine.EngineStatistics;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several sessions of one engine: what they share, and what they do not do to each other. */
@Timeout(300)
class SharedEngineTest {
    /** Between sums in another order; logits of other texts differ by more than 1. */
    private static final float TOLERANCE = 0.03f;

    private static final int CONTEXT = 256;
    private static final int SEQUENCES = 8;

    @TempDir
    static Path folder;

    private static Path file;
    private final LlamaEngine engine = engine(SEQUENCES, 4);

    @BeforeAll
    static void writeModel() throws IOException {
        file = RandomGguf.write(folder.resolve("random.gguf"), RandomGguf.Shape.tiny(), 7);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static LlamaEngine engine(int sequences, int kept) {
        return LlamaEngine.load(
                file,
                LlamaOptions.defaults()
                        .withContextLength(CONTEXT)
                        .withMaxSequences(sequences)
                        .withKeptSequences(kept)
                        .withBatchSize(64)
                        .withThreads(1),
                TestModels.STORE);
    }

    /** Tokens of a text that nothing else begins like. */
    private static int[] text(int seed, int length) {
        return new Random(seed).ints(length, 3, 259).toArray();
    }

    private static float[] copy(FloatBuffer logits) {
        float[] values = new float[logits.remaining()];
        logits.duplicate().get(values);
        return values;
    }

    /** What an engine of its own gives after a text. */
    private static float[] alone(int[] tokens) {
        try (LlamaEngine single = engine(1, 0);
                EngineSession session = single.open()) {
            return copy(session.decode(tokens, 0, tokens.length));
        }
    }

    private static int best(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    private static List<Integer> greedy(LlamaEngine engine, int[] prompt, int count) {
        List<Integer> text = new ArrayList<>();
        try (EngineSession session = engine.open()) {
            int[] next = prompt;
            for (int i = 0; i < count; i++) {
                int token = best(copy(session.decode(next, 0, next.length)));
                text.add(token);
                next = new int[] {token};
            }
        }
        return text;
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "nothing came");
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void textsOfManySessionsAtOnceAreThoseOfEachAlone() throws Exception {
        List<List<Integer>> expected = new ArrayList<>();
        try (LlamaEngine single = engine(1, 0)) {
            for (int i = 0; i < SEQUENCES; i++) {
                expected.add(greedy(single, text(i, 20 + 9 * i), 40));
            }
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(SEQUENCES)) {
            List<Future<List<Integer>>> texts = new ArrayList<>();
            for (int i = 0; i < SEQUENCES; i++) {
                int[] prompt = text(i, 20 + 9 * i);
                texts.add(threads.submit(() -> greedy(engine, prompt, 40)));
            }
            for (int i = 0; i < SEQUENCES; i++) {
                assertEquals(expected.get(i), texts.get(i).get());
            }
        }
        EngineStatistics done = engine.statistics();
        assertTrue(done.batches() < SEQUENCES * 40, done + " are no batches");
    }

    /** A session that was used and closed. */
    private WeakReference<EngineSession> over() {
        EngineSession session = engine.open();
        int[] tokens = text(1, 9);
        session.decode(tokens, 0, tokens.length);
        session.close();
        return new WeakReference<>(session);
    }

    @Test
    void nothingIsHeldOfASessionThatIsClosed() {
        WeakReference<EngineSession> session = over();
        await(() -> {
            System.gc();
            return session.get() == null;
        });
    }

    @Test
    void logitsStayUntilTheSessionsOwnNextDecode() {
        try (EngineSession first = engine.open();
                EngineSession second = engine.open()) {
            int[] text = text(1, 30);
            FloatBuffer logits = first.decode(text, 0, text.length);
            float[] before = copy(logits);
            second.decode(text(2, 40), 0, 40);
            second.decode(text(3, 4), 0, 4);
            assertArrayEquals(before, copy(logits));
        }
    }

    @Test
    void aPromptThatIsHeldIsEvaluatedButForItsLastToken() {
        int[] prompt = text(1, 100);
        try (EngineSession first = engine.open()) {
            first.decode(prompt, 0, prompt.length);
            assertEquals(0, first.reusedTokens());
            // From a session that is open, as from one that was closed.
            try (EngineSession second = engine.open()) {
                assertArrayEquals(alone(prompt), copy(second.decode(prompt, 0, prompt.length)), TOLERANCE);
                assertEquals(99, second.reusedTokens());
            }
        }
        EngineStatistics before = engine.statistics();
        try (EngineSession third = engine.open()) {
            assertArrayEquals(alone(prompt), copy(third.decode(prompt, 0, prompt.length)), TOLERANCE);
            assertEquals(99, third.reusedTokens());
        }
        await(() -> engine.statistics().cellsHeld() == 0);
        EngineStatistics after = engine.statistics();
        assertEquals(1, after.batchedTokens() - before.batchedTokens());
        assertEquals(300, after.promptTokens());
        assertEquals(198, after.reusedTokens());
        assertEquals(100, after.cellsKept());
    }

    @Test
    void theNextTurnOfAConversationEvaluatesOnlyWhatIsNew() {
        int[] conversation = text(1, 120);
        int[] turns = {40, 70, 120};
        int before = 0;
        for (int turn : turns) {
            long tokens = engine.statistics().batchedTokens();
            try (EngineSession session = engine.open()) {
                session.decode(conversation, 0, turn);
                assertEquals(before, session.reusedTokens());
            }
            await(() -> engine.statistics().cellsHeld() == 0);
            assertEquals(turn - before, engine.statistics().batchedTokens() - tokens);
            // Each turn stands for those before it.
            assertEquals(turn, engine.statistics().cellsKept());
            before = turn;
        }
    }

    @Test
    void whatIsKeptGoesWhenOthersNeedTheRoom() {
        int[][] texts = new int[6][];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = text(100 + i, 50);
            try (EngineSession session = engine.open()) {
                session.decode(texts[i], 0, 50);
            }
        }
        // Four are kept: the last.
        int[] reused = new int[texts.length];
        for (int i = texts.length - 1; i >= 0; i--) {
            try (EngineSession session = engine.open()) {
                session.decode(texts[i], 0, 50);
                reused[i] = session.reusedTokens();
            }
        }
        assertArrayEquals(new int[] {0, 0, 49, 49, 49, 49}, reused);
        // And all the room there is, is for those who are open.
        List<EngineSession> open = new ArrayList<>();
        for (int i = 0; i < SEQUENCES; i++) {
            EngineSession session = engine.open();
            session.decode(text(200 + i, CONTEXT), 0, CONTEXT);
            open.add(session);
        }
        assertEquals(SEQUENCES * CONTEXT, engine.statistics().cellsHeld());
        assertEquals(0, engine.statistics().cellsKept());
        open.forEach(EngineSession::close);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 150})
    void promptsThatWaitTogetherEvaluateTheirCommonPartOnce(int common) throws Exception {
        int[] system = text(5, common);
        long before = engine.statistics().batchedTokens();
        try (ExecutorService threads = Executors.newFixedThreadPool(SEQUENCES)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < SEQUENCES; i++) {
                int[] prompt = Arrays.copyOf(system, common + 10);
                System.arraycopy(text(50 + i, 10), 0, prompt, common, 10);
                all.add(threads.submit(() -> {
                    try (EngineSession session = engine.open()) {
                        float[] logits = copy(session.decode(prompt, 0, prompt.length));
                        assertArrayEquals(alone(prompt), logits, TOLERANCE);
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        long evaluated = engine.statistics().batchedTokens() - before;
        // Nobody waits for the last few tokens of a long common part, and a short one comes in one piece.
        int more = common > 64 ? BatchShares.FEW : 0;
        assertTrue(evaluated <= common + SEQUENCES * (10 + more), evaluated + " tokens");
    }

    @Test
    void oneSequenceThatFailsDoesNotTakeOthersWithIt() throws Exception {
        LlamaModel model = LlamaModel.load(file, 0, LlamaModel.Content.WEIGHTS);
        LlamaContext context = new LlamaContext(model, 1024, 64, 8, 4, 1, LlamaContext.Output.LOGITS);
        SequencePool pool = new SequencePool(context, 8, 4, SequencePool.Sharing.PARTS);
        try (LlamaEngine broken = new LlamaEngine(model, context, pool, new LlamaEngine.Limits(256, 4, 0), 1);
                EngineSession good = broken.open();
                EngineSession bad = broken.open();
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            int[] text = text(1, 60);
            int[] other = text(2, 60);
            good.decode(text, 0, 50);
            bad.decode(other, 0, 50);
            // Behind the engine's back: the second sequence has lost its end, and llama.cpp refuses to go on with it.
            context.removeFrom(1, 20);
            Future<float[]> goes = threads.submit(() -> copy(good.decode(text, 50, 10)));
            Future<EngineException> fails =
                    threads.submit(() -> assertThrows(EngineException.class, () -> bad.decode(other, 50, 10)));
            assertTrue(String.valueOf(fails.get().getMessage()).contains("cannot decode"));
            assertArrayEquals(alone(text), goes.get(), TOLERANCE);
            assertEquals(50, bad.position());
        }
    }

    @Test
    void whereThereIsOneSequenceAndNothingIsKeptTheSameTokensGiveTheSameBits() {
        int[] prompt = text(9, 200);
        float[] first = alone(prompt);
        try (LlamaEngine single = engine(1, 0)) {
            for (int i = 0; i < 3; i++) {
                try (EngineSession session = single.open()) {
                    assertArrayEquals(first, copy(session.decode(prompt, 0, prompt.length)));
                    assertEquals(0, session.reusedTokens());
                }
            }
        }
    }

    @Test
    void aPromptThatIsCancelledAmongOthersIsGoneWithinASecond() throws Exception {
        try (EngineSession other = engine.open();
                EngineSession session = engine.open();
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            other.decode(text(1, 10), 0, 10);
            Future<?> decode = threads.submit(() -> {
                for (int i = 0; i < 100; i++) {
                    other.truncate(10);
                    other.decode(text(i, 20), 0, 20);
                }
            });
            Future<Long> cancelled = threads.submit(() -> {
                for (int i = 0; !Thread.interrupted(); i++) {
                    session.truncate(0);
                    int[] prompt = text(i, CONTEXT);
                    try {
                        session.decode(prompt, 0, prompt.length);
                    } catch (CancelledDecodeException e) {
                        return System.nanoTime();
                    }
                }
                return Long.MAX_VALUE;
            });
            LockSupport.parkNanos(20_000_000);
            long start = System.nanoTime();
            session.cancelDecode();
            assertTrue(cancelled.get() - start < 1_000_000_000L);
            decode.get();
        }
    }

    @Test
    void nothingIsHeldWhenAllIsClosed() {
        List<EngineSession> open = new ArrayList<>();
        for (int i = 0; i < SEQUENCES; i++) {
            EngineSession session = engine.open();
            session.decode(text(i % 3, 30 + i), 0, 30 + i);
            session.truncate(10 + i);
            open.add(session);
        }
        assertEquals(SEQUENCES, engine.statistics().sequencesOpen());
        open.forEach(EngineSession::close);
        await(() -> engine.statistics().cellsHeld() == 0);
        assertEquals(0, engine.statistics().sequencesOpen());
        assertTrue(
                engine.statistics().cellsKept() <= 3 * 40, engine.statistics().toString());
    }
}
