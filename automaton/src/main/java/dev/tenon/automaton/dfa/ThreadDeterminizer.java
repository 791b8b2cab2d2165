package dev.tenon.automaton.dfa;

import java.util.ArrayList;
import java.util.List;

/**
 * Subset construction for an automaton with guards. A member of a subset is a <em>thread</em>: a state and a set of
 * {@link Obligations}; beside the subset runs a {@link LookContext}, which says what a guard means here: a choice of sets
 * of obligations to take on. A subset accepts where some thread's state does and its obligations hold.
 *
 * <p>Threads that are no help are dropped: those whose obligations are broken, and those of which another one in the same
 * state, or in a state from which everything is accepted, has promised less. Every thread made, every obligation looked at
 * and every edge followed spends a step of the budget.
 */
final class ThreadDeterminizer {
    private final Nfa nfa;
    private final int symbolCount;
    private final LookContext context;
    private final Obligations obligations;
    private final WorkBudget budget;

    /** Threads: pairs of a state and a set of obligations. */
    private final IntPairTable threads = new IntPairTable(64);

    private final IntList threadState = new IntList();
    private final IntList threadSet = new IntList();

    /** thread -> the closure in which it was last seen. */
    private final IntList seen = new IntList();

    private int closure;

    /** Subsets: the context's state, then threads, sorted. */
    private final SequenceTable subsets = new SequenceTable();

    /** Threads before empty edges and guards, after the context's state; and the subset that each of these became. */
    private final SequenceTable kernels = new SequenceTable();

    private final IntList subsetOfKernel = new IntList();

    /** NFA state -> whether every word is accepted from it. */
    private final boolean[] absorbing;

    private final IntList stack = new IntList();
    private final IntList members = new IntList();
    private final IntList sequence = new IntList();

    ThreadDeterminizer(Nfa nfa, int symbolCount, LookContext context, Obligations obligations, WorkBudget budget) {
        this.nfa = nfa;
        this.symbolCount = symbolCount;
        this.context = context;
        this.obligations = obligations;
        this.budget = budget;
        this.absorbing = new boolean[nfa.stateCount()];
        for (int state = 0; state < absorbing.length; state++) {
            absorbing[state] = nfa.label(state) != ByteDfa.NO_LABEL && loops(state);
        }
    }

    private boolean loops(int state) {
        for (int edge = nfa.firstEdge(state); edge >= 0; edge = nfa.nextEdge(edge)) {
            if (nfa.edgeTarget(edge) == state
                    && nfa.edgeSet(edge) != Nfa.EMPTY_EDGE
                    && nfa.symbols(nfa.edgeSet(edge)).length == symbolCount) {
                return true;
            }
        }
        return false;
    }

    /** The deterministic automaton from the beginning of the text. */
    SymbolDfa fromBeginning() {
        var result = new SymbolDfa.Builder(symbolCount);
        enter(0);
        writeStates(result, 0);
        return result.build();
    }

    /**
     * The deterministic automata from every state of the context, as one: the start has an edge to each on the symbols from
     * {@code symbolCount} up, and no others.
     */
    SymbolDfa fromEveryContext() {
        budget.checkStates(context.stateCount());
        var result = new SymbolDfa.Builder(symbolCount + context.stateCount());
        result.beginState(ByteDfa.NO_LABEL, false);
        for (int state = 0; state < context.stateCount(); state++) {
            int subset = enter(state);
            if (subset != ByteDfa.DEAD) {
                result.edge(symbolCount + state, subset + 1);
            }
        }
        writeStates(result, 1);
        return result.build();
    }

    private int enter(int contextState) {
        sequence.clear();
        sequence.add(contextState);
        sequence.add(thread(0, Obligations.NONE));
        return resolve(contextState);
    }

    private void writeStates(SymbolDfa.Builder result, int offset) {
        if (offset == 0 && subsets.size() == 0) {
            result.beginState(ByteDfa.NO_LABEL, false);
        }
        var targets = new IntList[symbolCount];
        for (int symbol = 0; symbol < symbolCount; symbol++) {
            targets[symbol] = new IntList();
        }
        for (int subset = 0; subset < subsets.size(); subset++) {
            result.beginState(accepts(subset) ? 0 : ByteDfa.NO_LABEL, false);
            collect(subset, targets);
            int from = contextOf(subset);
            for (int symbol = 0; symbol < symbolCount; symbol++) {
                if (targets[symbol].size() > 0) {
                    int target = move(from, symbol, targets[symbol]);
                    targets[symbol].clear();
                    if (target != ByteDfa.DEAD) {
                        result.edge(symbol, target + offset);
                    }
                }
            }
        }
    }

    private boolean accepts(int subset) {
        for (int i = subsets.start(subset) + 1; i < subsets.start(subset + 1); i++) {
            int thread = subsets.item(i);
            if (nfa.label(threadState.get(thread)) != ByteDfa.NO_LABEL
                    && obligations.holdsAtEnd(threadSet.get(thread))) {
                return true;
            }
        }
        return false;
    }

    /** symbol -> pairs of a target state and the set of obligations that its thread comes with. */
    private void collect(int subset, IntList[] targets) {
        for (int i = subsets.start(subset) + 1; i < subsets.start(subset + 1); i++) {
            int thread = subsets.item(i);
            int state = threadState.get(thread);
            for (int edge = nfa.firstEdge(state); edge >= 0; edge = nfa.nextEdge(edge)) {
                if (nfa.edgeSet(edge) == Nfa.EMPTY_EDGE) {
                    continue;
                }
                int[] symbols = nfa.symbols(nfa.edgeSet(edge));
                budget.spend(1 + symbols.length);
                if (symbols.length > 0 && symbols[0] >= symbolCount) {
                    continue;
                }
                for (int symbol : symbols) {
                    targets[symbol].add(nfa.edgeTarget(edge));
                    targets[symbol].add(threadSet.get(thread));
                }
            }
        }
    }

    private int move(int from, int symbol, IntList targets) {
        int to = context.step(from, symbol);
        sequence.clear();
        sequence.add(to);
        int known = -1;
        int stepped = Obligations.BROKEN;
        for (int i = 0; i < targets.size(); i += 2) {
            budget.spend(1);
            if (targets.get(i + 1) != known) {
                known = targets.get(i + 1);
                stepped = obligations.step(known, symbol);
            }
            if (stepped != Obligations.BROKEN) {
                sequence.add(thread(targets.get(i), stepped));
            }
        }
        return resolve(to);
    }

    /** The subset of the threads in {@link #sequence}, or dead. */
    private int resolve(int contextState) {
        int kernel = kernels.numberOf(sequence);
        if (kernel == subsetOfKernel.size()) {
            subsetOfKernel.add(close(contextState));
        }
        return subsetOfKernel.get(kernel);
    }

    private int thread(int state, int set) {
        int thread = threads.numberOf(state, set);
        if (thread == threadState.size()) {
            threadState.add(state);
            threadSet.add(set);
            seen.add(0);
        }
        return thread;
    }

    /** Follows empty edges and guards from the threads in {@link #sequence}. */
    private int close(int contextState) {
        closure++;
        stack.clear();
        members.clear();
        for (int i = 1; i < sequence.size(); i++) {
            visit(sequence.get(i));
        }
        while (stack.size() > 0) {
            int thread = stack.get(stack.size() - 1);
            stack.removeLast();
            int state = threadState.get(thread);
            int set = threadSet.get(thread);
            if (absorbing[state] && set == Obligations.NONE) {
                return universal(thread);
            }
            boolean matters = nfa.label(state) != ByteDfa.NO_LABEL;
            for (int edge = nfa.firstEdge(state); edge >= 0; edge = nfa.nextEdge(edge)) {
                int target = nfa.edgeTarget(edge);
                if (nfa.edgeSet(edge) == Nfa.EMPTY_EDGE) {
                    visit(thread(target, set));
                } else if (!followGuard(nfa.symbols(nfa.edgeSet(edge)), contextState, target, set)) {
                    matters = true;
                }
            }
            if (matters) {
                members.add(thread);
            }
        }
        return members.size() == 0 ? ByteDfa.DEAD : subsetOfMembers(contextState);
    }

    private boolean followGuard(int[] symbols, int contextState, int target, int set) {
        if (symbols.length == 0 || symbols[0] < symbolCount) {
            return false;
        }
        int guard = symbols[0] - symbolCount;
        Obligations.Formula formula = context.formula(contextState, guard >> 1);
        for (int more : (guard & 1) == 0 ? formula.holds() : formula.fails()) {
            int both = obligations.union(set, more);
            if (both != Obligations.BROKEN) {
                visit(thread(target, both));
            }
        }
        return true;
    }

    private void visit(int thread) {
        budget.spend(1);
        if (seen.get(thread) != closure) {
            seen.set(thread, closure);
            stack.add(thread);
        }
    }

    /** The subset from which every word is accepted, wherever it is reached; the context does not matter any more. */
    private int universal(int thread) {
        sequence.clear();
        sequence.add(0);
        sequence.add(thread);
        return number();
    }

    private int subsetOfMembers(int contextState) {
        members.sort();
        sequence.clear();
        sequence.add(contextState);
        for (int i = 0; i < members.size(); i++) {
            if (!isCovered(members.get(i))) {
                sequence.add(members.get(i));
            }
        }
        return number();
    }

    /** Whether another member does all that this one does and has promised less. */
    private boolean isCovered(int thread) {
        int set = threadSet.get(thread);
        if (set == Obligations.NONE) {
            return false;
        }
        int state = threadState.get(thread);
        budget.spend(1 + members.size() / 8);
        for (int i = 0; i < members.size(); i++) {
            int other = members.get(i);
            int otherState = threadState.get(other);
            if (other != thread
                    && (otherState == state || (absorbing[otherState] && !absorbing[state]))
                    && obligations.isSubset(threadSet.get(other), set)) {
                return true;
            }
        }
        return false;
    }

    private int number() {
        int subset = subsets.numberOf(sequence);
        budget.checkStates(subsets.size());
        return subset;
    }

    /** subset -> its state of the context. */
    private int contextOf(int subset) {
        return subsets.item(subsets.start(subset));
    }

    /** Of every subset, its state of the context. */
    IntList contexts() {
        var contexts = new IntList();
        for (int subset = 0; subset < subsets.size(); subset++) {
            contexts.add(contextOf(subset));
        }
        return contexts;
    }

    /** Of every subset, what must be kept for a thread to have ended here. */
    List<Obligations.Formula> formulas() {
        List<Obligations.Formula> formulas = new ArrayList<>();
        var ended = new IntList();
        for (int subset = 0; subset < subsets.size(); subset++) {
            ended.clear();
            for (int i = subsets.start(subset) + 1; i < subsets.start(subset + 1); i++) {
                int thread = subsets.item(i);
                if (nfa.label(threadState.get(thread)) != ByteDfa.NO_LABEL) {
                    ended.add(threadSet.get(thread));
                }
            }
            formulas.add(obligations.anyOf(ended));
        }
        return formulas;
    }
}
