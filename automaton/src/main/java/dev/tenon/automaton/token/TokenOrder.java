package dev.tenon.automaton.token;

import java.util.Arrays;

/**
 * Byte strings sorted by their bytes, unsigned, a string before its extensions, equal strings in the order in which
 * they came.
 *
 * <p>Sorting is by blocks of four bytes: the block becomes nine bits a byte (0 past the end, else the byte plus one)
 * above the 24 bits of the entry's number, and the longs are sorted as numbers. A run of equal blocks is sorted again by
 * the next four bytes, until its strings have ended; short runs are inserted one by one. No object per string, no
 * recursion; the work is O(bytes) blocks and a logarithm for each.
 */
final class TokenOrder {
    private static final int ENTRY_BITS = 24;
    private static final long ENTRY_MASK = (1L << ENTRY_BITS) - 1;
    private static final int SYMBOL_BITS = 9;
    private static final long LAST_SYMBOL_MASK = ((1L << SYMBOL_BITS) - 1) << ENTRY_BITS;
    private static final int BLOCK_BYTES = 4;
    private static final int SHORT_RUN = 12;

    /** Entries are numbered in {@value #ENTRY_BITS} bits. */
    static final int MAX_ENTRIES = 1 << ENTRY_BITS;

    private final byte[] blob;
    /** Entry e is {@code blob[offsets[e] .. offsets[e + 1])}. */
    private final int[] offsets;
    /** The numbers of the entries in order. */
    private final int[] order;

    private TokenOrder(byte[] blob, int[] offsets, int count) {
        this.blob = blob;
        this.offsets = offsets;
        this.order = new int[count];
    }

    /** Sorts entries {@code 0 .. count - 1}; the arrays are read, not changed, and must stay as they are. */
    static TokenOrder sort(byte[] blob, int[] offsets, int count) {
        TokenOrder result = new TokenOrder(blob, offsets, count);
        result.sortByBlocks();
        return result;
    }

    int count() {
        return order.length;
    }

    /** The number that the entry at a place of the order had when it came. */
    int entry(int place) {
        return order[place];
    }

    int length(int place) {
        return lengthOf(order[place]);
    }

    byte byteAt(int place, int index) {
        return blob[offsets[order[place]] + index];
    }

    int longest() {
        int longest = 0;
        for (int entry : order) {
            longest = Math.max(longest, lengthOf(entry));
        }
        return longest;
    }

    /** How many bytes the entries at two places have in common at the beginning. */
    int sharedBytes(int place, int otherPlace) {
        int first = order[place];
        int second = order[otherPlace];
        int mismatch =
                Arrays.mismatch(blob, offsets[first], offsets[first + 1], blob, offsets[second], offsets[second + 1]);
        return mismatch < 0 ? lengthOf(first) : mismatch;
    }

    private void sortByBlocks() {
        int count = order.length;
        long[] keys = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = i;
        }
        // Runs still to be sorted: begin, end and the depth in bytes down to which their strings are equal.
        int[] runs = new int[96];
        int top = push(runs, 0, 0, count, 0);
        while (top > 0) {
            int depth = runs[--top];
            int end = runs[--top];
            int begin = runs[--top];
            if (end - begin <= SHORT_RUN) {
                insertionSort(keys, begin, end, depth);
                continue;
            }
            for (int i = begin; i < end; i++) {
                int entry = (int) (keys[i] & ENTRY_MASK);
                keys[i] = block(entry, depth) << ENTRY_BITS | entry;
            }
            Arrays.sort(keys, begin, end);
            int runBegin = begin;
            for (int i = begin + 1; i <= end; i++) {
                if (i == end || (keys[i] & ~ENTRY_MASK) != (keys[runBegin] & ~ENTRY_MASK)) {
                    // A block that ends in the padding is the last of equal strings, which are in order already.
                    if (i - runBegin > 1 && (keys[runBegin] & LAST_SYMBOL_MASK) != 0) {
                        if (top + 3 > runs.length) {
                            runs = Arrays.copyOf(runs, 2 * runs.length);
                        }
                        top = push(runs, top, runBegin, i, depth + BLOCK_BYTES);
                    }
                    runBegin = i;
                }
            }
        }
        for (int i = 0; i < count; i++) {
            order[i] = (int) (keys[i] & ENTRY_MASK);
        }
    }

    private static int push(int[] runs, int top, int begin, int end, int depth) {
        runs[top] = begin;
        runs[top + 1] = end;
        runs[top + 2] = depth;
        return top + 3;
    }

    private void insertionSort(long[] keys, int begin, int end, int depth) {
        for (int i = begin + 1; i < end; i++) {
            long key = keys[i];
            int entry = (int) (key & ENTRY_MASK);
            int at = i;
            while (at > begin && compare((int) (keys[at - 1] & ENTRY_MASK), entry, depth) > 0) {
                keys[at] = keys[at - 1];
                at--;
            }
            keys[at] = key;
        }
    }

    private int compare(int first, int second, int depth) {
        int order = Arrays.compareUnsigned(
                blob, offsets[first] + depth, offsets[first + 1], blob, offsets[second] + depth, offsets[second + 1]);
        return order != 0 ? order : Integer.compare(first, second);
    }

    private long block(int entry, int depth) {
        int at = offsets[entry] + depth;
        int end = offsets[entry + 1];
        long block = 0;
        for (int i = 0; i < BLOCK_BYTES; i++, at++) {
            block = block << SYMBOL_BITS | (at < end ? (blob[at] & 0xFF) + 1 : 0);
        }
        return block;
    }

    private int lengthOf(int entry) {
        return offsets[entry + 1] - offsets[entry];
    }
}
