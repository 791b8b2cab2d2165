package dev.tenon.automaton.dfa;

import java.util.Arrays;

/**
 * Numbers sequences of ints 0, 1, 2 ... in the order they are first seen, all kept in one array: the states of a subset
 * or product construction. Not thread-safe.
 */
final class SequenceTable {
    private int[] pool = new int[64];

    /** sequence -> where it begins in the pool; one more entry closes the last. */
    private int[] starts = new int[17];

    private int[] hashes = new int[16];
    private int size;

    /** slot -> sequence + 1, 0 for none; open addressing. */
    private int[] slots = new int[32];

    int size() {
        return size;
    }

    int start(int id) {
        return starts[id];
    }

    int item(int index) {
        return pool[index];
    }

    /** The number of the sequence; {@link #size} before the call if it is new. */
    int numberOf(IntList sequence) {
        int hash = sequence.contentHash() * 0x9E3779B9;
        int slot = (hash >>> 7) & (slots.length - 1);
        while (slots[slot] != 0) {
            int id = slots[slot] - 1;
            if (hashes[id] == hash
                    && Arrays.equals(pool, starts[id], starts[id + 1], sequence.items(), 0, sequence.size())) {
                return id;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        add(sequence, hash, slot);
        return size - 1;
    }

    private void add(IntList sequence, int hash, int slot) {
        int start = starts[size];
        if (start + sequence.size() > pool.length) {
            pool = Arrays.copyOf(pool, Math.max(2 * pool.length, start + sequence.size()));
        }
        System.arraycopy(sequence.items(), 0, pool, start, sequence.size());
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * size);
            starts = Arrays.copyOf(starts, 2 * size + 1);
        }
        hashes[size] = hash;
        slots[slot] = ++size;
        starts[size] = start + sequence.size();
        if (2 * size > slots.length) {
            slots = new int[2 * slots.length];
            for (int id = 0; id < size; id++) {
                int at = (hashes[id] >>> 7) & (slots.length - 1);
                while (slots[at] != 0) {
                    at = (at + 1) & (slots.length - 1);
                }
                slots[at] = id + 1;
            }
        }
    }
}
