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
            for (int at = node.firstInto[top.state()]; at < node.firstInto[top.state() + 1]; at++) {
                int step = node.stepsInto[at];
                long least = Saturating.plus(node.elements[step].least, top.least());
                int source = node.sources[step];
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
