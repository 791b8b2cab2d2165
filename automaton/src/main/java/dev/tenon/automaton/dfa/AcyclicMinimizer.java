package dev.tenon.automaton.dfa;

import org.jspecify.annotations.Nullable;

/**
 * Minimisation of automata without cycles, which have finitely many words: numbers of so many digits, lists of words,
 * dates. States are looked at from the last ones on, so that the targets of a state are already merged, and two states
 * are one when their labels and merged transitions are (D. Revuz, "Minimisation of acyclic deterministic automata in
 * linear time", 1992, with a hash table for the sorting). O(transitions), where refining partitions takes several times
 * as long.
 */
final class AcyclicMinimizer {
    private final SymbolDfa dfa;

    /** state -> its block, once it is looked at; blocks are numbered as they are found. */
    private final int[] blockOf;

    /** block -> its first state. */
    private final int[] representatives;

    private int blocks;

    /** Blocks by the hash of their states, one more than their number; 0 for a free place. */
    private final int[] table;

    private AcyclicMinimizer(SymbolDfa dfa) {
        this.dfa = dfa;
        this.blockOf = new int[dfa.stateCount()];
        this.representatives = new int[dfa.stateCount()];
        this.table = new int[Integer.highestOneBit(Math.max(4, dfa.stateCount())) << 2];
    }

    /**
     * The minimal automaton of the same labelled, counted language, with the start as state 0; null when there is a
     * cycle.
     *
     * @param dfa one in which every state can be reached and can reach acceptance
     * @param tail edge -> the state it leads from
     * @param incomingStart state -> its first edge in {@code incoming}; one more entry closes the last state
     * @param incoming the edges by their target
     */
    static @Nullable SymbolDfa minimize(SymbolDfa dfa, int[] tail, int[] incomingStart, int[] incoming) {
        int count = dfa.stateCount();
        int[] left = new int[count];
        int[] queue = new int[count];
        int size = 0;
        for (int state = 0; state < count; state++) {
            left[state] = dfa.edgeStart(state + 1) - dfa.edgeStart(state);
            if (left[state] == 0) {
                queue[size++] = state;
            }
        }
        for (int i = 0; i < size; i++) {
            for (int at = incomingStart[queue[i]]; at < incomingStart[queue[i] + 1]; at++) {
                int source = tail[incoming[at]];
                if (--left[source] == 0) {
                    queue[size++] = source;
                }
            }
        }
        return size < count ? null : new AcyclicMinimizer(dfa).merge(queue);
    }

    /** Merges the states, which are given with every state after those that it leads to. */
    private SymbolDfa merge(int[] order) {
        for (int state : order) {
            blockOf[state] = block(state);
        }
        // The start leads to all others, so it is the last block.
        var result = new SymbolDfa.Builder(dfa.symbolCount());
        for (int block = blocks - 1; block >= 0; block--) {
            int state = representatives[block];
            result.beginState(dfa.label(state), dfa.isUnit(state));
            for (int edge = dfa.edgeStart(state); edge < dfa.edgeStart(state + 1); edge++) {
                result.edge(dfa.edgeSymbol(edge), blocks - 1 - blockOf[dfa.edgeTarget(edge)]);
            }
        }
        return result.build();
    }

    private int block(int state) {
        int at = hash(state) & (table.length - 1);
        while (table[at] != 0) {
            if (isSame(state, representatives[table[at] - 1])) {
                return table[at] - 1;
            }
            at = (at + 1) & (table.length - 1);
        }
        representatives[blocks] = state;
        table[at] = ++blocks;
        return blocks - 1;
    }

    private int hash(int state) {
        int hash = 31 * dfa.label(state) + (dfa.isUnit(state) ? 1 : 0);
        for (int edge = dfa.edgeStart(state); edge < dfa.edgeStart(state + 1); edge++) {
            hash = (31 * hash + dfa.edgeSymbol(edge)) * 0x9E3779B1 + blockOf[dfa.edgeTarget(edge)];
        }
        hash *= 0x9E3779B1;
        return hash ^ (hash >>> 15);
    }

    private boolean isSame(int state, int other) {
        int from = dfa.edgeStart(state);
        int shift = dfa.edgeStart(other) - from;
        int to = dfa.edgeStart(state + 1);
        if (dfa.label(state) != dfa.label(other)
                || dfa.isUnit(state) != dfa.isUnit(other)
                || to + shift != dfa.edgeStart(other + 1)) {
            return false;
        }
        for (int edge = from; edge < to; edge++) {
            if (dfa.edgeSymbol(edge) != dfa.edgeSymbol(edge + shift)
                    || blockOf[dfa.edgeTarget(edge)] != blockOf[dfa.edgeTarget(edge + shift)]) {
                return false;
            }
        }
        return true;
    }
}
