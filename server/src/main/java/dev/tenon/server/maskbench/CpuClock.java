package dev.tenon.server.maskbench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The time that the calling thread has spent on a processor; always 0 where the system does not tell. Thread-safe. */
final class CpuClock {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final boolean TOLD = THREADS.isCurrentThreadCpuTimeSupported();

    private CpuClock() {}

    static long nanos() {
        return TOLD ? THREADS.getCurrentThreadCpuTime() : 0;
    }
}
