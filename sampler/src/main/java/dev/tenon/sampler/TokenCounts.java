package dev.tenon.sampler;

import java.util.Arrays;

/** How often each token was seen: two arrays in the order of the ids. Not thread-safe. */
final class TokenCounts {
    private int[] ids = new int[64];
    private int[] counts = new int[64];
    private int distinct;

    /** Adds to the count of an id; 0 only makes it known. O(distinct), O(log distinct) when it is known already. */
    void add(int id, int times) {
        int at = indexOf(id);
        if (at >= 0) {
            counts[at] += times;
            return;
        }
        at = -at - 1;
        if (distinct == ids.length) {
            ids = Arrays.copyOf(ids, 2 * distinct);
            counts = Arrays.copyOf(counts, 2 * distinct);
        }
        System.arraycopy(ids, at, ids, at + 1, distinct - at);
        System.arraycopy(counts, at, counts, at + 1, distinct - at);
        ids[at] = id;
        counts[at] = times;
        distinct++;
    }

    int distinct() {
        return distinct;
    }

    /** Where the id is, or a negative number as of {@link Arrays#binarySearch}. */
    int indexOf(int id) {
        return Arrays.binarySearch(ids, 0, distinct, id);
    }

    int id(int index) {
        return ids[index];
    }

    int count(int index) {
        return counts[index];
    }
}
