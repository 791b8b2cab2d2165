package dev.tenon.automaton.dfa;

import java.util.Arrays;
import java.util.List;

/**
 * Several automata run side by side, as one. A state of the product is the list of those operands that are still alive,
 * each with its state; only products that are reached are made. Steps of the budget are spent one for eight table
 * look-ups, which is about what they cost beside those of {@link Determinizer}.
 */
final class Product {
    private static final int LOOKUPS_PER_STEP = 8;

    /** When a product of operands is alive, and what it accepts. */
    enum Kind {
        /** Any operand accepts; the label is that of the first that does. */
        UNION,
        /** Any operand accepts; the label is the index of the first that does. */
        INDEXED_UNION,
        /** The first operand accepts; the label is a number for the set of operands that do. */
        SUBSETS,
        /** All operands accept; the label is that of the first operand. */
        INTERSECTION,
        /** The first operand accepts and no other does; the label is that of the first operand. */
        DIFFERENCE
    }

    private final List<ByteDfa> operands;
    private final Kind kind;
    private final WorkBudget budget;
    private final ByteClasses classes;

    /** operand -> symbol -> its own class. */
    private final int[][] ownClasses;

    /** operand -> what is added to its states; state with offset -> operand. */
    private final int[] offsets;

    private final int[] operandOf;
    private final SequenceTable tuples = new SequenceTable();
    /** Sets of operands that accept. */
    private final SequenceTable subsets = new SequenceTable();

    /** The tuple being made, and the one before it: neighbouring symbols often lead to one tuple. */
    private IntList next = new IntList();

    private IntList spare = new IntList();

    private Product(List<ByteDfa> operands, Kind kind, WorkBudget budget) {
        this.operands = operands;
        this.kind = kind;
        this.budget = budget;
        this.classes = ByteClasses.joint(operands);
        this.ownClasses = new int[operands.size()][classes.count()];
        for (int i = 0; i < ownClasses.length; i++) {
            for (int symbol = 0; symbol < classes.count(); symbol++) {
                ownClasses[i][symbol] = operands.get(i).classOf(classes.firstByte(symbol));
            }
        }
        this.offsets = new int[operands.size()];
        int total = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = total;
            total = Math.addExact(total, operands.get(i).stateCount());
        }
        this.operandOf = new int[total];
        for (int i = 0; i < offsets.length; i++) {
            Arrays.fill(operandOf, offsets[i], offsets[i] + operands.get(i).stateCount(), i);
        }
    }

    /** The minimal automaton of the product. */
    static ByteDfa of(List<ByteDfa> operands, Kind kind, WorkBudget budget) {
        var product = new Product(operands, kind, budget);
        var result = new SymbolDfa.Builder(product.classes.count());
        product.start();
        for (int state = 0; state < product.tuples.size(); state++) {
            result.beginState(product.label(state), false);
            product.step(state, result);
        }
        return product.classes.freeze(Minimizer.minimize(result.build()));
    }

    /** Whether the product has no word; stops at the first one. */
    static boolean isEmpty(List<ByteDfa> operands, Kind kind, WorkBudget budget) {
        var product = new Product(operands, kind, budget);
        product.start();
        for (int state = 0; state < product.tuples.size(); state++) {
            if (product.label(state) != ByteDfa.NO_LABEL) {
                return false;
            }
            product.step(state, new SymbolDfa.Builder(product.classes.count()));
        }
        return true;
    }

    private void start() {
        var tuple = new IntList();
        for (int offset : offsets) {
            tuple.add(offset);
        }
        tuples.numberOf(tuple);
    }

    private void step(int state, SymbolDfa.Builder result) {
        int from = tuples.start(state);
        int to = tuples.start(state + 1);
        budget.spend(1 + (long) (to - from) * classes.count() / LOOKUPS_PER_STEP);
        next.clear();
        int last = -1;
        for (int symbol = 0; symbol < classes.count(); symbol++) {
            IntList previous = next;
            next = spare;
            spare = previous;
            next.clear();
            boolean lostFirst = false;
            for (int i = from; i < to; i++) {
                int member = tuples.item(i);
                int operand = operandOf[member];
                int target = operands.get(operand).stepClass(member - offsets[operand], ownClasses[operand][symbol]);
                if (target != ByteDfa.DEAD) {
                    next.add(offsets[operand] + target);
                } else {
                    lostFirst |= operand == 0;
                }
            }
            if (isAlive(next, lostFirst)) {
                if (last < 0 || !next.contentEquals(previous)) {
                    last = tuples.numberOf(next);
                    budget.checkStates(tuples.size());
                }
                result.edge(symbol, last);
            }
        }
    }

    private boolean isAlive(IntList tuple, boolean lostFirst) {
        return switch (kind) {
            case UNION, INDEXED_UNION -> tuple.size() > 0;
            case INTERSECTION -> tuple.size() == operands.size();
            case DIFFERENCE, SUBSETS -> !lostFirst;
        };
    }

    private int label(int state) {
        if (kind == Kind.SUBSETS) {
            return subset(state);
        }
        int accepting = 0;
        int first = -1;
        int firstLabel = ByteDfa.NO_LABEL;
        for (int i = tuples.start(state); i < tuples.start(state + 1); i++) {
            int member = tuples.item(i);
            int operand = operandOf[member];
            int label = operands.get(operand).label(member - offsets[operand]);
            if (label != ByteDfa.NO_LABEL && accepting++ == 0) {
                first = operand;
                firstLabel = label;
            }
        }
        return switch (kind) {
            case UNION -> firstLabel;
            case INDEXED_UNION -> first;
            case INTERSECTION -> accepting == operands.size() ? firstLabel : ByteDfa.NO_LABEL;
            case DIFFERENCE -> first == 0 && accepting == 1 ? firstLabel : ByteDfa.NO_LABEL;
            case SUBSETS -> throw new AssertionError(kind);
        };
    }

    private int subset(int state) {
        next.clear();
        for (int i = tuples.start(state); i < tuples.start(state + 1); i++) {
            int member = tuples.item(i);
            if (operands.get(operandOf[member]).isAccepting(member - offsets[operandOf[member]])) {
                next.add(operandOf[member]);
            }
        }
        return next.size() > 0 && next.get(0) == 0 ? subsets.numberOf(next) : ByteDfa.NO_LABEL;
    }
}
