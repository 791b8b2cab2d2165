package dev.tenon.schema;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.MemberRole;
import dev.tenon.schema.ArraySet.Count;
import dev.tenon.schema.Kinds.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An array shape as an automaton over its elements: a state is how many elements there were, as far as it matters, and
 * how many of each counted kind. Immutable.
 *
 * @param states state 0 is the start
 */
record ArrayAutomaton(List<State> states) {
    /** States that an automaton may have; what an array's bounds multiply to. */
    private static final int MAX_STATES = 20_000;

    /**
     * A state.
     *
     * @param mayEnd whether the array may end there
     * @param steps what may come next
     */
    record State(boolean mayEnd, List<Step> steps) {}

    /** An element and where it leads. */
    record Step(Node element, int target) {}

    /** Elements so far, and of each count; numbers that nothing can tell apart are one. */
    private record Place(int index, List<Integer> counted) {}

    /** The automaton of a shape. */
    static ArrayAutomaton of(ArraySet array, Kinds kinds, Fuel fuel) {
        return new Builder(array, kinds, fuel).build();
    }

    private static final class Builder {
        private final ArraySet array;
        private final Kinds kinds;
        private final Fuel fuel;
        private final int lastIndex;
        private final Set<Integer> bounded = new LinkedHashSet<>();
        private final Map<Place, Integer> numbers = new HashMap<>();
        private final Deque<Place> todo = new ArrayDeque<>();

        Builder(ArraySet array, Kinds kinds, Fuel fuel) {
            this.array = array;
            this.kinds = kinds;
            this.fuel = fuel;
            int longest = array.prefix().size();
            for (int i = 0; i < array.counts().size(); i++) {
                Count count = array.counts().get(i);
                longest = Math.max(longest, count.prefix().size());
                if (count.max() != Expr.UNBOUNDED) {
                    bounded.add(i);
                }
            }
            this.lastIndex = array.max() != Expr.UNBOUNDED ? array.max() : Math.max(longest, array.min());
        }

        ArrayAutomaton build() {
            number(new Place(0, Collections.nCopies(array.counts().size(), 0)));
            List<State> states = new ArrayList<>();
            while (!todo.isEmpty()) {
                states.add(state(todo.remove()));
            }
            return new ArrayAutomaton(states);
        }

        private int number(Place place) {
            Integer known = numbers.get(place);
            if (known == null) {
                if (numbers.size() >= MAX_STATES) {
                    throw fuel.refusal(
                            "counting the elements of an array takes more than " + MAX_STATES + " states",
                            "maxArrayStates");
                }
                fuel.spend(1);
                known = numbers.size();
                numbers.put(place, known);
                todo.add(place);
            }
            return known;
        }

        private State state(Place place) {
            boolean mayEnd = place.index >= array.min();
            List<Node> others = new ArrayList<>();
            for (int i = 0; i < array.counts().size(); i++) {
                Count count = array.counts().get(i);
                mayEnd &= place.counted.get(i) >= count.min();
                others.add(count.element(place.index));
            }
            List<Step> steps = new ArrayList<>();
            if (place.index < array.max()) {
                Node element = array.element(place.index);
                List<Kind> kinds = others.isEmpty()
                        ? List.of(new Kind(Set.of(), element, MemberRole.OWN))
                        : this.kinds.of(element, others, bounded);
                for (Kind kind : kinds) {
                    Place next = after(place, kind);
                    if (next != null) {
                        steps.add(new Step(kind.value(), number(next)));
                    }
                }
            }
            return new State(mayEnd, List.copyOf(steps));
        }

        private @Nullable Place after(Place place, Kind kind) {
            Integer[] counted = place.counted.toArray(new Integer[0]);
            for (int i : kind.of()) {
                Count count = array.counts().get(i);
                if (counted[i] >= count.max()) {
                    return null;
                }
                int enough = count.max() == Expr.UNBOUNDED ? count.min() : count.max();
                counted[i] = Math.min(counted[i] + 1, enough);
            }
            int index = array.max() == Expr.UNBOUNDED ? Math.min(place.index + 1, lastIndex) : place.index + 1;
            return new Place(index, Arrays.asList(counted));
        }
    }

    /** Everything that elements may be. */
    Set<Node> elements() {
        Set<Node> elements = new HashSet<>();
        states.forEach(state -> state.steps.forEach(step -> elements.add(step.element)));
        return elements;
    }

    /** Whether an end can be reached by elements that have values, given by the ids of their nodes. O(steps). */
    boolean reachesEnd(BitSet productive) {
        BitSet seen = new BitSet();
        Deque<Integer> path = new ArrayDeque<>();
        seen.set(0);
        path.add(0);
        while (!path.isEmpty()) {
            State state = states.get(path.remove());
            if (state.mayEnd) {
                return true;
            }
            for (Step step : state.steps) {
                if (productive.get(step.element.id()) && !seen.get(step.target)) {
                    seen.set(step.target);
                    path.add(step.target);
                }
            }
        }
        return false;
    }
}
