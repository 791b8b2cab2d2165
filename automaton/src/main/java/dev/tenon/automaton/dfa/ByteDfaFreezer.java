package dev.tenon.automaton.dfa;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Turns collected transitions into the tables of a {@link ByteDfa}: drops what cannot be reached or cannot reach
 * acceptance, numbers states breadth-first in byte order, and finds the byte classes. Used once.
 */
final class ByteDfaFreezer {
    private static final int UNREACHED = -1;

    private final int stateCount;
    private final ByteRanges.Runs runs;
    private final int[] labels;
    private final BitSet units;

    /** state -> least number of bytes to acceptance, or {@link #UNREACHED}. */
    private final int[] leastBytes;

    ByteDfaFreezer(ByteRanges ranges, int[] labels, BitSet units) {
        this.stateCount = ranges.stateCount();
        this.runs = ranges.runs();
        this.labels = labels;
        this.units = units;
        this.leastBytes = computeLeastBytes();
    }

    ByteDfa freeze() {
        int[] order = new int[stateCount];
        int[] numberOf = new int[stateCount];
        Arrays.fill(numberOf, ByteDfa.DEAD);
        numberOf[0] = 0;
        int size = 1;
        for (int i = 0; i < size; i++) {
            for (int run = runs.start[order[i]]; run < runs.start[order[i] + 1]; run++) {
                int target = runs.target[run];
                if (leastBytes[target] != UNREACHED && numberOf[target] == ByteDfa.DEAD) {
                    numberOf[target] = size;
                    order[size++] = target;
                }
            }
        }
        byte[] classOf = new byte[256];
        int[] intervalOf = new int[256];
        int intervals = intervals(order, size, intervalOf);
        int classCount = classes(order, size, intervalOf, intervals, classOf);
        int[] table = table(order, size, numberOf, intervalOf, intervals, classOf, classCount);
        int[] newLabels = new int[size];
        int[] newLeast = new int[size];
        BitSet newUnits = new BitSet();
        for (int i = 0; i < size; i++) {
            newLabels[i] = labels[order[i]];
            newLeast[i] = Math.max(0, leastBytes[order[i]]);
            newUnits.set(i, units.get(order[i]) && leastBytes[order[i]] != UNREACHED);
        }
        return new ByteDfa(classOf, classCount, table, newLabels, newLeast, newUnits);
    }

    /** Interval by interval, because a run is often long and the same in all of its bytes. */
    private int[] table(
            int[] order, int size, int[] numberOf, int[] intervalOf, int intervals, byte[] classOf, int classCount) {
        int[] intervalOfClass = new int[classCount];
        for (int b = 255; b >= 0; b--) {
            intervalOfClass[classOf[b] & 0xFF] = intervalOf[b];
        }
        int[] row = new int[intervals];
        int[] table = new int[Math.multiplyExact(size, classCount)];
        for (int i = 0; i < size; i++) {
            fill(row, order[i], intervalOf);
            for (int c = 0; c < classCount; c++) {
                int target = row[intervalOfClass[c]];
                table[i * classCount + c] = target == ByteDfa.DEAD ? ByteDfa.DEAD : numberOf[target];
            }
        }
        return table;
    }

    /** Where each interval leads from a state. */
    private void fill(int[] row, int state, int[] intervalOf) {
        Arrays.fill(row, ByteDfa.DEAD);
        for (int run = runs.start[state]; run < runs.start[state + 1]; run++) {
            if (leastBytes[runs.target[run]] != UNREACHED) {
                Arrays.fill(row, intervalOf[runs.from[run]], intervalOf[runs.to[run]] + 1, runs.target[run]);
            }
        }
    }

    /**
     * Splits the bytes into the coarsest classes that no state tells apart, numbered by their first byte, and returns
     * how many. Bytes between which no run begins or ends are never told apart, so the rows are compared interval by
     * interval.
     */
    private int classes(int[] order, int size, int[] intervalOf, int intervals, byte[] classOf) {
        int[] current = new int[intervals];
        int[] row = new int[intervals];
        int[] firstOf = new int[intervals];
        var splitter = new IntPairTable(intervals);
        int count = 1;
        for (int i = 0; i < size && count < intervals; i++) {
            fill(row, order[i], intervalOf);
            if (!tellsApart(row, current, firstOf)) {
                continue;
            }
            splitter.clear();
            for (int k = 0; k < intervals; k++) {
                current[k] = splitter.numberOf(current[k], row[k]);
            }
            for (int k = intervals - 1; k >= 0; k--) {
                firstOf[current[k]] = k;
            }
            count = splitter.size();
        }
        for (int b = 0; b < 256; b++) {
            classOf[b] = (byte) current[intervalOf[b]];
        }
        return count;
    }

    /** Whether a row differs within a class, which is so for few states. */
    private static boolean tellsApart(int[] row, int[] classOf, int[] firstOf) {
        for (int k = 0; k < row.length; k++) {
            if (row[k] != row[firstOf[classOf[k]]]) {
                return true;
            }
        }
        return false;
    }

    private int intervals(int[] order, int size, int[] intervalOf) {
        boolean[] begins = new boolean[257];
        for (int i = 0; i < size; i++) {
            for (int run = runs.start[order[i]]; run < runs.start[order[i] + 1]; run++) {
                begins[runs.from[run]] = true;
                begins[runs.to[run] + 1] = true;
            }
        }
        int interval = 0;
        for (int b = 1; b < 256; b++) {
            if (begins[b]) {
                interval++;
            }
            intervalOf[b] = interval;
        }
        return interval + 1;
    }

    /** Breadth-first from the accepting states over reversed transitions. */
    private int[] computeLeastBytes() {
        int[] sourceStart = new int[stateCount + 1];
        for (int run = 0; run < runs.count; run++) {
            sourceStart[runs.target[run] + 1]++;
        }
        for (int i = 0; i < stateCount; i++) {
            sourceStart[i + 1] += sourceStart[i];
        }
        int[] sources = new int[runs.count];
        int[] fill = Arrays.copyOf(sourceStart, stateCount);
        for (int state = 0; state < stateCount; state++) {
            for (int run = runs.start[state]; run < runs.start[state + 1]; run++) {
                sources[fill[runs.target[run]]++] = state;
            }
        }
        int[] least = new int[stateCount];
        Arrays.fill(least, UNREACHED);
        int[] queue = new int[stateCount];
        int size = 0;
        for (int state = 0; state < stateCount; state++) {
            if (labels[state] != ByteDfa.NO_LABEL) {
                least[state] = 0;
                queue[size++] = state;
            }
        }
        for (int i = 0; i < size; i++) {
            for (int s = sourceStart[queue[i]]; s < sourceStart[queue[i] + 1]; s++) {
                if (least[sources[s]] == UNREACHED) {
                    least[sources[s]] = least[queue[i]] + 1;
                    queue[size++] = sources[s];
                }
            }
        }
        return least;
    }
}
