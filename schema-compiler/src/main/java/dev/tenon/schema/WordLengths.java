package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which numbers of code points the words of an automaton have.
 *
 * <p>The sets of states that can be reached by 0, 1, 2, ... code points are worked out one after the other. There are
 * finitely many, so they end in the empty set or in a cycle, and from there on lengths repeat with its period: the
 * answer for a bound of a million needs only as many sets as there are before the cycle closes.
 */
final class WordLengths {
    private final ByteDfa text;
    private final int[][] successors;
    private final long limit;
    private long steps;

    private WordLengths(ByteDfa text, CompileLimits limits) {
        this.text = text;
        this.successors = new int[text.stateCount()][];
        this.limit = limits.maxDeterminizeSteps();
    }

    /**
     * Whether the language has a word of at least {@code min} and at most {@code max} code points.
     *
     * @param text an automaton over UTF-8, trimmed
     * @throws GrammarTooComplexException when lengths repeat so late that the limit of steps is reached
     */
    static boolean meet(ByteDfa text, int min, int max, CompileLimits limits) {
        return !text.isEmpty() && min <= max && new WordLengths(text, limits).meets(min, max);
    }

    private boolean meets(int min, int max) {
        BitSet states = new BitSet();
        states.set(text.start());
        Map<BitSet, Integer> seen = new HashMap<>();
        List<Boolean> accepted = new ArrayList<>();
        for (int length = 0; length <= max && !states.isEmpty(); length++) {
            boolean accepts = states.stream().anyMatch(text::isAccepting);
            if (accepts && length >= min) {
                return true;
            }
            Integer before = seen.putIfAbsent(states, length);
            if (before != null) {
                return repeats(accepted, before, min, max);
            }
            accepted.add(accepts);
            states = next(states);
        }
        return false;
    }

    /** Whether a length within the bounds is accepted, when lengths from {@code from} on repeat the list's tail. */
    private static boolean repeats(List<Boolean> accepted, int from, int min, int max) {
        int period = accepted.size() - from;
        long first = Math.max(min, accepted.size());
        for (long length = first; length <= max && length < first + period; length++) {
            if (accepted.get(from + (int) ((length - from) % period))) {
                return true;
            }
        }
        return false;
    }

    private BitSet next(BitSet states) {
        BitSet result = new BitSet();
        for (int state = states.nextSetBit(0); state >= 0; state = states.nextSetBit(state + 1)) {
            for (int successor : successors(state)) {
                result.set(successor);
            }
            spend(1 + successors(state).length);
        }
        return result;
    }

    /** The states that one code point leads to. */
    private int[] successors(int state) {
        if (successors[state] == null) {
            BitSet found = new BitSet();
            BitSet passed = new BitSet();
            Deque<Integer> inside = new ArrayDeque<>();
            inside.add(state);
            while (!inside.isEmpty()) {
                int at = inside.remove();
                for (int b = 0; b < 256; b++) {
                    int target = text.step(at, b);
                    if (target == ByteDfa.DEAD) {
                        continue;
                    }
                    if (!isInside(target)) {
                        found.set(target);
                    } else if (!passed.get(target)) {
                        passed.set(target);
                        inside.add(target);
                    }
                }
                spend(1);
            }
            successors[state] = found.stream().toArray();
        }
        return successors[state];
    }

    /** Whether the state stands inside a code point: continuation bytes leave it. */
    private boolean isInside(int state) {
        for (int b = 0x80; b < 0xC0; b++) {
            if (text.step(state, b) != ByteDfa.DEAD) {
                return true;
            }
        }
        return false;
    }

    private void spend(int units) {
        steps += units;
        if (steps > limit) {
            throw new GrammarTooComplexException(
                    "maxDeterminizeSteps", limit, "finding out whether pattern and length exclude each other");
        }
    }
}
