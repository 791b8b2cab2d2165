package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.TrieChildren;
import java.util.Arrays;

/**
 * Finds the children of nodes of a trie by whose bytes two states of an automaton come to different ones, level by level
 * of a walk. Where a node has many children and the states differ on few bytes, it is these bytes that are gone through.
 * Not thread-safe.
 */
final class Apart {
    private static final int FIRST_SIZE = 8;

    private final TrieChildren children;
    private final ByteDfa dfa;
    /** [depth] -> indexes of children. */
    private int[][] picked = new int[FIRST_SIZE][];

    private int[] next = new int[FIRST_SIZE];
    private int[] count = new int[FIRST_SIZE];
    private final int[] bytes = new int[256];

    Apart(TokenTrie trie, ByteDfa dfa) {
        this.children = trie.children();
        this.dfa = dfa;
    }

    /** Begins with the children of a node, whose depth it is; either state may be {@link ByteDfa#DEAD}. */
    void open(int depth, int node, int state, int other) {
        if (depth == next.length) {
            // Few walks go deep.
            picked = Arrays.copyOf(picked, 2 * depth);
            next = Arrays.copyOf(next, 2 * depth);
            count = Arrays.copyOf(count, 2 * depth);
        }
        int first = children.start(node);
        int last = children.start(node + 1);
        next[depth] = 0;
        count[depth] = 0;
        if (last - first > dfa.classCount()) {
            int size = dfa.differing(state, other, bytes);
            if (size < last - first) {
                Arrays.sort(bytes, 0, size);
                int from = first;
                for (int i = 0; i < size && from < last; i++) {
                    from = indexOf(bytes[i], from, last);
                    if (from < last && children.byteOf(from) == bytes[i]) {
                        add(depth, from++);
                    }
                }
                return;
            }
        }
        for (int child = first; child < last; child++) {
            int byteValue = children.byteOf(child);
            if (step(state, byteValue) != step(other, byteValue)) {
                add(depth, child);
            }
        }
    }

    /** The index of the next child, or -1 when there is none. */
    int next(int depth) {
        return next[depth] == count[depth] ? -1 : picked[depth][next[depth]++];
    }

    int step(int state, int byteValue) {
        return state == ByteDfa.DEAD ? ByteDfa.DEAD : dfa.step(state, byteValue);
    }

    /** The first child from a place on whose byte is not less than a byte. */
    private int indexOf(int byteValue, int from, int to) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (children.byteOf(middle) < byteValue) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void add(int depth, int child) {
        int[] list = picked[depth];
        if (list == null) {
            list = new int[FIRST_SIZE];
            picked[depth] = list;
        } else if (count[depth] == list.length) {
            list = Arrays.copyOf(list, 2 * list.length);
            picked[depth] = list;
        }
        list[count[depth]++] = child;
    }
}
