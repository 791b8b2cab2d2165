package dev.tenon.conformance.dos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.conformance.wire.RunningServer;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A client that asks one thing after another while others misbehave, and must be answered each time. */
final class GoodClient {
    static final String BODY = """
        {"model": "model", "messages": [{"role": "user", "content": "hi"}], "max_completion_tokens": 5}\
        """;

    private final RunningServer server;
    private final AtomicBoolean enough = new AtomicBoolean();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicLong slowest = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Thread thread;

    GoodClient(RunningServer server) {
        this.server = server;
        thread = Thread.ofPlatform().name("good client").start(this::ask);
    }

    private void ask() {
        try {
            while (!enough.get()) {
                long begin = System.nanoTime();
                HttpResponse<byte[]> answer = server.post(BODY.getBytes(UTF_8));
                assertEquals(200, answer.statusCode(), () -> new String(answer.body(), UTF_8));
                slowest.accumulateAndGet(System.nanoTime() - begin, Math::max);
                answers.incrementAndGet();
                Thread.sleep(20);
            }
        } catch (Throwable e) {
            failure.set(e);
        }
    }

    /** The longest time that an answer took so far, in milliseconds. */
    long slowestMillis() {
        return TimeUnit.NANOSECONDS.toMillis(slowest.get());
    }

    int answers() {
        return answers.get();
    }

    /** Asks no more, and fails if an answer was missing or wrong. */
    void stop() throws InterruptedException {
        int before = answers.get();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (answers.get() == before && failure.get() == null && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        enough.set(true);
        thread.join(TimeUnit.MINUTES.toMillis(2));
        Throwable failed = failure.get();
        if (failed != null) {
            throw new AssertionError("the good client was not served", failed);
        }
        assertTrue(answers.get() > before, "the good client was served to the end");
    }
}
