package dev.tenon.automaton.dfa;

import java.util.Arrays;

/**
 * Numbers pairs of ints 0, 1, 2 ... in the order they are first seen: a hash table by open addressing, without boxing.
 * Not thread-safe. Clearing is constant time, so that it can be done once a state.
 */
final class IntPairTable {
    /** slot -> pair, its number, and the generation in which the slot was filled. */
    private long[] keys;

    private int[] numbers;
    private int[] stamps;
    private int generation = 1;
    private int size;

    IntPairTable(int expected) {
        int capacity = Math.max(16, Integer.highestOneBit(Math.max(1, expected)) << 2);
        keys = new long[capacity];
        numbers = new int[capacity];
        stamps = new int[capacity];
    }

    int size() {
        return size;
    }

    void clear() {
        generation++;
        size = 0;
    }

    /** The number of the pair; {@link #size} before the call if it is new. */
    int numberOf(int first, int second) {
        long key = (long) first << 32 | (second & 0xFFFFFFFFL);
        int slot = slot(key);
        if (stamps[slot] == generation) {
            return numbers[slot];
        }
        if (2 * (size + 1) > keys.length) {
            grow();
            slot = slot(key);
        }
        stamps[slot] = generation;
        keys[slot] = key;
        numbers[slot] = size;
        return size++;
    }

    private int slot(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 32) & (keys.length - 1);
        while (stamps[slot] == generation && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldNumbers = numbers;
        int[] oldStamps = stamps;
        keys = new long[2 * oldKeys.length];
        numbers = new int[keys.length];
        stamps = new int[keys.length];
        Arrays.fill(stamps, generation - 1);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldStamps[i] == generation) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                numbers[slot] = oldNumbers[i];
                stamps[slot] = generation;
            }
        }
    }
}
