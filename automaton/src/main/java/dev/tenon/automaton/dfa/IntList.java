package dev.tenon.automaton.dfa;

import java.util.Arrays;

/** A growing array of ints; not thread-safe. */
final class IntList {
    private int[] items = new int[16];
    private int size;

    void add(int item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, 2 * size);
        }
        items[size++] = item;
    }

    int get(int index) {
        return items[index];
    }

    void set(int index, int item) {
        items[index] = item;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    void removeLast() {
        size--;
    }

    int[] toArray() {
        return Arrays.copyOf(items, size);
    }

    /** The array behind the list, of at least {@link #size} cells: valid until the next addition. */
    int[] items() {
        return items;
    }

    void sort() {
        Arrays.sort(items, 0, size);
    }

    /** A hash of the items in their order. */
    int contentHash() {
        int hash = size;
        for (int i = 0; i < size; i++) {
            hash = (hash * 0x01000193) ^ items[i];
        }
        return hash ^ (hash >>> 15);
    }

    boolean contentEquals(IntList other) {
        return Arrays.equals(items, 0, size, other.items, 0, other.size);
    }
}
