package dev.tenon.benchmarks.versus;

import java.util.Arrays;

/** Many measured values, sorted. Immutable. */
final class Series {
    private final double[] sorted;

    /** Copies the values. */
    Series(double[] values) {
        sorted = values.clone();
        Arrays.sort(sorted);
    }

    int count() {
        return sorted.length;
    }

    double sum() {
        return Arrays.stream(sorted).sum();
    }

    /** NaN when there is nothing. */
    double mean() {
        return sum() / sorted.length;
    }

    /**
     * By nearest rank: the least value that so large a part of all values does not exceed; NaN when there is nothing.
     *
     * @param part above 0, at most 1, which gives the greatest
     */
    double percentile(double part) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        // Of 1,000 values 0.999 asks for the 999th, though the product is a little above 999.
        int rank = (int) Math.ceil(part * sorted.length - 1e-9);
        return sorted[Math.max(rank, 1) - 1];
    }
}
