package dev.tenon.automaton.dfa;

import java.util.Arrays;

/**
 * The transitions of an automaton under construction: a list of byte ranges a state, in the order they were added. Not
 * thread-safe. Memory is proportional to the ranges, since most states of a large automaton have very few.
 */
final class ByteRanges {
    /** Ranges of one state that are sorted; of more, and of those that overlap, all bytes are looked at. */
    private static final int MOST_SORTED = 64;

    /** state -> its first range, or -1. */
    private int[] first = new int[16];

    /** state -> its last range, or -1. */
    private int[] last = new int[16];

    private int stateCount;

    /** range -> {@code from << 8 | to}. */
    private int[] bounds = new int[16];

    /** range -> target state. */
    private int[] targets = new int[16];

    /** range -> the next range of the same state, or -1. */
    private int[] next = new int[16];

    private int rangeCount;

    int addState() {
        if (stateCount == first.length) {
            first = Arrays.copyOf(first, 2 * stateCount);
            last = Arrays.copyOf(last, 2 * stateCount);
        }
        first[stateCount] = -1;
        last[stateCount] = -1;
        return stateCount++;
    }

    int stateCount() {
        return stateCount;
    }

    void add(int state, int from, int to, int target) {
        if (rangeCount == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * rangeCount);
            targets = Arrays.copyOf(targets, 2 * rangeCount);
            next = Arrays.copyOf(next, 2 * rangeCount);
        }
        bounds[rangeCount] = from << 8 | to;
        targets[rangeCount] = target;
        next[rangeCount] = -1;
        if (last[state] < 0) {
            first[state] = rangeCount;
        } else {
            next[last[state]] = rangeCount;
        }
        last[state] = rangeCount++;
    }

    /** The transitions as disjoint runs in byte order, neighbours with one target joined. */
    Runs runs() {
        Runs runs = new Runs(stateCount, rangeCount);
        int[] row = new int[256];
        int[] sorted = new int[MOST_SORTED];
        for (int state = 0; state < stateCount; state++) {
            runs.start[state] = runs.count;
            int count = sort(state, sorted);
            if (count < 0) {
                addOverlapping(state, row, runs);
            }
            for (int i = 0; i < count; i++) {
                int range = sorted[i];
                runs.add(state, bounds[range] >>> 8, bounds[range] & 0xFF, targets[range]);
            }
        }
        runs.start[stateCount] = runs.count;
        return runs;
    }

    /** The ranges of a state in byte order, and how many there are; -1 when they are many or overlap. */
    private int sort(int state, int[] sorted) {
        int count = 0;
        for (int range = first[state]; range >= 0; range = next[range]) {
            if (count == sorted.length) {
                return -1;
            }
            int at = count++;
            while (at > 0 && bounds[sorted[at - 1]] > bounds[range]) {
                sorted[at] = sorted[at - 1];
                at--;
            }
            sorted[at] = range;
        }
        for (int i = 1; i < count; i++) {
            if (bounds[sorted[i]] >>> 8 <= (bounds[sorted[i - 1]] & 0xFF)) {
                return -1;
            }
        }
        return count;
    }

    private void addOverlapping(int state, int[] row, Runs runs) {
        Arrays.fill(row, ByteDfa.DEAD);
        for (int range = first[state]; range >= 0; range = next[range]) {
            Arrays.fill(row, bounds[range] >>> 8, (bounds[range] & 0xFF) + 1, targets[range]);
        }
        for (int b = 0; b < 256; b++) {
            if (row[b] != ByteDfa.DEAD) {
                runs.add(state, b, b, row[b]);
            }
        }
    }

    /** Disjoint runs of bytes, sorted, state by state. */
    static final class Runs {
        /** state -> its first run; one more entry closes the last state. */
        final int[] start;

        /** run -> first byte, last byte, target. */
        int[] from;

        int[] to;
        int[] target;
        int count;

        private Runs(int stateCount, int expected) {
            start = new int[stateCount + 1];
            from = new int[expected + 1];
            to = new int[expected + 1];
            target = new int[expected + 1];
        }

        private void add(int state, int runFrom, int runTo, int runTarget) {
            if (count > start[state] && to[count - 1] + 1 == runFrom && target[count - 1] == runTarget) {
                to[count - 1] = runTo;
                return;
            }
            if (count == from.length) {
                from = Arrays.copyOf(from, 2 * count);
                to = Arrays.copyOf(to, 2 * count);
                target = Arrays.copyOf(target, 2 * count);
            }
            from[count] = runFrom;
            to[count] = runTo;
            target[count++] = runTarget;
        }
    }
}
