package dev.tenon.automaton.match;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Finds what lies on cycles of a graph: strongly connected components, depth-first after Tarjan (1972). */
final class Cycles {
    private final IntFunction<int[]> ways;
    private final Consumer<BitSet> cycles;
    private final int[] index;
    private final int[] low;
    private final BitSet onStack = new BitSet();
    private final Deque<Integer> stack = new ArrayDeque<>();
    private int next = 1;

    private Cycles(int count, IntFunction<int[]> ways, Consumer<BitSet> cycles) {
        this.ways = ways;
        this.cycles = cycles;
        this.index = new int[count];
        this.low = new int[count];
    }

    /**
     * Hands over each set of nodes that all lead to each other and to themselves. O(nodes + ways).
     *
     * @param ways the nodes that a node leads to
     */
    static void find(int count, IntFunction<int[]> ways, Consumer<BitSet> cycles) {
        Cycles search = new Cycles(count, ways, cycles);
        for (int start = 0; start < count; start++) {
            if (search.index[start] == 0) {
                search.visit(start);
            }
        }
    }

    /** A node on the way, and where it leads to. */
    private static final class Visit {
        final int node;
        final int[] ways;
        int at;
        boolean leadsToItself;

        Visit(int node, int[] ways) {
            this.node = node;
            this.ways = ways;
        }
    }

    private Visit open(int node) {
        index[node] = next;
        low[node] = next++;
        stack.push(node);
        onStack.set(node);
        return new Visit(node, ways.apply(node));
    }

    private void visit(int start) {
        Deque<Visit> path = new ArrayDeque<>();
        path.push(open(start));
        while (!path.isEmpty()) {
            Visit top = path.element();
            if (top.at < top.ways.length) {
                int to = top.ways[top.at++];
                if (index[to] == 0) {
                    path.push(open(to));
                } else if (onStack.get(to)) {
                    low[top.node] = Math.min(low[top.node], index[to]);
                    top.leadsToItself |= to == top.node;
                }
                continue;
            }
            path.pop();
            Visit before = path.peek();
            if (before != null) {
                low[before.node] = Math.min(low[before.node], low[top.node]);
            }
            if (low[top.node] == index[top.node]) {
                close(top);
            }
        }
    }

    private void close(Visit root) {
        BitSet component = new BitSet();
        int member;
        do {
            member = stack.pop();
            onStack.clear(member);
            component.set(member);
        } while (member != root.node);
        if (root.leadsToItself || component.cardinality() > 1) {
            cycles.accept(component);
        }
    }
}
