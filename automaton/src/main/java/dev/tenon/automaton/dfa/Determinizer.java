package dev.tenon.automaton.dfa;

import java.util.Arrays;

/**
 * Subset construction under a budget. It is ours because the number of subsets is exponential in the worst case
 * ({@code [ab]*a[ab]{30}} has 2^31) and whoever writes the pattern may mean harm: each nondeterministic state visited
 * in a subset spends one step of {@link WorkBudget}, so both time and memory are bounded by the limits, and the same
 * input is refused everywhere.
 *
 * <p>Three savings. Subsets hold only states that matter, those with a symbol edge or a label; empty edges are followed
 * and forgotten. Symbols that lead a subset to the same targets share one closure. And a state from which every word is
 * accepted absorbs its subset: the tail of an unanchored search stays one state, where it would otherwise remember
 * every further match.
 */
public final class Determinizer {
    private final Nfa nfa;
    private final WorkBudget budget;
    private final SequenceTable subsets = new SequenceTable();

    /** state -> where its empty edges begin in {@link #emptyTarget}; one more entry closes the last state. */
    private final int[] emptyStart;

    private final IntList emptyTarget = new IntList();

    /** state -> whether it has a symbol edge or a label. */
    private final boolean[] matters;

    /** state -> whether every word is accepted from it. */
    private final boolean[] absorbing;

    /** state -> the closure in which it was last seen. */
    private final int[] seen;

    private int closure;
    private final IntList stack = new IntList();
    private final IntList members = new IntList();

    private Determinizer(Nfa nfa, WorkBudget budget) {
        this.nfa = nfa;
        this.budget = budget;
        this.seen = new int[nfa.stateCount()];
        this.emptyStart = new int[nfa.stateCount() + 1];
        this.matters = new boolean[nfa.stateCount()];
        this.absorbing = new boolean[nfa.stateCount()];
        separateEdges();
        findAbsorbing();
    }

    /**
     * An equivalent deterministic automaton, in which every state is reachable; not trimmed and not minimal. Where a
     * word has several labels the least one counts.
     *
     * @throws GrammarTooComplexException when the budget is spent
     */
    public static SymbolDfa determinize(Nfa nfa, WorkBudget budget) {
        return new Determinizer(nfa, budget).run();
    }

    private SymbolDfa run() {
        var result = new SymbolDfa.Builder(nfa.symbolCount());
        var start = new IntList();
        start.add(0);
        subsetOf(start);
        var row = new Row(nfa.symbolCount());
        for (int state = 0; state < subsets.size(); state++) {
            result.beginState(label(state), false);
            row.clear();
            collect(state, row);
            row.sortSymbols();
            for (int i = 0; i < row.symbolCount(); i++) {
                int symbol = row.symbol(i);
                int equal = row.earlierEqual(i);
                int target = equal >= 0 ? row.resolved(equal) : subsetOf(row.targets(symbol));
                row.resolve(i, target);
                result.edge(symbol, target);
            }
        }
        return result.build();
    }

    private int label(int subset) {
        int least = ByteDfa.NO_LABEL;
        for (int i = subsets.start(subset); i < subsets.start(subset + 1); i++) {
            int state = subsets.item(i);
            int label = absorbing[state] ? 0 : nfa.label(state);
            if (label != ByteDfa.NO_LABEL && (least == ByteDfa.NO_LABEL || label < least)) {
                least = label;
            }
        }
        return least;
    }

    private void collect(int subset, Row row) {
        for (int i = subsets.start(subset); i < subsets.start(subset + 1); i++) {
            int state = subsets.item(i);
            for (int edge = nfa.firstEdge(state); edge >= 0; edge = nfa.nextEdge(edge)) {
                if (nfa.edgeSet(edge) != Nfa.EMPTY_EDGE) {
                    int[] symbols = nfa.symbols(nfa.edgeSet(edge));
                    budget.spend(1 + symbols.length);
                    for (int symbol : symbols) {
                        row.add(symbol, nfa.edgeTarget(edge));
                    }
                }
            }
        }
    }

    /** The number of the subset reached by empty edges from the states. */
    private int subsetOf(IntList states) {
        closure++;
        members.clear();
        stack.clear();
        for (int i = 0; i < states.size(); i++) {
            visit(states.get(i));
        }
        while (stack.size() > 0) {
            int state = stack.get(stack.size() - 1);
            stack.removeLast();
            if (absorbing[state]) {
                members.clear();
                members.add(state);
                break;
            }
            for (int i = emptyStart[state]; i < emptyStart[state + 1]; i++) {
                visit(emptyTarget.get(i));
            }
            if (matters[state]) {
                members.add(state);
            }
        }
        members.sort();
        int id = subsets.numberOf(members);
        budget.checkStates(subsets.size());
        return id;
    }

    private void visit(int state) {
        budget.spend(1);
        if (seen[state] != closure) {
            seen[state] = closure;
            stack.add(state);
        }
    }

    /** Empty edges apart from the others, so that a closure does not pass over a thousand alternatives to find them. */
    private void separateEdges() {
        for (int state = 0; state < nfa.stateCount(); state++) {
            emptyStart[state] = emptyTarget.size();
            matters[state] = nfa.label(state) != ByteDfa.NO_LABEL;
            for (int edge = nfa.firstEdge(state); edge >= 0; edge = nfa.nextEdge(edge)) {
                if (nfa.edgeSet(edge) == Nfa.EMPTY_EDGE) {
                    emptyTarget.add(nfa.edgeTarget(edge));
                } else {
                    matters[state] = true;
                }
            }
        }
        emptyStart[nfa.stateCount()] = emptyTarget.size();
    }

    /**
     * Finds the states that loop on every symbol and accept with label 0, which no other member of a subset can undercut.
     * They must carry the label themselves or reach it by one empty edge, which is how unbounded repetition is built.
     */
    private void findAbsorbing() {
        for (int state = 0; state < nfa.stateCount(); state++) {
            boolean loops = false;
            boolean accepts = nfa.label(state) == 0;
            for (int edge = nfa.firstEdge(state); edge >= 0; edge = nfa.nextEdge(edge)) {
                int target = nfa.edgeTarget(edge);
                if (nfa.edgeSet(edge) == Nfa.EMPTY_EDGE) {
                    accepts |= nfa.label(target) == 0;
                } else {
                    loops |= target == state && nfa.symbols(nfa.edgeSet(edge)).length == nfa.symbolCount();
                }
            }
            absorbing[state] = loops && accepts;
        }
    }

    /** Where one subset goes: symbol -> target states, before empty edges; reused from subset to subset. */
    private static final class Row {
        private final IntList[] bySymbol;
        private final IntList symbols = new IntList();

        /** position -> hash of the targets, the subset reached. */
        private int[] hashes = new int[16];

        private int[] resolved = new int[16];

        /** slot -> position + 1 of one with this hash, by open addressing. */
        private int[] slots = new int[32];

        Row(int symbolCount) {
            bySymbol = new IntList[symbolCount];
            for (int symbol = 0; symbol < symbolCount; symbol++) {
                bySymbol[symbol] = new IntList();
            }
        }

        void clear() {
            for (int i = 0; i < symbols.size(); i++) {
                bySymbol[symbols.get(i)].clear();
            }
            symbols.clear();
            Arrays.fill(slots, 0);
        }

        void add(int symbol, int target) {
            if (bySymbol[symbol].size() == 0) {
                symbols.add(symbol);
            }
            bySymbol[symbol].add(target);
        }

        void sortSymbols() {
            symbols.sort();
            if (symbols.size() > hashes.length) {
                hashes = new int[2 * symbols.size()];
                resolved = new int[2 * symbols.size()];
                slots = new int[Integer.highestOneBit(hashes.length) * 4];
            }
        }

        int symbolCount() {
            return symbols.size();
        }

        int symbol(int position) {
            return symbols.get(position);
        }

        IntList targets(int symbol) {
            return bySymbol[symbol];
        }

        /** An earlier position whose symbol has the same targets, or -1. */
        int earlierEqual(int position) {
            IntList targets = bySymbol[symbols.get(position)];
            int hash = targets.contentHash();
            hashes[position] = hash;
            int slot = hash & (slots.length - 1);
            while (slots[slot] != 0) {
                int other = slots[slot] - 1;
                if (hashes[other] == hash && bySymbol[symbols.get(other)].contentEquals(targets)) {
                    return other;
                }
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = position + 1;
            return -1;
        }

        void resolve(int position, int target) {
            resolved[position] = target;
        }

        int resolved(int position) {
            return resolved[position];
        }
    }
}
