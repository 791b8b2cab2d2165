package dev.tenon.automaton.match;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether an array of distinct elements can be completed: from each state of its automaton, and with the values that are
 * used. Nearly always the pigeonhole principle says so: along the way to an end on which the step with the fewest values
 * has the most, there are more values than elements. Where it does not, {@link DistinctSearch} looks for a way and a
 * value for each of its steps. Immutable once settled; thread-safe.
 */
final class DistinctElements {
    /** What {@link #completion} says where there is none. */
    static final int NONE = -1;

    private final Node.ElementsNode node;
    /** [state] -> the fewest values of any step on the way to an end, at least one step; of the best way. */
    private final long[] fewest;
    /** [state] -> how many steps that way has. */
    private final int[] length;

    private final ConcurrentHashMap<Integer, Integer> completions = new ConcurrentHashMap<>();
    private final ElementValues values;
    private volatile @Nullable Boolean plentiful;

    DistinctElements(Node.ElementsNode node) {
        this.node = node;
        this.fewest = new long[node.stateCount()];
        this.length = new int[node.stateCount()];
        this.values = new ElementValues(node);
    }

    /** The values of the elements, as far as they are few. */
    ElementValues values() {
        return values;
    }

    /** A state after an element, and the way on from it. */
    private record Reached(int state, long fewest, int length) {
        boolean isBetterThan(long otherFewest, int otherLength) {
            return fewest > otherFewest || (fewest == otherFewest && length < otherLength);
        }
    }

    /** Finds the best ways by what is known of the elements: Dijkstra from the states that may end. */
    void settle() {
        Arrays.fill(fewest, 0);
        Arrays.fill(length, 0);
        PriorityQueue<Reached> queue = new PriorityQueue<>((a, b) ->
                a.fewest != b.fewest ? Long.compare(b.fewest, a.fewest) : Integer.compare(a.length, b.length));
        for (int state = node.mayEnd.nextSetBit(0); state >= 0; state = node.mayEnd.nextSetBit(state + 1)) {
            queue.add(new Reached(state, Saturating.INFINITE, 0));
        }
        while (!queue.isEmpty()) {
            Reached top = queue.remove();
            if (!node.mayEnd.get(top.state) && (top.fewest != fewest[top.state] || top.length != length[top.state])) {
                continue;
            }
            for (int at = node.firstInto[top.state]; at < node.firstInto[top.state + 1]; at++) {
                int step = node.stepsInto[at];
                int source = node.sources[step];
                Reached there = new Reached(source, Math.min(top.fewest, node.elements[step].breadth), top.length + 1);
                if (there.isBetterThan(fewest[source], length[source])) {
                    fewest[source] = there.fewest;
                    length[source] = there.length;
                    if (!node.mayEnd.get(source)) {
                        queue.add(there);
                    }
                }
            }
        }
    }

    /** Whether from a state on an end can be reached by at least one more element, each of which has no end of values. */
    boolean isEndless(int state) {
        return fewest[state] >= Breadth.ENDLESS;
    }

    /**
     * A number of different ways to go on by at least one element, certain as {@link Breadth} is.
     *
     * @param taken how many values are not to be had
     */
    long breadth(int state, long taken) {
        return length[state] == 0 ? 1 : Math.max(1, fewest[state] - taken - length[state] + 1);
    }

    /** Whether values never run out: wherever an element can come, the array can go on with no end of values. */
    boolean isPlentiful() {
        Boolean known = plentiful;
        if (known == null) {
            known = isAlwaysEndless();
            plentiful = known;
        }
        return known;
    }

    private boolean isAlwaysEndless() {
        for (int state = 0; state < node.stateCount(); state++) {
            if (node.hasSteps(state) && !isEndless(state)) {
                return false;
            }
        }
        return true;
    }

    /** Whether at least one more element can come in a state, and the array be completed after it. */
    boolean canGoOn(int state, @Nullable UsedValues used) {
        return goingOn(state, used) != NONE;
    }

    /**
     * Whether the array can be completed from a state after an element: how many values must be set aside for it, so that
     * the element may take any other; or {@link #NONE}.
     *
     * @param used the values of the elements before
     */
    int completion(int state, @Nullable UsedValues used) {
        if (node.mayEnd.get(state) || fewest[state] > UsedValues.size(used) + (long) length[state]) {
            return 0;
        }
        return goingOn(state, used);
    }

    private int goingOn(int state, @Nullable UsedValues used) {
        if (length[state] > 0 && fewest[state] >= UsedValues.size(used) + (long) length[state]) {
            return length[state];
        }
        if (!node.hasSteps(state)) {
            return NONE;
        }
        ConcurrentHashMap<Integer, Integer> known = used == null ? completions : used.completions;
        Integer result = known.get(state);
        if (result == null) {
            result = new DistinctSearch(node, used).from(state).length();
            known.put(state, result);
        }
        return result;
    }
}
