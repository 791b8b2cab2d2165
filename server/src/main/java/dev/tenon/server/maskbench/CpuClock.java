package dev.tenon.server.maskbench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/** The time that the calling thread has spent on a processor; always 0 where the system does not tell. Thread-safe. */
final class CpuClock {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final boolean TOLD = THREADS.isCurrentThreadCpuTimeSupported();

    private static final int READINGS = 10_001;

    private CpuClock() {}

    static long nanos() {
        return TOLD ? THREADS.getCurrentThreadCpuTime() : 0;
    }

    /** How long two readings with nothing but two of the other clock between them are apart: the median of some thousand. */
    static long ofReading() {
        long[] apart = new long[READINGS];
        // The first ones are of code that is not compiled yet.
        for (int i = -2 * READINGS; i < READINGS; i++) {
            long start = nanos();
            long begun = System.nanoTime();
            long ended = System.nanoTime();
            apart[Math.max(0, i)] = ended < begun ? 0 : nanos() - start;
        }
        Arrays.sort(apart);
        return apart[READINGS / 2];
    }
}
