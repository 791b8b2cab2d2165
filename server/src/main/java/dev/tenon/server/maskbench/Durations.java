package dev.tenon.server.maskbench;

import java.util.Arrays;
import java.util.Locale;

/** Many durations, of which some percentiles are asked. Not thread-safe. */
final class Durations {
    private static final double[] PERCENTILES = {0.5, 0.9, 0.99, 0.999, 1};

    private long[] nanos = new long[1_024];
    private int count;

    void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = duration;
    }

    void addAll(long[] durations) {
        for (long duration : durations) {
            add(duration);
        }
    }

    int count() {
        return count;
    }

    static String head() {
        return String.format("%-22s %10s %10s %10s %10s %10s %10s", "us", "count", "p50", "p90", "p99", "p99.9", "max");
    }

    /** A line under {@link #head}, in microseconds; by nearest rank. */
    String line(String name) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-22s %10d", name, count));
        for (double percentile : PERCENTILES) {
            if (count == 0) {
                line.append(String.format("%11s", "-"));
            } else {
                int rank = (int) Math.ceil(percentile * count);
                line.append(String.format(Locale.ROOT, " %10.1f", sorted[Math.max(rank, 1) - 1] / 1e3));
            }
        }
        return line.toString();
    }
}
