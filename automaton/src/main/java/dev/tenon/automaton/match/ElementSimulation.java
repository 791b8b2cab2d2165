package dev.tenon.automaton.match;

import java.util.BitSet;

/**
 * Which states of an array's automaton allow all that others allow: the greatest simulation (Milner, 1971). A reading
 * that stands in the one makes a reading that stands in the other superfluous. Only looked for in small automata;
 * elsewhere a state stands for itself. Immutable.
 */
final class ElementSimulation {
    private static final int MAX_STATES = 48;

    /** [state] -> the states that it can stand for; empty where the automaton is not small. */
    private final BitSet[] covered;

    ElementSimulation(Node[] elements, int[] targets, int[] firstStep, BitSet mayEnd) {
        int states = firstStep.length - 1;
        this.covered = new BitSet[states > MAX_STATES || targets.length > 4 * MAX_STATES ? 0 : states];
        for (int state = 0; state < covered.length; state++) {
            covered[state] = new BitSet(states);
            for (int other = 0; other < states; other++) {
                covered[state].set(other, mayEnd.get(state) || !mayEnd.get(other));
            }
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int state = 0; state < covered.length; state++) {
                for (int other = covered[state].nextSetBit(0);
                        other >= 0;
                        other = covered[state].nextSetBit(other + 1)) {
                    if (other != state && !follows(state, other, elements, targets, firstStep)) {
                        covered[state].clear(other);
                        changed = true;
                    }
                }
            }
        }
    }

    /** Whether each step of the other state has one of the state that leads to where all of it is covered. */
    @SuppressWarnings("ReferenceEquality")
    private boolean follows(int state, int other, Node[] elements, int[] targets, int[] firstStep) {
        for (int step = firstStep[other]; step < firstStep[other + 1]; step++) {
            boolean found = false;
            for (int own = firstStep[state]; own < firstStep[state + 1] && !found; own++) {
                found = elements[own] == elements[step] && covered[targets[own]].get(targets[step]);
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    /** Whether anything is known to be covered by another state. */
    boolean isSmall() {
        return covered.length > 0;
    }

    /** Whether the state allows all that the other allows. */
    boolean covers(int state, int other) {
        return state == other || (covered.length > 0 && covered[state].get(other));
    }
}
