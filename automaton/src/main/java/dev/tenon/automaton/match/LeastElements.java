package dev.tenon.automaton.match;

import java.util.Arrays;
import java.util.PriorityQueue;

/** The least bytes to the end of an array from each state of its automaton: Dijkstra from the states that may end. */
final class LeastElements {
    private LeastElements() {}

    /** A state and the least bytes after an element that led there. */
    private record Reached(int state, long least) {}

    /** Sets {@link Node.ElementsNode#leastFrom} by what is known of the elements. O(steps x log steps). */
    static void settle(Node.ElementsNode node) {
        int count = node.stateCount();
        int[] firstInto = new int[count + 1];
        for (int target : node.targets) {
            firstInto[target + 1]++;
        }
        for (int state = 0; state < count; state++) {
            firstInto[state + 1] += firstInto[state];
        }
        int[] stepsInto = new int[node.targets.length];
        int[] sources = new int[node.targets.length];
        int[] fill = Arrays.copyOf(firstInto, count);
        for (int state = 0; state < count; state++) {
            for (int step = node.firstStep[state]; step < node.firstStep[state + 1]; step++) {
                int at = fill[node.targets[step]]++;
                stepsInto[at] = step;
                sources[at] = state;
            }
        }
        PriorityQueue<Reached> queue = new PriorityQueue<>((a, b) -> Long.compare(a.least(), b.least()));
        Arrays.fill(node.leastFrom, Saturating.INFINITE);
        for (int state = node.mayEnd.nextSetBit(0); state >= 0; state = node.mayEnd.nextSetBit(state + 1)) {
            queue.add(new Reached(state, 0));
        }
        while (!queue.isEmpty()) {
            Reached top = queue.remove();
            if (top.least() > node.leastAfter(top.state())) {
                continue;
            }
            for (int at = firstInto[top.state()]; at < firstInto[top.state() + 1]; at++) {
                long least = Saturating.plus(node.elements[stepsInto[at]].least, top.least());
                int source = sources[at];
                if (least < node.leastFrom[source]) {
                    node.leastFrom[source] = least;
                    if (!node.mayEnd.get(source)) {
                        queue.add(new Reached(source, node.leastAfter(source)));
                    }
                }
            }
        }
    }
}
