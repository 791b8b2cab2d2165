package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What an automaton still says from one of its states on, written down so that two are equal whenever they say the same
 * by the same number of states: the states that can be reached, numbered breadth-first in byte order, with their
 * transitions, counts and labels, the labels numbered as they come up. What is worked out for one automaton, say for the
 * inside of any JSON string, then serves all others that run into the same. Immutable.
 */
final class Residual {
    /** More states than this are seldom met twice. */
    static final int MOST_STATES = 64;

    /** By state: twice the label plus one if it counts, then the ranges of bytes as (first byte, target); -1 ends a state. */
    private final int[] form;

    private final int hash;
    /** [label here] -> label of the automaton. */
    private final int[] labels;
    /** The states of the automaton that can be reached. */
    private final BitSet states;

    private Residual(int[] form, int[] labels, BitSet states) {
        this.form = form;
        this.hash = Arrays.hashCode(form);
        this.labels = labels;
        this.states = states;
    }

    /**
     * What the automaton says from the state on, or null when that takes more than {@link #MOST_STATES} states. O(states
     * reached * ranges of bytes).
     */
    static @Nullable Residual of(ByteDfa dfa, int start) {
        int[] runs = runs(dfa);
        int[] order = new int[16];
        int[] number = new int[dfa.stateCount()];
        BitSet seen = new BitSet(dfa.stateCount());
        seen.set(start);
        order[0] = start;
        int size = 1;
        int[] labels = new int[0];
        int[] form = new int[64];
        int at = 0;
        for (int i = 0; i < size; i++) {
            if (size > MOST_STATES) {
                return null;
            }
            int state = order[i];
            if (at + 2 * runs.length + 2 > form.length) {
                form = Arrays.copyOf(form, Math.max(2 * form.length, at + 2 * runs.length + 2));
            }
            int label = dfa.label(state);
            int own = label < 0 ? -1 : indexOf(labels, label);
            if (label >= 0 && own < 0) {
                own = labels.length;
                labels = Arrays.copyOf(labels, own + 1);
                labels[own] = label;
            }
            form[at++] = 2 * own + (dfa.isUnit(state) ? 1 : 0);
            int last = ByteDfa.DEAD;
            for (int run : runs) {
                int target = dfa.step(state, run);
                if (target == last && run > 0) {
                    continue;
                }
                last = target;
                if (target != ByteDfa.DEAD && !seen.get(target)) {
                    seen.set(target);
                    number[target] = size;
                    order = size == order.length ? Arrays.copyOf(order, 2 * size) : order;
                    order[size++] = target;
                }
                form[at++] = run;
                form[at++] = target == ByteDfa.DEAD ? ByteDfa.DEAD : number[target];
            }
            form[at++] = -1;
        }
        return new Residual(Arrays.copyOf(form, at), labels, seen);
    }

    /** The bytes at which any state may tell a byte from the one before it. */
    private static int[] runs(ByteDfa dfa) {
        int[] runs = new int[256];
        int count = 0;
        for (int b = 0; b < 256; b++) {
            if (b == 0 || dfa.classOf(b) != dfa.classOf(b - 1)) {
                runs[count++] = b;
            }
        }
        return Arrays.copyOf(runs, count);
    }

    private static int indexOf(int[] labels, int label) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == label) {
                return i;
            }
        }
        return -1;
    }

    /** [label of {@link #dfa}] -> label of the automaton it was taken from. Shared: not to be written. */
    int[] labels() {
        return labels;
    }

    /** The states of the automaton it was taken from that can be reached. Shared: not to be written. */
    BitSet states() {
        return states;
    }

    /** The automaton of what is said, from its start on. */
    ByteDfa dfa() {
        ByteDfa.Builder builder = ByteDfa.builder();
        int count = states.cardinality();
        for (int i = 0; i < count; i++) {
            builder.addState();
        }
        int at = 0;
        for (int state = 0; state < count; state++) {
            int facts = form[at++];
            if (facts >> 1 >= 0) {
                builder.accept(state, facts >> 1);
            }
            if ((facts & 1) != 0) {
                builder.unit(state);
            }
            while (form[at] >= 0) {
                int to = form[at + 2] < 0 ? 255 : form[at + 2] - 1;
                if (form[at + 1] != ByteDfa.DEAD) {
                    builder.addTransition(state, form[at], to, form[at + 1]);
                }
                at += 2;
            }
            at++;
        }
        return builder.build();
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Residual that && hash == that.hash && Arrays.equals(form, that.form));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
