package dev.tenon.benchmarks;

import java.lang.management.ManagementFactory;

/** What the heap holds that is still in use. */
final class HeapUse {
    /** The serial collector leaves some of what is dead lying, but every fourth time. */
    private static final int COLLECTIONS = 4;

    private HeapUse() {}

    /** Bytes in use, after collections. */
    static long bytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
