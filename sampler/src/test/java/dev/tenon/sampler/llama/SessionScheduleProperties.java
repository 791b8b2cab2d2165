package dev.tenon.sampler.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.sampler.engine.CancelledDecodeException;
import dev.tenon.sampler.engine.EngineSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Sessions on several threads that do whatever a session may do, in any order: each logit is the one that a session alone in its
 * engine gives for the same tokens, whatever others do meanwhile, and nothing stays behind.
 */
@SuppressWarnings("NullAway.Init") // load() sets the fields.
class SessionScheduleProperties {
    /** Between sums in another order; logits of other texts differ by more than 1. */
    private static final float TOLERANCE = 0.05f;

    private static final int CONTEXT = 192;
    private static final int THREADS = 5;
    private static final int STEPS = 8;
    /** A few beginnings, so that texts have much in common. */
    private static final int BEGINNINGS = 3;

    private static Path file;
    private static LlamaEngine shared;
    private static LlamaEngine single;

    @BeforeContainer
    static void load() throws IOException {
        file = RandomGguf.write(Files.createTempFile("random", ".gguf"), RandomGguf.Shape.tiny(), 3);
        shared = engine(THREADS, 6);
        single = engine(1, 0);
    }

    @AfterContainer
    static void close() throws IOException {
        shared.close();
        single.close();
        Files.delete(file);
    }

    private static LlamaEngine engine(int sequences, int kept) {
        return LlamaEngine.load(
                file,
                LlamaOptions.defaults()
                        .withContextLength(CONTEXT)
                        .withMaxSequences(sequences)
                        .withKeptSequences(kept)
                        .withBatchSize(48)
                        .withThreads(1),
                TestModels.STORE);
    }

    /** What a session held when it got logits, and what they were. */
    private record Answer(int[] tokens, float[] logits) {}

    @Property(tries = 25)
    void everySessionGetsWhatItWouldGetAlone(@ForAll long seed) throws Exception {
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<List<Answer>>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(seed + i);
                all.add(threads.submit(() -> live(random)));
            }
            for (Future<List<Answer>> each : all) {
                answers.addAll(each.get());
            }
        }
        for (Answer answer : answers) {
            try (EngineSession alone = single.open()) {
                float[] expected = copy(alone.decode(answer.tokens, 0, answer.tokens.length));
                for (int i = 0; i < expected.length; i++) {
                    assertEquals(expected[i], answer.logits[i], TOLERANCE, "logit " + i);
                }
            }
        }
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (shared.statistics().cellsHeld() > 0) {
            assertTrue(System.nanoTime() < deadline, shared.statistics().toString());
            LockSupport.parkNanos(100_000);
        }
        assertEquals(0, shared.statistics().sequencesOpen());
    }

    /** One session's life; some of its answers. */
    private static List<Answer> live(Random random) {
        List<Answer> answers = new ArrayList<>();
        int[] held = new int[0];
        try (EngineSession session = shared.open()) {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(8)) {
                    case 0 -> {
                        held = Arrays.copyOf(held, random.nextInt(held.length + 1));
                        session.truncate(held.length);
                    }
                    case 1 -> LockSupport.parkNanos(random.nextInt(4_000_000));
                    case 2 -> {
                        if (random.nextInt(4) == 0) {
                            return cancel(session, held, answers, random);
                        }
                    }
                    default -> {
                        int[] added = more(held.length, random);
                        if (held.length + added.length <= CONTEXT) {
                            FloatBuffer logits = session.decode(added, 0, added.length);
                            held = joined(held, added);
                            answers.add(new Answer(held, copy(logits)));
                        }
                    }
                }
                assertEquals(held.length, session.position());
            }
        }
        return answers;
    }

    private static List<Answer> cancel(EngineSession session, int[] held, List<Answer> answers, Random random) {
        int[] added = more(held.length, random);
        Thread canceller = Thread.ofPlatform().start(session::cancelDecode);
        if (held.length + added.length <= CONTEXT) {
            try {
                answers.add(new Answer(joined(held, added), copy(session.decode(added, 0, added.length))));
            } catch (CancelledDecodeException e) {
                assertEquals(held.length, session.position());
            }
        }
        session.cancelDecode();
        assertThrows(CancelledDecodeException.class, () -> session.decode(new int[] {5}, 0, 1));
        try {
            canceller.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answers;
    }

    /** A prompt, with one of a few beginnings, or a few tokens more. */
    private static int[] more(int held, Random random) {
        if (held > 0) {
            return random.ints(1 + random.nextInt(random.nextBoolean() ? 1 : 40), 3, 259)
                    .toArray();
        }
        int[] beginning =
                new Random(random.nextInt(BEGINNINGS)).ints(60, 3, 259).toArray();
        int[] prompt = Arrays.copyOf(beginning, 1 + random.nextInt(90));
        for (int i = beginning.length; i < prompt.length; i++) {
            prompt[i] = 3 + random.nextInt(256);
        }
        return prompt;
    }

    private static int[] joined(int[] first, int[] second) {
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static float[] copy(FloatBuffer logits) {
        float[] values = new float[logits.remaining()];
        logits.duplicate().get(values);
        return values;
    }
}
