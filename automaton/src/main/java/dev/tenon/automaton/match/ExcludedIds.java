package dev.tenon.automaton.match;

import java.util.Arrays;

/** Token ids that are left out for a while, and more of them for a while within it. Not thread-safe. */
final class ExcludedIds {
    private static final long[] NONE = {};

    /** Taken with the first id, and given back without any. */
    private long[] words = NONE;

    private final ZeroWords lender;
    /** What each beginning that has not ended yet left out and those before it had not. */
    private int[][] open = new int[4][];

    private int depth;

    ExcludedIds(ZeroWords lender) {
        this.lender = lender;
    }

    boolean has(int id) {
        return words.length > 0 && (words[id >> 6] & (1L << id)) != 0;
    }

    /** Leaves out these as well, until {@link #end}. They are not to be written until then. */
    void begin(int[] more) {
        if (more.length > 0 && words.length == 0) {
            words = lender.take();
        }
        int[] own = depth == 0 ? more : fresh(more);
        for (int id : own) {
            words[id >> 6] |= 1L << id;
        }
        if (depth == open.length) {
            open = Arrays.copyOf(open, 2 * depth);
        }
        open[depth++] = own;
    }

    private int[] fresh(int[] more) {
        int[] fresh = new int[more.length];
        int count = 0;
        for (int id : more) {
            if (!has(id)) {
                fresh[count++] = id;
            }
        }
        return Arrays.copyOf(fresh, count);
    }

    /** Lets in again what the last beginning left out. */
    void end() {
        for (int id : open[--depth]) {
            words[id >> 6] &= ~(1L << id);
        }
        if (depth == 0 && words.length > 0) {
            lender.give(words);
            words = NONE;
        }
    }
}
