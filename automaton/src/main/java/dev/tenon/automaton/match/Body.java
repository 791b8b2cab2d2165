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
 * @param states the states that can be reached from there; not to be written
 */
record Body(int state, BodyScan scan, int[] labels, int[] scanLabels, BitSet states) {
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
        BitSet states = reached(dfa, state);
        int[] labels = states.stream()
                .map(dfa::label)
                .filter(label -> label >= 0)
                .distinct()
                .toArray();
        return new Body(state, scan, labels, labels, states);
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
        BitSet labels = new BitSet();
        reached(dfa, state).stream().map(dfa::label).filter(label -> label >= 0).forEach(labels::set);
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
        return scan.bytes() + states.size() / 8 + labels.length * 4;
    }
}
