package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A state of an automaton that others are compared with, with its scan, which may have been made for another automaton that says the same
 * from there on. Immutable.
 *
 * @param state the state
 * @param scan its scan
 * @param labels the labels of words that can be completed from there, and in {@code scanLabels} those that the scan has
 *     for them
 * @param knownStates the states that can be reached from there, or null where they were not asked for yet; not to be written
 */
record Body(
        int state,
        BodyScan scan,
        int[] labels,
        int[] scanLabels,
        @Nullable BitSet knownStates) {
    /** Where all words have one label, they have this one, and every state leads to it. */
    private static final int[] ONLY_LABEL = {0};

    /** A state that loops on many symbols and does not accept, if the automaton says little from there on; else null. */
    static @Nullable Body shared(MaskEngine engine, ByteDfa dfa, int state) {
        Residual residual = Residual.of(dfa, state);
        if (residual == null) {
            return null;
        }
        int[] labels = residual.labels();
        int[] scanLabels = IntStream.range(0, labels.length).toArray();
        return new Body(state, engine.bodyScan(residual), labels, scanLabels, residual.states());
    }

    /** Any state, with a scan of its own. */
    static Body own(ByteDfa dfa, int state, BodyScan scan) {
        if (dfa.labelCount() == 1) {
            return new Body(state, scan, ONLY_LABEL, ONLY_LABEL, null);
        }
        BitSet states = reached(dfa, state);
        int[] labels = IdList.of(labelsOf(dfa, states));
        return new Body(state, scan, labels, labels, states);
    }

    /** The states of its automaton that can be reached from there; not to be written. */
    BitSet states(ByteDfa dfa) {
        return knownStates == null ? reached(dfa, state) : knownStates;
    }

    /** The label that the scan has for one of the automaton's, or -1 for one that no word from there has. */
    int scanLabel(int label) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == label) {
                return scanLabels[i];
            }
        }
        return -1;
    }

    /** The states from which none of the labels can be reached that can be from a state. */
    static BitSet strangers(ByteDfa dfa, int state) {
        BitSet labels = labelsOf(dfa, reached(dfa, state));
        int[][] sources = dfa.predecessors();
        BitSet strangers = new BitSet(dfa.stateCount());
        strangers.set(0, dfa.stateCount());
        IdList queue = new IdList();
        for (int end = 0; end < dfa.stateCount(); end++) {
            if (dfa.label(end) >= 0 && labels.get(dfa.label(end))) {
                strangers.clear(end);
                queue.add(end);
            }
        }
        for (int i = 0; i < queue.size(); i++) {
            for (int source : sources[queue.get(i)]) {
                if (strangers.get(source)) {
                    strangers.clear(source);
                    queue.add(source);
                }
            }
        }
        return strangers;
    }

    private static BitSet labelsOf(ByteDfa dfa, BitSet states) {
        BitSet labels = new BitSet(dfa.labelCount());
        for (int state = states.nextSetBit(0); state >= 0; state = states.nextSetBit(state + 1)) {
            if (dfa.label(state) >= 0) {
                labels.set(dfa.label(state));
            }
        }
        return labels;
    }

    private static BitSet reached(ByteDfa dfa, int state) {
        BitSet seen = new BitSet(dfa.stateCount());
        IdList queue = new IdList();
        seen.set(state);
        queue.add(state);
        for (int i = 0; i < queue.size(); i++) {
            for (int c = 0; c < dfa.classCount(); c++) {
                int target = dfa.stepClass(queue.get(i), c);
                if (target != ByteDfa.DEAD && !seen.get(target)) {
                    seen.set(target);
                    queue.add(target);
                }
            }
        }
        return seen;
    }

    /** A rough size for cache bounds. */
    int bytes() {
        // The scan may be shared, and counts in full all the same.
        return scan.bytes() + (knownStates == null ? 0 : knownStates.size() / 8) + labels.length * 4;
    }
}
