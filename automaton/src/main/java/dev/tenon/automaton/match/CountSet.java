package dev.tenon.automaton.match;

import java.util.Arrays;

/**
 * A set of numbers of members, as ranges in ascending order with gaps between them. Immutable.
 *
 * <p>It is no single range: of {@code a} and {@code b}, neither of which comes without the other, come none or two.
 */
final class CountSet {
    /** First and last of each range, in turn. */
    private final long[] bounds;

    private CountSet(long[] bounds) {
        this.bounds = bounds;
    }

    /** All numbers from one to another. */
    static CountSet range(long first, long last) {
        return new CountSet(new long[] {first, last});
    }

    /** Whether any number of the set is in the range. O(ranges). */
    boolean meets(long first, long last) {
        for (int i = 0; i < bounds.length; i += 2) {
            if (bounds[i] <= last && first <= bounds[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** The sums of a number of the set and one of the range. O(ranges). */
    CountSet plus(long first, long last) {
        long[] sums = new long[bounds.length];
        int size = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            size = append(sums, size, Saturating.plus(bounds[i], first), Saturating.plus(bounds[i + 1], last));
        }
        return new CountSet(Arrays.copyOf(sums, size));
    }

    /** Whether the sums of a number of the set and one of the range are the set again. O(ranges). */
    boolean isClosedUnder(long first, long last) {
        return Arrays.equals(plus(first, last).bounds, bounds);
    }

    /** The numbers of both sets. O(ranges). */
    CountSet or(CountSet other) {
        long[] merged = new long[bounds.length + other.bounds.length];
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < bounds.length || j < other.bounds.length) {
            boolean own = j == other.bounds.length || (i < bounds.length && bounds[i] <= other.bounds[j]);
            long[] from = own ? bounds : other.bounds;
            int at = own ? i : j;
            size = append(merged, size, from[at], from[at + 1]);
            i += own ? 2 : 0;
            j += own ? 0 : 2;
        }
        return new CountSet(Arrays.copyOf(merged, size));
    }

    /** Adds a range that begins no earlier than the last one, and makes one of both where no gap is between them. */
    private static int append(long[] target, int size, long first, long last) {
        if (size > 0 && first <= target[size - 1] + 1) {
            target[size - 1] = Math.max(target[size - 1], last);
            return size;
        }
        target[size] = first;
        target[size + 1] = last;
        return size + 2;
    }

    /** Whether every number of the other set is in this one. O(ranges of both). */
    boolean containsAll(CountSet other) {
        int at = 0;
        for (int i = 0; i < other.bounds.length; i += 2) {
            while (at < bounds.length && bounds[at + 1] < other.bounds[i]) {
                at += 2;
            }
            if (at == bounds.length || bounds[at] > other.bounds[i] || bounds[at + 1] < other.bounds[i + 1]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return Arrays.toString(bounds);
    }
}
