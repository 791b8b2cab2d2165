package dev.tenon.sampler.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.engine.EngineSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The threads that a context computes with live as long as it does, and serve nobody else. */
@Timeout(120)
class ComputeThreadsTest {
    private static final int THREADS = 2;
    private static final int CONTEXT = 512;

    @TempDir
    static Path folder;

    private static Path file;

    @BeforeAll
    static void writeModel() throws IOException {
        file = RandomGguf.write(folder.resolve("random.gguf"), RandomGguf.Shape.tiny(), 7);
    }

    @Test
    void endWithTheContext() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/task")));
        engine().close();
        long before = threads();
        for (int i = 0; i < 5; i++) {
            try (LlamaEngine engine = engine()) {
                assertEquals(259, logits(engine, 5).length);
                assertTrue(threads() >= before + THREADS - 1, "no threads of its own");
            }
        }
        for (int i = 0; i < 100 && threads() > before; i++) {
            Thread.sleep(20);
        }
        assertTrue(threads() <= before, threads() + " threads, " + before + " before");
    }

    @Test
    void computeTheSameHoweverOftenTheySlept() throws Exception {
        try (LlamaEngine engine = engine(2);
                EngineSession awake = engine.open();
                EngineSession slept = engine.open()) {
            for (int token = 10; token < 14; token++) {
                int[] one = {token};
                float[] expected = copy(awake.decode(one, 0, 1));
                Thread.sleep(30);
                assertArrayEquals(expected, copy(slept.decode(one, 0, 1)));
            }
        }
    }

    @Test
    void ofSeveralContextsComputeAtTheSameTime() throws Exception {
        float[] expected;
        try (LlamaEngine alone = engine()) {
            expected = logits(alone, 30);
        }
        List<LlamaEngine> engines = List.of(engine(), engine(), engine());
        try (ExecutorService users = Executors.newFixedThreadPool(engines.size())) {
            List<Future<float[]>> results = new ArrayList<>();
            for (LlamaEngine engine : engines) {
                results.add(users.submit(() -> logits(engine, 30)));
            }
            for (Future<float[]> result : results) {
                assertArrayEquals(expected, result.get());
            }
        }
        engines.forEach(LlamaEngine::close);
    }

    @Test
    void goOnAfterABatchThatWasEnded() throws Exception {
        try (LlamaEngine engine = engine()) {
            float[] expected = logits(engine, 30);
            for (int round = 0; round < 3; round++) {
                try (EngineSession session = engine.open();
                        ExecutorService user = Executors.newSingleThreadExecutor()) {
                    int[] text = text(CONTEXT);
                    Future<FloatBuffer> decode = user.submit(() -> session.decode(text, 0, CONTEXT));
                    Thread.sleep(5L * round);
                    session.cancelDecode();
                    try {
                        decode.get();
                    } catch (ExecutionException e) {
                        assertInstanceOf(EngineException.class, e.getCause());
                    }
                }
                assertArrayEquals(expected, logits(engine, 30));
            }
        }
    }

    private static LlamaEngine engine() {
        return engine(1);
    }

    /** With one sequence the parts of a prompt do not depend on how fast they go. */
    private static LlamaEngine engine(int sequences) {
        return LlamaEngine.load(
                file,
                LlamaOptions.defaults()
                        .withContextLength(CONTEXT)
                        .withMaxSequences(sequences)
                        .withKeptSequences(0)
                        .withThreads(THREADS),
                TestModels.STORE);
    }

    private static float[] logits(LlamaEngine engine, int length) {
        try (EngineSession session = engine.open()) {
            return copy(session.decode(text(length), 0, length));
        }
    }

    private static int[] text(int length) {
        return new Random(length).ints(length, 3, 259).toArray();
    }

    private static float[] copy(FloatBuffer logits) {
        float[] values = new float[logits.remaining()];
        logits.duplicate().get(values);
        return values;
    }

    private static long threads() {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
