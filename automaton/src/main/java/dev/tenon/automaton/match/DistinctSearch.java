package dev.tenon.automaton.match;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a way to the end of an array of distinct elements and for a value of its own for each step: depth-first over
 * ways that come to no state twice (without the round the way would be shorter and ask for fewer values), with a matching
 * of steps and values that grows along augmenting paths (Kuhn, 1955). Steps with more values than the way could ever
 * take need none assigned.
 */
final class DistinctSearch {
    /** Values looked at before the search gives up. */
    private static final int MOST_LOOKS = 200_000;

    private final Node.ElementsNode node;
    private final @Nullable UsedValues used;
    private final long free;
    private final BitSet onWay = new BitSet();
    private final List<Placed> way = new ArrayList<>();
    private final Map<JsonValue, Placed> owners = new HashMap<>();
    private int looks;
    private boolean incomplete;

    /**
     * What was found.
     *
     * @param length the elements of a completion, or {@link DistinctElements#NONE}
     * @param isCertain whether there is none where none was found: neither did the search give up nor were there too many
     *     values to look at
     */
    record Result(int length, boolean isCertain) {}

    /** A step on the way, and what it may take. */
    private static final class Placed {
        final int state;
        int nextStep;
        /** Of the step that led here; empty where any will do. */
        final List<JsonValue> values;

        @Nullable
        JsonValue assigned;

        Placed(int state, int firstStep, List<JsonValue> values) {
            this.state = state;
            this.nextStep = firstStep;
            this.values = values;
        }
    }

    DistinctSearch(Node.ElementsNode node, @Nullable UsedValues used) {
        this.node = node;
        this.used = used;
        this.free = UsedValues.size(used) + (long) node.stateCount();
    }

    /** A completion from a state by at least one element. */
    Result from(int start) {
        way.add(new Placed(start, node.firstStep[start], List.of()));
        onWay.set(start);
        while (!way.isEmpty()) {
            Placed top = way.get(way.size() - 1);
            if (looks > MOST_LOOKS) {
                return new Result(DistinctElements.NONE, false);
            }
            if (top.nextStep == node.firstStep[top.state + 1]) {
                leave(top);
                continue;
            }
            int step = top.nextStep++;
            int target = node.targets[step];
            // A way may come back to where it began: by then it has gone on.
            if ((onWay.get(target) && !node.mayEnd.get(target)) || !place(step, target)) {
                continue;
            }
            if (node.mayEnd.get(target)) {
                return new Result(way.size() - 1, true);
            }
            onWay.set(target);
        }
        return new Result(DistinctElements.NONE, !incomplete);
    }

    private void leave(Placed top) {
        way.remove(way.size() - 1);
        onWay.clear(top.state);
        if (top.assigned != null) {
            owners.remove(top.assigned);
        }
    }

    private boolean place(int step, int target) {
        looks++;
        if (node.elements[step].breadth >= free) {
            way.add(new Placed(target, node.firstStep[target], List.of()));
            return true;
        }
        DistinctElements distinct = node.distinct;
        if (distinct == null) {
            return false;
        }
        ElementValues.Listed listed = distinct.values().of(step);
        if (!listed.isComplete()) {
            if (listed.values().size() >= free) {
                way.add(new Placed(target, node.firstStep[target], List.of()));
                return true;
            }
            incomplete = true;
        }
        Placed placed = new Placed(target, node.firstStep[target], listed.values());
        if (!assign(placed)) {
            return false;
        }
        way.add(placed);
        return true;
    }

    /** A value, the step that would take it, and the value that this step would give up for it. */
    private record Link(
            JsonValue value, Placed taker, @Nullable Link before) {}

    /** Breadth-first over values that could be freed one for another, until one is free. */
    private boolean assign(Placed placed) {
        Set<JsonValue> seen = new HashSet<>();
        Deque<Link> queue = new ArrayDeque<>();
        offer(placed, null, seen, queue);
        while (!queue.isEmpty()) {
            Link link = queue.remove();
            Placed owner = owners.get(link.value());
            if (owner != null) {
                offer(owner, link, seen, queue);
                continue;
            }
            for (Link at = link; at != null; at = at.before()) {
                at.taker().assigned = at.value();
                owners.put(at.value(), at.taker());
            }
            return true;
        }
        return false;
    }

    private void offer(Placed taker, @Nullable Link before, Set<JsonValue> seen, Deque<Link> queue) {
        for (JsonValue value : taker.values) {
            looks++;
            if (!UsedValues.contains(used, value) && seen.add(value)) {
                queue.add(new Link(value, taker, before));
            }
        }
    }
}
