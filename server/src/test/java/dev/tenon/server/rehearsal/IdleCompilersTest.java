package dev.tenon.server.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class IdleCompilersTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @Test
    void isIdleWhenNothingIsCompiledAnyMore() {
        AtomicInteger looks = new AtomicInteger();
        assertTrue(IdleCompilers.await(LONG, () -> Math.min(looks.incrementAndGet(), 4)));
        assertEquals(7, looks.get(), "four that differ, and three like the last of them");
    }

    @Test
    void aPauseIsNotTheEnd() {
        long[] compiled = {1, 2, 2, 2, 5, 5, 5, 5, 5};
        AtomicInteger looks = new AtomicInteger();
        assertTrue(IdleCompilers.await(LONG, () -> compiled[looks.getAndIncrement()]));
        assertEquals(8, looks.get());
    }

    @Test
    void endsWhenItsTimeIsOver() {
        AtomicLong compiled = new AtomicLong();
        assertFalse(IdleCompilers.await(Duration.ofMillis(200), compiled::incrementAndGet));
        assertTrue(compiled.get() > 1, "it looked more than once");
    }

    @Test
    void noTimeIsNoWait() {
        AtomicInteger looks = new AtomicInteger();
        assertFalse(IdleCompilers.await(Duration.ZERO, looks::incrementAndGet));
        assertFalse(IdleCompilers.await(Duration.ofMillis(-5), looks::incrementAndGet));
        assertEquals(2, looks.get());
    }

    @Test
    void anInterruptEndsItAndIsKept() {
        Thread.currentThread().interrupt();
        assertFalse(IdleCompilers.await(LONG, () -> 1));
        assertTrue(Thread.interrupted());
    }

    @Test
    void theJvmOfTheTestsComesToRest() {
        assertTrue(IdleCompilers.await(LONG));
    }
}
