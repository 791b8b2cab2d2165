package dev.tenon.automaton.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The strongly connected components of a graph over rules, each after those that it leads to (Tarjan 1972, with a stack of
 * its own).
 */
final class Components {
    private final IntFunction<BitSet> ways;
    private final List<BitSet> found = new ArrayList<>();
    private final int[] index;
    private final int[] low;
    private final BitSet onStack = new BitSet();
    private final Deque<Integer> stack = new ArrayDeque<>();
    private int next = 1;

    private Components(int count, IntFunction<BitSet> ways) {
        this.ways = ways;
        this.index = new int[count];
        this.low = new int[count];
    }

    /** A rule on the way, and where it leads to. */
    private static final class Visit {
        final int rule;
        final BitSet ways;
        int at = -1;

        Visit(int rule, BitSet ways) {
            this.rule = rule;
            this.ways = ways;
        }
    }

    /** The components of the rules in a set. O(rules + ways). */
    static List<BitSet> of(BitSet rules, IntFunction<BitSet> ways) {
        Components search = new Components(rules.length(), ways);
        rules.stream().filter(rule -> search.index[rule] == 0).forEach(search::visit);
        return search.found;
    }

    private Visit open(int rule) {
        index[rule] = next;
        low[rule] = next++;
        stack.push(rule);
        onStack.set(rule);
        return new Visit(rule, ways.apply(rule));
    }

    private void visit(int start) {
        if (index[start] != 0) {
            return;
        }
        Deque<Visit> path = new ArrayDeque<>();
        path.push(open(start));
        while (!path.isEmpty()) {
            Visit top = path.element();
            top.at = top.ways.nextSetBit(top.at + 1);
            if (top.at >= 0) {
                if (index[top.at] == 0) {
                    path.push(open(top.at));
                } else if (onStack.get(top.at)) {
                    low[top.rule] = Math.min(low[top.rule], index[top.at]);
                }
                continue;
            }
            path.pop();
            Visit before = path.peek();
            if (before != null) {
                low[before.rule] = Math.min(low[before.rule], low[top.rule]);
            }
            if (low[top.rule] == index[top.rule]) {
                close(top.rule);
            }
        }
    }

    private void close(int root) {
        BitSet component = new BitSet();
        int member;
        do {
            member = stack.pop();
            onStack.clear(member);
            component.set(member);
        } while (member != root);
        found.add(component);
    }
}
