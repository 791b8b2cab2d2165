package dev.tenon.server.rehearsal;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Waits until the JVM's compilers have nothing to do. A rehearsal asks them for more than they can do while it runs; on one core its end
 * is where they begin, and whoever comes next runs in the interpreter, beside them. Stateless.
 */
public final class IdleCompilers {
    private static final long POLL_MILLIS = 50;
    /** Of a compiler that has its turn now and then only, one look may see nothing. */
    private static final int QUIET_POLLS = 3;

    private IdleCompilers() {}

    /**
     * Blocks until no code was compiled for {@value #QUIET_POLLS} looks, {@value #POLL_MILLIS} ms apart, for at most this long. Returns at
     * once when the JVM does not say what it compiles, and with the interrupt kept when the thread is interrupted.
     *
     * @return whether they were seen idle
     */
    public static boolean await(Duration time) {
        CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
        if (compilers == null || !compilers.isCompilationTimeMonitoringSupported()) {
            return false;
        }
        return await(time, compilers::getTotalCompilationTime);
    }

    static boolean await(Duration time, LongSupplier compiled) {
        long start = System.nanoTime();
        long last = compiled.getAsLong();
        int quiet = 0;
        while (quiet < QUIET_POLLS) {
            long left = time.toNanos() - (System.nanoTime() - start);
            if (left <= 0) {
                return false;
            }
            try {
                TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            long now = compiled.getAsLong();
            quiet = now == last ? quiet + 1 : 0;
            last = now;
        }
        return true;
    }
}
