package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;

/**
 * From the automaton of a text to the same with unit states, so that length bounds count code points, and to the same
 * between two literals. Labels are kept. O(states * 256).
 */
final class RawSpelling {
    private final ByteDfa text;
    private final ByteDfa.Builder builder = ByteDfa.builder();

    private RawSpelling(ByteDfa text) {
        this.text = text;
    }

    /** The same texts; entering a state between two code points counts one. */
    static ByteDfa counted(ByteDfa text) {
        RawSpelling spelling = new RawSpelling(text);
        int start = spelling.builder.addState();
        int[] copies = spelling.copyStates();
        for (int state = 0; state < copies.length; state++) {
            if (!spelling.isInsideCodePoint(state)) {
                spelling.builder.unit(copies[state]);
            }
            spelling.accept(state, copies[state]);
            spelling.copyTransitions(state, copies[state], copies);
        }
        spelling.accept(0, start);
        spelling.copyTransitions(0, start, copies);
        return spelling.builder.build();
    }

    /**
     * The texts between two literals.
     *
     * @param after not empty; no text of the language holds its first byte
     */
    static ByteDfa between(byte[] before, ByteDfa text, byte[] after) {
        RawSpelling spelling = new RawSpelling(text);
        int at = spelling.builder.addState();
        if (text.isEmpty()) {
            return spelling.builder.build();
        }
        for (int i = 0; i < before.length; i++) {
            at = spelling.next(at, before[i]);
        }
        int[] copies = spelling.copyStates();
        int[] ends = new int[text.labelCount()];
        for (int state = 0; state < copies.length; state++) {
            spelling.copyTransitions(state, copies[state], copies);
            spelling.addEnd(state, copies[state], after, ends);
        }
        spelling.copyTransitions(0, at, copies);
        spelling.addEnd(0, at, after, ends);
        return spelling.builder.build();
    }

    private void addEnd(int state, int from, byte[] after, int[] ends) {
        if (!text.isAccepting(state)) {
            return;
        }
        int label = text.label(state);
        if (ends[label] == 0) {
            ends[label] = builder.addState();
            int at = ends[label];
            for (int i = 1; i < after.length; i++) {
                at = next(at, after[i]);
            }
            builder.accept(at, label);
        }
        builder.addTransition(from, after[0] & 0xFF, after[0] & 0xFF, ends[label]);
    }

    private int[] copyStates() {
        int[] copies = new int[text.stateCount()];
        for (int state = 0; state < copies.length; state++) {
            copies[state] = builder.addState();
        }
        return copies;
    }

    private void accept(int state, int copy) {
        if (text.isAccepting(state)) {
            builder.accept(copy, text.label(state));
        }
    }

    private void copyTransitions(int state, int from, int[] copies) {
        int first = 0;
        while (first < 256) {
            int target = text.step(state, first);
            int next = first + 1;
            while (next < 256 && text.step(state, next) == target) {
                next++;
            }
            if (target != ByteDfa.DEAD) {
                builder.addTransition(from, first, next - 1, copies[target]);
            }
            first = next;
        }
    }

    private boolean isInsideCodePoint(int state) {
        for (int b = 0x80; b < 0xC0; b++) {
            if (text.step(state, b) != ByteDfa.DEAD) {
                return true;
            }
        }
        return false;
    }

    private int next(int state, byte symbol) {
        int target = builder.addState();
        builder.addTransition(state, symbol & 0xFF, symbol & 0xFF, target);
        return target;
    }
}
