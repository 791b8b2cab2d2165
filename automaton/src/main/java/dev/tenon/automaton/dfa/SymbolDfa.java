package dev.tenon.automaton.dfa;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A deterministic automaton over symbols, between the construction and the bytes: only live transitions are stored,
 * sorted by symbol. State 0 is the start; a state that no edge leads from on a symbol is dead on it. Immutable.
 */
public final class SymbolDfa {
    private final int symbolCount;

    /** state -> its first edge; one more entry closes the last state. */
    private final int[] edgeStart;

    private final int[] edgeSymbol;
    private final int[] edgeTarget;

    /** state -> label or -1. */
    private final int[] labels;

    private final BitSet units;

    SymbolDfa(int symbolCount, int[] edgeStart, int[] edgeSymbol, int[] edgeTarget, int[] labels, BitSet units) {
        this.symbolCount = symbolCount;
        this.edgeStart = edgeStart;
        this.edgeSymbol = edgeSymbol;
        this.edgeTarget = edgeTarget;
        this.labels = labels;
        this.units = units;
    }

    /** The size of the alphabet. */
    public int symbolCount() {
        return symbolCount;
    }

    /** How many states there are, at least one. */
    public int stateCount() {
        return labels.length;
    }

    int edgeStart(int state) {
        return edgeStart[state];
    }

    int edgeCount() {
        return edgeStart[labels.length];
    }

    int edgeSymbol(int edge) {
        return edgeSymbol[edge];
    }

    int edgeTarget(int edge) {
        return edgeTarget[edge];
    }

    /** Whether an edge leads from a state on a symbol from {@code first} to {@code last}, inclusive. */
    boolean hasEdge(int state, int first, int last) {
        int at = Arrays.binarySearch(edgeSymbol, edgeStart[state], edgeStart[state + 1], first);
        int next = at >= 0 ? at : -at - 1;
        return next < edgeStart[state + 1] && edgeSymbol[next] <= last;
    }

    /** The label of the accepted language, or -1. */
    int label(int state) {
        return labels[state];
    }

    boolean isUnit(int state) {
        return units.get(state);
    }

    /**
     * The words over the whole alphabet that this automaton does not accept, with label 0. O(states * symbols), spent
     * from the budget.
     */
    public SymbolDfa complement(WorkBudget budget) {
        int sink = stateCount();
        budget.checkStates(sink + 1);
        budget.spend((sink + 1L) * symbolCount);
        int[] newStart = new int[sink + 2];
        int[] newSymbol = new int[(sink + 1) * symbolCount];
        int[] newTarget = new int[newSymbol.length];
        Arrays.fill(newTarget, sink);
        int[] newLabels = new int[sink + 1];
        for (int state = 0; state <= sink; state++) {
            newStart[state] = state * symbolCount;
            for (int symbol = 0; symbol < symbolCount; symbol++) {
                newSymbol[newStart[state] + symbol] = symbol;
            }
            if (state < sink) {
                for (int edge = edgeStart[state]; edge < edgeStart[state + 1]; edge++) {
                    newTarget[newStart[state] + edgeSymbol[edge]] = edgeTarget[edge];
                }
                newLabels[state] = labels[state] == ByteDfa.NO_LABEL ? 0 : ByteDfa.NO_LABEL;
            }
        }
        newStart[sink + 1] = newSymbol.length;
        return new SymbolDfa(symbolCount, newStart, newSymbol, newTarget, newLabels, new BitSet());
    }

    /** The minimal automaton of the same labelled, counted words. O(edges * log states). */
    public SymbolDfa minimal() {
        return Minimizer.minimize(this);
    }

    /**
     * The words of both, with label 0; only states that are reached are made. Spends a step for each and for each of its
     * edges.
     */
    public SymbolDfa intersect(SymbolDfa other, WorkBudget budget) {
        var result = new Builder(symbolCount);
        var pairs = new IntPairTable(stateCount());
        var firsts = new IntList();
        var seconds = new IntList();
        pairs.numberOf(0, 0);
        firsts.add(0);
        seconds.add(0);
        for (int pair = 0; pair < firsts.size(); pair++) {
            int a = firsts.get(pair);
            int b = seconds.get(pair);
            boolean accepts = labels[a] != ByteDfa.NO_LABEL && other.labels[b] != ByteDfa.NO_LABEL;
            result.beginState(accepts ? 0 : ByteDfa.NO_LABEL, false);
            budget.spend(1 + edgeStart[a + 1] - edgeStart[a] + other.edgeStart[b + 1] - other.edgeStart[b]);
            int edgeOfB = other.edgeStart[b];
            for (int edgeOfA = edgeStart[a]; edgeOfA < edgeStart[a + 1]; edgeOfA++) {
                while (edgeOfB < other.edgeStart[b + 1] && other.edgeSymbol[edgeOfB] < edgeSymbol[edgeOfA]) {
                    edgeOfB++;
                }
                if (edgeOfB < other.edgeStart[b + 1] && other.edgeSymbol[edgeOfB] == edgeSymbol[edgeOfA]) {
                    int target = pairs.numberOf(edgeTarget[edgeOfA], other.edgeTarget[edgeOfB]);
                    if (target == firsts.size()) {
                        budget.checkStates(target + 1);
                        firsts.add(edgeTarget[edgeOfA]);
                        seconds.add(other.edgeTarget[edgeOfB]);
                    }
                    result.edge(edgeSymbol[edgeOfA], target);
                }
            }
        }
        return result.build();
    }

    /** Collects states in order, each with its edges; not thread-safe. */
    static final class Builder {
        private final int symbolCount;
        private final IntList starts = new IntList();
        private final IntList symbols = new IntList();
        private final IntList targets = new IntList();
        private final IntList labels = new IntList();
        private final BitSet units = new BitSet();

        Builder(int symbolCount) {
            this.symbolCount = symbolCount;
        }

        /** Begins the next state; its edges follow, by ascending symbol. */
        void beginState(int label, boolean isUnit) {
            units.set(labels.size(), isUnit);
            starts.add(symbols.size());
            labels.add(label);
        }

        void edge(int symbol, int target) {
            symbols.add(symbol);
            targets.add(target);
        }

        SymbolDfa build() {
            starts.add(symbols.size());
            return new SymbolDfa(
                    symbolCount, starts.toArray(), symbols.toArray(), targets.toArray(), labels.toArray(), units);
        }
    }
}
