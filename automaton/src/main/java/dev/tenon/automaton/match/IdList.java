package dev.tenon.automaton.match;

import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenTrie;
import java.util.Arrays;
import java.util.BitSet;

/** A growing list of token ids, trie nodes or the like; not thread-safe. */
final class IdList {
    private static final int[] NONE = {};

    private int[] items = NONE;
    private int size;

    /** The bits of a set, ascending. A fresh array. */
    static int[] of(BitSet set) {
        int[] bits = new int[set.cardinality()];
        int count = 0;
        for (int bit = set.nextSetBit(0); bit >= 0; bit = set.nextSetBit(bit + 1)) {
            bits[count++] = bit;
        }
        return bits;
    }

    void add(int item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, Math.max(16, 2 * size));
        }
        items[size++] = item;
    }

    /** Adds the tokens that end at the nodes {@code from .. to - 1}. */
    void addTokens(TokenTrie trie, int from, int to) {
        int first = trie.idStart(from);
        int count = trie.idStart(to) - first;
        makeRoom(count);
        trie.copyIds(first, count, items, size);
        size += count;
    }

    private void makeRoom(int count) {
        if (items.length - size < count) {
            items = Arrays.copyOf(items, Math.max(16, Math.max(2 * items.length, size + count)));
        }
    }

    void addAll(int[] more) {
        makeRoom(more.length);
        System.arraycopy(more, 0, items, size, more.length);
        size += more.length;
    }

    void addAll(IdList other) {
        makeRoom(other.size);
        System.arraycopy(other.items, 0, items, size, other.size);
        size += other.size;
    }

    /** The items, ascending. A fresh array. */
    int[] sorted() {
        int[] sorted = toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    void clear() {
        size = 0;
    }

    /** Drops all items from a place on. */
    void cutTo(int newSize) {
        size = newSize;
    }

    int size() {
        return size;
    }

    int get(int index) {
        return items[index];
    }

    int[] toArray() {
        return size == 0 ? NONE : Arrays.copyOf(items, size);
    }

    /** The ids as a set, out of so many. */
    TokenMask toMask(int size) {
        return TokenMask.of(toArray(), size);
    }
}
