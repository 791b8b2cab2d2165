package dev.tenon.automaton.match;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.ElementState;
import dev.tenon.automaton.grammar.Expr.ElementStep;
import dev.tenon.automaton.grammar.Expr.Elements;
import dev.tenon.automaton.grammar.Expr.Empty;
import dev.tenon.automaton.grammar.Expr.Ending;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Removes from an automaton over elements what can never be completed: steps whose element has no text and states from
 * which no end can be reached.
 */
final class ElementPruner {
    private ElementPruner() {}

    /** States and steps together: what an automaton over elements takes in memory. */
    static long size(Elements elements) {
        long size = 1;
        for (ElementState state : elements.states()) {
            size += 1 + state.steps().size();
        }
        return size;
    }

    /**
     * The expression in terms of elements that are already pruned; {@link Pruner#NEVER} where nothing is left of it.
     * States keep their numbers. O(states + steps).
     */
    static Expr prune(Elements elements) {
        Elements separated = Pruner.isNever(elements.separator()) ? oneAtMost(elements) : elements;
        BitSet alive = alive(separated);
        if (!alive.get(0)) {
            return Pruner.NEVER;
        }
        List<ElementState> states = new ArrayList<>();
        boolean same = true;
        for (int i = 0; i < separated.states().size(); i++) {
            ElementState state = separated.states().get(i);
            List<ElementStep> steps = state.steps().stream()
                    .filter(step -> alive.get(step.target()) && !Pruner.isNever(step.element()))
                    .toList();
            same &= steps.size() == state.steps().size();
            states.add(new ElementState(state.ending(), steps));
        }
        return same ? separated : new Elements(states, separated.separator(), separated.distinctness());
    }

    /** Without a separator no second element can come. */
    private static Elements oneAtMost(Elements elements) {
        ElementState start = elements.states().get(0);
        List<ElementStep> steps = new ArrayList<>();
        for (ElementStep step : start.steps()) {
            if (elements.states().get(step.target()).ending() == Ending.MAY_END) {
                steps.add(new ElementStep(step.element(), 1));
            }
        }
        return new Elements(
                List.of(new ElementState(start.ending(), steps), new ElementState(Ending.MAY_END, List.of())),
                new Empty(),
                elements.distinctness());
    }

    /** The states from which an end can be reached. */
    private static BitSet alive(Elements elements) {
        int count = elements.states().size();
        List<List<Integer>> sources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sources.add(new ArrayList<>());
        }
        BitSet alive = new BitSet(count);
        int[] queue = new int[count];
        int size = 0;
        for (int i = 0; i < count; i++) {
            ElementState state = elements.states().get(i);
            for (ElementStep step : state.steps()) {
                if (!Pruner.isNever(step.element())) {
                    sources.get(step.target()).add(i);
                }
            }
            if (state.ending() == Ending.MAY_END) {
                alive.set(i);
                queue[size++] = i;
            }
        }
        for (int i = 0; i < size; i++) {
            for (int source : sources.get(queue[i])) {
                if (!alive.get(source)) {
                    alive.set(source);
                    queue[size++] = source;
                }
            }
        }
        return alive;
    }
}
