package dev.tenon.automaton.match;

import dev.tenon.automaton.token.TokenMask;
import java.util.Arrays;

/** A set of token ids that is filled and cleared often, as a list and as bits. Not thread-safe. */
final class IdSet {
    private static final long[] NONE = {};
    /** More ids than this are sorted by their bits. */
    private static final int FEW = 128;
    /** Looking for an id in a list takes as long as going through so many. */
    private static final int LISTED = 8;

    int[] ids = new int[128];
    int count;
    /** Taken with the first id, and given back without any. */
    private long[] words = NONE;

    private final ZeroWords lender;

    IdSet(ZeroWords lender) {
        this.lender = lender;
    }

    void add(int id) {
        if (words.length == 0) {
            words = lender.take();
        }
        long bit = 1L << id;
        if ((words[id >> 6] & bit) != 0) {
            return;
        }
        words[id >> 6] |= bit;
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
        }
        ids[count++] = id;
    }

    boolean has(int id) {
        return words.length > 0 && (words[id >> 6] & (1L << id)) != 0;
    }

    /** Drops the ids that are not in a mask. */
    void keepWithin(TokenMask mask) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (mask.contains(ids[i])) {
                ids[kept++] = ids[i];
            } else {
                forget(ids[i]);
            }
        }
        count = kept;
    }

    /** Drops the ids that are in another set. */
    void drop(IdSet other) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (other.has(ids[i])) {
                forget(ids[i]);
            } else {
                ids[kept++] = ids[i];
            }
        }
        count = kept;
    }

    /** Drops the ids that are in a mask, but for some. */
    void dropWithin(TokenMask mask, IdSet butFor) {
        if (mask.listsForbidden() && mask.shortCount() <= LISTED * count) {
            keepListed(mask, butFor);
            return;
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (mask.contains(ids[i]) && !butFor.has(ids[i])) {
                forget(ids[i]);
            } else {
                ids[kept++] = ids[i];
            }
        }
        count = kept;
    }

    /** Keeps the ids that a mask lists as forbidden, and some others: the list is gone through instead of searched for each. */
    private void keepListed(TokenMask mask, IdSet butFor) {
        int listed = 0;
        for (int i = 0; i < mask.shortCount(); i++) {
            listed += has(mask.shortId(i)) ? 1 : 0;
        }
        if (listed == count) {
            return;
        }
        int[] kept = new int[listed];
        int at = 0;
        for (int i = 0; at < listed; i++) {
            if (has(mask.shortId(i))) {
                kept[at++] = mask.shortId(i);
            }
        }
        for (int i = 0; i < count; i++) {
            if (!butFor.has(ids[i])) {
                forget(ids[i]);
            }
        }
        for (int id : kept) {
            words[id >> 6] |= 1L << id;
        }
        int left = 0;
        for (int i = 0; i < count; i++) {
            if (has(ids[i])) {
                ids[left++] = ids[i];
            }
        }
        count = left;
    }

    private void forget(int id) {
        words[id >> 6] &= ~(1L << id);
    }

    void clear() {
        for (int i = 0; i < count; i++) {
            words[ids[i] >> 6] = 0;
        }
        count = 0;
        if (words.length > 0) {
            lender.give(words);
            words = NONE;
        }
    }

    /** Whether the list, which has no id twice, has the same ids. */
    boolean isSame(int[] list) {
        if (list.length != count) {
            return false;
        }
        for (int id : list) {
            if (!has(id)) {
                return false;
            }
        }
        return true;
    }

    int[] sorted() {
        if (count <= FEW) {
            int[] sorted = Arrays.copyOf(ids, count);
            Arrays.sort(sorted);
            return sorted;
        }
        int[] sorted = new int[count];
        int at = 0;
        for (int i = 0; i < words.length; i++) {
            for (long left = words[i]; left != 0; left &= left - 1) {
                sorted[at++] = i * Long.SIZE + Long.numberOfTrailingZeros(left);
            }
        }
        return sorted;
    }

    /** Independent of the order. */
    int hash() {
        int hash = count;
        for (int i = 0; i < count; i++) {
            hash += mix(ids[i]);
        }
        return hash;
    }

    static int mix(int id) {
        int h = id * 0x9E3779B1;
        h = (h ^ (h >>> 15)) * 0x85EBCA6B;
        return h ^ (h >>> 13);
    }
}
