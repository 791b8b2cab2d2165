package dev.tenon.conformance.wire;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What this process holds at a moment.
 *
 * @param heap bytes of the Java heap in use, after a collection
 * @param resident bytes of memory that the system has given it, the heap's among them; 0 where the system does not say
 * @param outside those of them that are neither the heap's nor classes and compiled code
 * @param files file handles that are open, sockets among them; 0 where the system does not say
 * @param threads how many threads live, by name without numbers
 */
record ProcessSize(long heap, long resident, long outside, long files, SortedMap<String, Integer> threads) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long KIBIBYTE = 1L << 10;
    private static final long MEBIBYTE = 1L << 20;

    /** Measures, after a collection. */
    static ProcessSize now() {
        long used = Long.MAX_VALUE;
        // The serial collector leaves some of what is dead lying, but every fourth time.
        for (int i = 0; i < 4; i++) {
            System.gc();
            used = Math.min(used, heapUsage().getUsed());
        }
        long resident = residentBytes();
        long known = heapUsage().getCommitted()
                + ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getCommitted();
        return new ProcessSize(used, resident, Math.max(0, resident - known), openFiles(), liveThreads());
    }

    private static MemoryUsage heapUsage() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    }

    private static long residentBytes() {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> KIBIBYTE * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getOpenFileDescriptorCount()
                : 0;
    }

    /** Threads of Java that are ours to end: the JDK's own pools, and those of its HTTP client, grow and shrink as they like. */
    private static SortedMap<String, Integer> liveThreads() {
        SortedMap<String, Integer> names = new TreeMap<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            String name = thread.getName();
            if (!name.startsWith("ForkJoinPool.commonPool") && !name.startsWith("HttpClient-")) {
                names.merge(name.replaceAll("[0-9]+", "#"), 1, Integer::sum);
            }
        }
        return names;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "heap %,.1f MiB, resident %,.1f MiB, of these outside the heap and code %,.1f MiB, %d files, %d"
                        + " threads %s",
                (double) heap / MEBIBYTE,
                (double) resident / MEBIBYTE,
                (double) outside / MEBIBYTE,
                files,
                threads.values().stream().mapToInt(Integer::intValue).sum(),
                threads);
    }
}
