package dev.tenon.automaton.dfa;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What a thread has promised about the rest of the text, as sets of obligations. An obligation is a state of the minimal
 * automaton of some lookahead, with a polarity: the rest must, or must not, be accepted from there. Symbols move it on; it
 * is forgotten once every rest keeps it, and its thread dies once none does. Sets are numbered, 0 is the empty one; their
 * items are sorted, so a state and its negation are neighbours, and a set with both is none. Not thread-safe.
 */
final class Obligations {
    /** No text keeps the promise. */
    static final int BROKEN = -1;

    /** The set that promises nothing. */
    static final int NONE = 0;

    /** Where a transition leads that every rest of the text is accepted after. */
    private static final int ALWAYS = -2;

    private final int symbolCount;
    private final WorkBudget budget;

    /** [state * symbolCount + symbol] -> state, {@link ByteDfa#DEAD} or {@link #ALWAYS}; states of all automata. */
    private final IntList next = new IntList();

    private final BitSet accepting = new BitSet();
    private int stateCount;

    private final SequenceTable sets = new SequenceTable();
    private final IntList made = new IntList();

    Obligations(int symbolCount, WorkBudget budget) {
        this.symbolCount = symbolCount;
        this.budget = budget;
        sets.numberOf(made);
    }

    /**
     * Takes over a lookahead's minimal automaton whose start has one edge more for each entry, on the symbols from
     * {@code symbolCount} up.
     *
     * @return [entry] -> the formula "the rest of the text is accepted"
     */
    Formula[] add(SymbolDfa dfa, int entryCount) {
        int offset = stateCount;
        int universal = universalState(dfa);
        budget.spend((long) dfa.stateCount() * symbolCount);
        budget.checkStates(stateCount + dfa.stateCount());
        for (int state = 0; state < dfa.stateCount(); state++) {
            int row = next.size();
            for (int symbol = 0; symbol < symbolCount; symbol++) {
                next.add(ByteDfa.DEAD);
            }
            for (int edge = dfa.edgeStart(state); edge < dfa.edgeStart(state + 1); edge++) {
                int target = dfa.edgeTarget(edge);
                if (dfa.edgeSymbol(edge) < symbolCount) {
                    next.set(row + dfa.edgeSymbol(edge), target == universal ? ALWAYS : offset + target);
                }
            }
            accepting.set(stateCount++, dfa.label(state) != ByteDfa.NO_LABEL);
        }
        var entries = new Formula[entryCount];
        Arrays.fill(entries, Formula.NEVER);
        for (int edge = dfa.edgeStart(0); edge < dfa.edgeStart(1); edge++) {
            int entry = dfa.edgeSymbol(edge) - symbolCount;
            int target = dfa.edgeTarget(edge);
            if (entry >= 0) {
                entries[entry] = target == universal ? Formula.ALWAYS : literal(offset + target);
            }
        }
        return entries;
    }

    private Formula literal(int state) {
        return new Formula(List.of(single(2 * state)), List.of(single(2 * state + 1)));
    }

    private int single(int obligation) {
        made.clear();
        made.add(obligation);
        return sets.numberOf(made);
    }

    /** The one state of a minimal automaton that accepts and stays on every symbol, or -2. */
    private int universalState(SymbolDfa dfa) {
        for (int state = 1; state < dfa.stateCount(); state++) {
            boolean universal = dfa.label(state) != ByteDfa.NO_LABEL
                    && dfa.edgeStart(state + 1) - dfa.edgeStart(state) == symbolCount;
            for (int edge = dfa.edgeStart(state); universal && edge < dfa.edgeStart(state + 1); edge++) {
                universal = dfa.edgeTarget(edge) == state;
            }
            if (universal) {
                return state;
            }
        }
        return -2;
    }

    /** The set after a symbol, or {@link #BROKEN}. */
    int step(int set, int symbol) {
        if (set == NONE) {
            return NONE;
        }
        made.clear();
        budget.spend(sets.start(set + 1) - sets.start(set));
        for (int i = sets.start(set); i < sets.start(set + 1); i++) {
            int negated = sets.item(i) & 1;
            int target = next.get((sets.item(i) >> 1) * symbolCount + symbol);
            if (target == (negated == 0 ? ByteDfa.DEAD : ALWAYS)) {
                return BROKEN;
            }
            if (target >= 0) {
                made.add(2 * target + negated);
            }
        }
        return numberOfMade();
    }

    /** The promises of both, or {@link #BROKEN}. */
    int union(int a, int b) {
        if (a == NONE || a == b) {
            return b;
        }
        if (b == NONE) {
            return a;
        }
        made.clear();
        addAll(a);
        addAll(b);
        return numberOfMade();
    }

    private void addAll(int set) {
        budget.spend(sets.start(set + 1) - sets.start(set));
        for (int i = sets.start(set); i < sets.start(set + 1); i++) {
            made.add(sets.item(i));
        }
    }

    private int numberOfMade() {
        made.sort();
        int size = 0;
        for (int i = 0; i < made.size(); i++) {
            int item = made.get(i);
            if (size > 0 && made.get(size - 1) == item) {
                continue;
            }
            if (size > 0 && (item & 1) != 0 && made.get(size - 1) == item - 1) {
                return BROKEN;
            }
            made.set(size++, item);
        }
        while (made.size() > size) {
            made.removeLast();
        }
        return sets.numberOf(made);
    }

    /** Whether a promises nothing that b does not. */
    boolean isSubset(int a, int b) {
        int i = sets.start(a);
        int j = sets.start(b);
        int endOfA = sets.start(a + 1);
        int endOfB = sets.start(b + 1);
        if (endOfA - i > endOfB - j) {
            return false;
        }
        budget.spend(1 + (endOfB - j) / 8);
        while (i < endOfA && j < endOfB) {
            if (sets.item(i) == sets.item(j)) {
                i++;
            }
            j++;
        }
        return i == endOfA;
    }

    /** Whether the set is kept where the text ends. */
    boolean holdsAtEnd(int set) {
        for (int i = sets.start(set); i < sets.start(set + 1); i++) {
            if (accepting.get(sets.item(i) >> 1) == ((sets.item(i) & 1) != 0)) {
                return false;
            }
        }
        return true;
    }

    /** The formula "any of the sets is kept", of sets none of which is broken. */
    Formula anyOf(IntList alternatives) {
        List<Integer> least = reduced(alternatives);
        return new Formula(least, negation(least));
    }

    /** Without sets that promise more than another one, sorted. */
    private List<Integer> reduced(IntList alternatives) {
        var kept = new IntList();
        alternatives.sort();
        for (int i = 0; i < alternatives.size(); i++) {
            boolean needed = i == 0 || alternatives.get(i) != alternatives.get(i - 1);
            for (int j = 0; needed && j < alternatives.size(); j++) {
                needed = alternatives.get(j) == alternatives.get(i)
                        || !isSubset(alternatives.get(j), alternatives.get(i));
            }
            if (needed) {
                kept.add(alternatives.get(i));
            }
        }
        return Arrays.stream(kept.toArray()).boxed().toList();
    }

    /** Of each set, some promise is not kept: the sets multiplied out. */
    private List<Integer> negation(List<Integer> alternatives) {
        List<Integer> products = List.of(NONE);
        for (int set : alternatives) {
            var longer = new IntList();
            for (int product : products) {
                for (int item = sets.start(set); item < sets.start(set + 1); item++) {
                    int both = union(product, single(sets.item(item) ^ 1));
                    if (both != BROKEN) {
                        longer.add(both);
                    }
                }
            }
            products = reduced(longer);
        }
        return products;
    }

    /**
     * Whether a lookaround holds at a place, as far as its prefix tells: any of the sets must be kept for it to hold, any
     * of the others for it not to.
     */
    record Formula(List<Integer> holds, List<Integer> fails) {
        static final Formula ALWAYS = new Formula(List.of(NONE), List.of());
        static final Formula NEVER = new Formula(List.of(), List.of(NONE));
    }
}
