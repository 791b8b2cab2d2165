package dev.tenon.automaton.dfa;

import java.util.BitSet;

/**
 * The decoding tree of UTF-8 for an alphabet: from the first byte of a code point down to its class, equal subtrees
 * shared. A node is a list of entries in byte order; an entry leads to another node or, at the last byte, to a class.
 * Immutable.
 */
final class Utf8Tree {
    private static final int MAX_LENGTH = 4;

    /** Target of an entry whose node is not finished yet. */
    private static final int OPEN = Integer.MAX_VALUE;

    private final SequenceTable nodes = new SequenceTable();

    /** depth -> entries of the open node there, three cells each; the last entry's node may still be open. */
    private final IntList[] open = new IntList[MAX_LENGTH];

    /** node -> the least and the greatest class below it. */
    private final IntList leastClass = new IntList();

    private final IntList greatestClass = new IntList();

    private final int root;

    /** The tree of the classes in {@code live}; code points of others lead nowhere. */
    Utf8Tree(CodePointClasses classes, BitSet live) {
        for (int depth = 0; depth < MAX_LENGTH; depth++) {
            open[depth] = new IntList();
        }
        for (int i = 0; i < classes.intervalCount(); i++) {
            int symbol = classes.classOfInterval(i);
            if (live.get(symbol)) {
                for (int[] sequence : Utf8Sequences.of(classes.firstOf(i), classes.lastOf(i))) {
                    add(sequence, symbol);
                }
            }
        }
        closeBelow(0);
        root = close(open[0]);
    }

    int root() {
        return root;
    }

    int nodeCount() {
        return nodes.size();
    }

    /** The least class below a node. */
    int leastClass(int node) {
        return leastClass.get(node);
    }

    /** The greatest class below a node. */
    int greatestClass(int node) {
        return greatestClass.get(node);
    }

    int firstEntry(int node) {
        return nodes.start(node);
    }

    int pastLastEntry(int node) {
        return nodes.start(node + 1);
    }

    /** Where the entry after this one is. */
    static int next(int entry) {
        return entry + 3;
    }

    int from(int entry) {
        return nodes.item(entry);
    }

    int to(int entry) {
        return nodes.item(entry + 1);
    }

    /** A node, or {@code ~class}. */
    int target(int entry) {
        return nodes.item(entry + 2);
    }

    private void add(int[] sequence, int symbol) {
        int last = sequence.length / 2 - 1;
        int depth = 0;
        while (depth < last && continues(depth, sequence)) {
            depth++;
        }
        closeBelow(depth);
        for (; depth < last; depth++) {
            append(depth, sequence[2 * depth], sequence[2 * depth + 1], OPEN);
        }
        append(last, sequence[2 * last], sequence[2 * last + 1], ~symbol);
    }

    private boolean continues(int depth, int[] sequence) {
        IntList entries = open[depth];
        int size = entries.size();
        return size > 0
                && entries.get(size - 1) == OPEN
                && entries.get(size - 3) == sequence[2 * depth]
                && entries.get(size - 2) == sequence[2 * depth + 1];
    }

    /** Gives every open node below a depth its number, deepest first, and writes it into its parent. */
    private void closeBelow(int depth) {
        for (int d = MAX_LENGTH - 1; d > depth; d--) {
            if (open[d].size() > 0) {
                int node = close(open[d]);
                open[d].clear();
                IntList parent = open[d - 1];
                int to = parent.get(parent.size() - 2);
                int from = parent.get(parent.size() - 3);
                parent.removeLast();
                parent.removeLast();
                parent.removeLast();
                append(d - 1, from, to, node);
            }
        }
    }

    private int close(IntList entries) {
        int node = nodes.numberOf(entries);
        if (node == leastClass.size()) {
            int least = Integer.MAX_VALUE;
            int greatest = -1;
            for (int i = 2; i < entries.size(); i += 3) {
                int target = entries.get(i);
                least = Math.min(least, target < 0 ? ~target : leastClass.get(target));
                greatest = Math.max(greatest, target < 0 ? ~target : greatestClass.get(target));
            }
            leastClass.add(least);
            greatestClass.add(greatest);
        }
        return node;
    }

    private void append(int depth, int from, int to, int target) {
        IntList entries = open[depth];
        int size = entries.size();
        if (size > 0 && target != OPEN && entries.get(size - 1) == target && entries.get(size - 2) + 1 == from) {
            entries.set(size - 2, to);
            return;
        }
        entries.add(from);
        entries.add(to);
        entries.add(target);
    }
}
