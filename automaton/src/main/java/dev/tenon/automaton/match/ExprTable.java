package dev.tenon.automaton.match;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.ExprRewriter;
import dev.tenon.automaton.grammar.Grammar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * All expressions of a grammar in one list, each once and after its parts, so that what is worked out from parts is a
 * loop over arrays. Rules come from the last to the first, since rules mostly refer to later ones. Immutable.
 */
final class ExprTable {
    private static final int OPEN = -1;

    private final List<Expr> exprs = new ArrayList<>();
    private final IdentityHashMap<Expr, Integer> numbers = new IdentityHashMap<>();
    /** Number -> its first part; one more entry closes the last. */
    private int[] start = new int[64];

    private int[] parts = new int[128];
    private int partCount;
    /** Rule -> number of its body. */
    private final int[] bodies;

    private final int root;

    private ExprTable(Grammar grammar) {
        this.bodies = new int[grammar.rules().size()];
        List<Expr> stack = new ArrayList<>();
        for (int rule = bodies.length - 1; rule >= 0; rule--) {
            bodies[rule] = add(grammar.rules().get(rule).body(), stack);
        }
        this.root = add(grammar.root(), stack);
    }

    /** The table of a grammar. O(its size). */
    static ExprTable of(Grammar grammar) {
        return new ExprTable(grammar);
    }

    /** Depth-first with a stack of its own; returns the number. */
    private int add(Expr top, List<Expr> stack) {
        stack.add(top);
        while (!stack.isEmpty()) {
            Expr expr = stack.get(stack.size() - 1);
            Integer number = numbers.get(expr);
            if (number != null && number != OPEN) {
                stack.remove(stack.size() - 1);
                continue;
            }
            List<Expr> children = ExprRewriter.children(expr);
            boolean ready = true;
            if (number == null && !children.isEmpty()) {
                for (int i = children.size() - 1; i >= 0; i--) {
                    if (!numbers.containsKey(children.get(i))) {
                        stack.add(children.get(i));
                        ready = false;
                    }
                }
            }
            if (ready) {
                stack.remove(stack.size() - 1);
                close(expr, children);
            } else {
                numbers.put(expr, OPEN);
            }
        }
        return number(top);
    }

    private void close(Expr expr, List<Expr> children) {
        int number = exprs.size();
        exprs.add(expr);
        numbers.put(expr, number);
        for (Expr child : children) {
            if (partCount == parts.length) {
                parts = Arrays.copyOf(parts, 2 * partCount);
            }
            parts[partCount++] = number(child);
        }
        if (number + 1 == start.length) {
            start = Arrays.copyOf(start, 2 * start.length);
        }
        start[number + 1] = partCount;
    }

    /** How many expressions there are. */
    int size() {
        return exprs.size();
    }

    Expr expr(int number) {
        return exprs.get(number);
    }

    /** The number of an expression of the grammar. */
    int number(Expr expr) {
        Integer number = numbers.get(expr);
        if (number == null || number == OPEN) {
            throw new AssertionError("not in the table: " + expr.getClass());
        }
        return number;
    }

    /** The number of the body of a rule. */
    int body(int rule) {
        return bodies[rule];
    }

    int root() {
        return root;
    }

    int firstPart(int number) {
        return start[number];
    }

    int pastParts(int number) {
        return start[number + 1];
    }

    /** The number of a part; parts are in the order of {@link ExprRewriter#children}. */
    int part(int index) {
        return parts[index];
    }
}
