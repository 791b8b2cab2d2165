package dev.tenon.automaton.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The readings of a position that is being made, none of which another one covers, in the order in which they came. Not
 * thread-safe; used again and again.
 *
 * <p>A reading can cover those of its own hash alone, so where there are many they are found by it.
 */
final class Readings {
    /** Up to so many are gone through one by one. */
    private static final int FEW = 16;
    /** The bits of a slot. */
    private static final int SLOT_BITS = 10;

    private static final int[] NONE = {};

    private final int most;
    private final List<Head> heads = new ArrayList<>();
    /** By slot: the last of its readings, counted from 1. Empty until there are many. */
    private int[] last = NONE;
    /** By reading: the one before it in its slot, counted from 1; for the end 0. */
    private int[] before = NONE;

    private boolean isIndexed;

    /** No readings yet. */
    Readings(int most) {
        this.most = most;
    }

    /** Begins anew. */
    void clear() {
        heads.clear();
        if (isIndexed) {
            Arrays.fill(last, 0);
            isIndexed = false;
        }
    }

    /**
     * Adds a reading unless another one can go on in all its ways; it takes the place of one that it covers itself.
     *
     * @return false where there are too many already, and it is left out
     */
    boolean add(Head head) {
        int at = isIndexed ? last[slot(head)] : heads.size();
        while (at > 0) {
            Head other = heads.get(at - 1);
            if (Head.covers(other, head)) {
                return true;
            }
            if (Head.covers(head, other)) {
                heads.set(at - 1, head);
                return true;
            }
            at = isIndexed ? before[at - 1] : at - 1;
        }
        if (heads.size() >= most) {
            return false;
        }
        heads.add(head);
        if (isIndexed) {
            index(heads.size());
        } else if (heads.size() > FEW) {
            indexAll();
        }
        return true;
    }

    private void indexAll() {
        if (last.length == 0) {
            last = new int[1 << SLOT_BITS];
            before = new int[most];
        }
        isIndexed = true;
        for (int number = 1; number <= heads.size(); number++) {
            index(number);
        }
    }

    private void index(int number) {
        int slot = slot(heads.get(number - 1));
        before[number - 1] = last[slot];
        last[slot] = number;
    }

    private static int slot(Head head) {
        return (head.hash * 0x9E3779B1) >>> (Integer.SIZE - SLOT_BITS);
    }

    Head[] toArray() {
        return heads.toArray(new Head[0]);
    }
}
