package dev.tenon.automaton.dfa;

import java.util.Arrays;
import java.util.BitSet;

/**
 * From an automaton over classes of code points to the frozen one over UTF-8 bytes: each state's transitions are laid
 * over the decoding tree of the alphabet, and intermediate states with equal transitions are shared.
 *
 * <p>If the input is minimal, so is the result, without another minimisation. Intermediate states are told apart by
 * their rows, and by induction from the last byte upwards equal rows are the only way to be equivalent; none is
 * equivalent to a state of the input, since it reads continuation bytes only, while a live state of the input accepts or
 * reads a first byte.
 */
public final class Utf8Expansion {
    private final SymbolDfa dfa;
    private final WorkBudget budget;
    private final Utf8Tree tree;
    private final ByteDfa.Builder builder = ByteDfa.builder();

    /** The rows of the intermediate states; row number + states of the input = state. */
    private final SequenceTable rows = new SequenceTable();

    /** symbol -> target from the state at hand, or {@link ByteDfa#DEAD}. */
    private final int[] targetOf;

    /** node -> the state it became, and for which state of the input that was found. */
    private final int[] stateOfNode;

    private final int[] ownerOfNode;

    /** depth -> the row being written: from, to, target. */
    private final IntList[] rowAt = {new IntList(), new IntList(), new IntList(), new IntList()};

    private Utf8Expansion(SymbolDfa dfa, CodePointClasses classes, WorkBudget budget) {
        this.dfa = dfa;
        this.budget = budget;
        BitSet live = new BitSet();
        for (int edge = 0; edge < dfa.edgeCount(); edge++) {
            live.set(dfa.edgeSymbol(edge));
        }
        this.tree = new Utf8Tree(classes, live);
        this.targetOf = new int[dfa.symbolCount()];
        this.stateOfNode = new int[tree.nodeCount()];
        this.ownerOfNode = new int[tree.nodeCount()];
        Arrays.fill(ownerOfNode, -1);
        Arrays.fill(targetOf, ByteDfa.DEAD);
    }

    /**
     * The minimal byte automaton of the texts whose code points, taken as classes, the automaton accepts.
     *
     * @param dfa over the classes; need be neither trimmed nor minimal
     * @throws GrammarTooComplexException when the budget is spent, or the result has too many states
     */
    public static ByteDfa expand(SymbolDfa dfa, CodePointClasses classes, WorkBudget budget) {
        return new Utf8Expansion(Minimizer.minimize(dfa), classes, budget).run();
    }

    private ByteDfa run() {
        for (int state = 0; state < dfa.stateCount(); state++) {
            builder.addState();
            if (dfa.label(state) != ByteDfa.NO_LABEL) {
                builder.accept(state, dfa.label(state));
            }
        }
        for (int state = 0; state < dfa.stateCount(); state++) {
            for (int edge = dfa.edgeStart(state); edge < dfa.edgeStart(state + 1); edge++) {
                targetOf[dfa.edgeSymbol(edge)] = dfa.edgeTarget(edge);
            }
            writeRow(tree.root(), 0, state);
            addTransitions(state, rowAt[0]);
            for (int edge = dfa.edgeStart(state); edge < dfa.edgeStart(state + 1); edge++) {
                targetOf[dfa.edgeSymbol(edge)] = ByteDfa.DEAD;
            }
        }
        return builder.build();
    }

    private void addTransitions(int state, IntList row) {
        for (int i = 0; i < row.size(); i += 3) {
            builder.addTransition(state, row.get(i), row.get(i + 1), row.get(i + 2));
        }
    }

    /** Writes what a node of the tree becomes under the state at hand; the recursion is four deep, as UTF-8 is. */
    private void writeRow(int node, int depth, int owner) {
        IntList row = rowAt[depth];
        row.clear();
        for (int entry = tree.firstEntry(node); entry < tree.pastLastEntry(node); entry = Utf8Tree.next(entry)) {
            budget.spend(1);
            int below = tree.target(entry);
            int target = below < 0 ? targetOf[~below] : intermediate(below, depth + 1, owner);
            if (target == ByteDfa.DEAD) {
                continue;
            }
            int size = row.size();
            if (size > 0 && row.get(size - 1) == target && row.get(size - 2) + 1 == tree.from(entry)) {
                row.set(size - 2, tree.to(entry));
            } else {
                row.add(tree.from(entry));
                row.add(tree.to(entry));
                row.add(target);
            }
        }
    }

    private int intermediate(int node, int depth, int owner) {
        if (ownerOfNode[node] == owner) {
            return stateOfNode[node];
        }
        if (!dfa.hasEdge(owner, tree.leastClass(node), tree.greatestClass(node))) {
            return ByteDfa.DEAD;
        }
        writeRow(node, depth, owner);
        int state = ByteDfa.DEAD;
        if (rowAt[depth].size() > 0) {
            int known = rows.size();
            state = dfa.stateCount() + rows.numberOf(rowAt[depth]);
            if (rows.size() > known) {
                budget.checkStates(builder.stateCount() + 1);
                builder.addState();
                addTransitions(state, rowAt[depth]);
            }
        }
        ownerOfNode[node] = owner;
        stateOfNode[node] = state;
        return state;
    }
}
