package dev.tenon.automaton.dfa;

import dk.brics.automaton.Automaton;
import dk.brics.automaton.BasicOperations;
import dk.brics.automaton.State;
import dk.brics.automaton.Transition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Intersection of nondeterministic automata, by dk.brics: the only place that knows that library.
 *
 * <p>Intersecting before determinising matters: the deterministic form of one operand may be exponential where the
 * intersection is small, as in {@code [ab]*a[ab]{30}} with {@code [ab]{0,40}}'s few words of a given shape. The library's
 * product of two nondeterministic automata is polynomial and iterative; its determinisation and minimisation have no
 * work limit and are never called (see the decision record on automata libraries).
 */
public final class BricsAutomata {
    /** The library's symbols are UTF-16 code units. */
    private static final int MAX_SYMBOLS = Character.MAX_VALUE + 1;

    /** What the library's hash tables of objects cost for one pair of transitions. */
    private static final long STEPS_PER_PAIR = 8;

    private BricsAutomata() {}

    /**
     * The words that both accept, with label 0, or nothing if the product might spend more than half of the budget, or
     * has more symbols than the library can name; the caller then takes another way. The work is the number of edges
     * multiplied, at eight steps each, and is spent.
     *
     * @throws GrammarTooComplexException when following empty edges spends the budget
     */
    public static Optional<Nfa> intersect(Nfa a, Nfa b, WorkBudget budget) {
        if (a.symbolCount() != b.symbolCount()) {
            throw new IllegalArgumentException("automata over different alphabets");
        }
        if (a.symbolCount() > MAX_SYMBOLS) {
            return Optional.empty();
        }
        Automaton first = toBrics(a, budget);
        Automaton second = toBrics(b, budget);
        long work = STEPS_PER_PAIR * first.getNumberOfTransitions() * second.getNumberOfTransitions();
        if (work > budget.stepsLeft() / 2) {
            return Optional.empty();
        }
        budget.spend(work);
        return Optional.of(fromBrics(BasicOperations.intersection(first, second), a.symbolCount()));
    }

    /** The same automaton without empty edges: each state takes over the edges of those that it reaches by them. */
    static Automaton toBrics(Nfa nfa, WorkBudget budget) {
        State[] states = new State[nfa.stateCount()];
        int[] seen = new int[nfa.stateCount()];
        ArrayDeque<Integer> ready = new ArrayDeque<>();
        states[0] = new State();
        ready.add(0);
        while (!ready.isEmpty()) {
            int source = ready.remove();
            for (int state : closure(nfa, source, seen, budget)) {
                if (nfa.label(state) != ByteDfa.NO_LABEL) {
                    states[source].setAccept(true);
                }
                for (int edge = nfa.firstEdge(state); edge >= 0; edge = nfa.nextEdge(edge)) {
                    if (nfa.edgeSet(edge) != Nfa.EMPTY_EDGE) {
                        int target = nfa.edgeTarget(edge);
                        if (states[target] == null) {
                            states[target] = new State();
                            ready.add(target);
                        }
                        addTransitions(states[source], nfa.symbols(nfa.edgeSet(edge)), states[target], budget);
                    }
                }
            }
        }
        Automaton automaton = new Automaton();
        automaton.setInitialState(states[0]);
        automaton.setDeterministic(false);
        automaton.restoreInvariant();
        return automaton;
    }

    private static List<Integer> closure(Nfa nfa, int source, int[] seen, WorkBudget budget) {
        List<Integer> closure = new ArrayList<>(List.of(source));
        seen[source] = source + 1;
        for (int i = 0; i < closure.size(); i++) {
            for (int edge = nfa.firstEdge(closure.get(i)); edge >= 0; edge = nfa.nextEdge(edge)) {
                budget.spend(1);
                int target = nfa.edgeTarget(edge);
                if (nfa.edgeSet(edge) == Nfa.EMPTY_EDGE && seen[target] != source + 1) {
                    seen[target] = source + 1;
                    closure.add(target);
                }
            }
        }
        return closure;
    }

    private static void addTransitions(State source, int[] symbols, State target, WorkBudget budget) {
        int i = 0;
        while (i < symbols.length) {
            int last = i;
            while (last + 1 < symbols.length && symbols[last + 1] == symbols[last] + 1) {
                last++;
            }
            budget.spend(1);
            source.addTransition(new Transition((char) symbols[i], (char) symbols[last], target));
            i = last + 1;
        }
    }

    static Nfa fromBrics(Automaton automaton, int symbolCount) {
        Nfa nfa = new Nfa(symbolCount);
        IdentityHashMap<State, Integer> numberOf = new IdentityHashMap<>();
        ArrayDeque<State> ready = new ArrayDeque<>();
        numberOf.put(automaton.getInitialState(), 0);
        ready.add(automaton.getInitialState());
        while (!ready.isEmpty()) {
            State state = ready.remove();
            int source = numberOf.getOrDefault(state, 0);
            if (state.isAccept()) {
                nfa.accept(source, 0);
            }
            for (Transition transition : state.getTransitions()) {
                State target = transition.getDest();
                Integer number = numberOf.get(target);
                if (number == null) {
                    number = nfa.addState();
                    numberOf.put(target, number);
                    ready.add(target);
                }
                nfa.addEdge(source, nfa.addSet(range(transition.getMin(), transition.getMax())), number);
            }
        }
        return nfa;
    }

    private static int[] range(int from, int to) {
        int[] symbols = new int[to - from + 1];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = from + i;
        }
        return symbols;
    }
}
