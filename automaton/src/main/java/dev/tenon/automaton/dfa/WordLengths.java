package dev.tenon.automaton.dfa;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lengths, counted in unit states, that words can still grow by from each state of an automaton: what decides
 * whether a length bound can still be met ({@code ^(aa)*$} with a length of exactly 3 cannot).
 *
 * <p>Let A(n) be the set of states from which a word of exactly n more units can be completed. A(n+1) depends on A(n)
 * alone, so the sequence A(0), A(1), ... runs into a cycle; it is computed up to there. Memory is states x (steps
 * before the cycle closes) bits. Immutable and thread-safe.
 */
public final class WordLengths {
    private final List<BitSet> setsByLength;
    /** Where the sequence goes on after its last set; at the last set itself when that is empty for good. */
    private final int cycleStart;

    /** [state] -> least length. */
    private final int[] least;

    private final int mostLeast;

    private final boolean free;
    /** What it took to work them out. */
    private final long steps;

    private WordLengths(List<BitSet> setsByLength, int cycleStart, BitSet accepting, int count, long steps) {
        this.setsByLength = setsByLength;
        this.cycleStart = cycleStart;
        this.least = least(setsByLength, count);
        this.mostLeast = Arrays.stream(least).max().orElse(0);
        this.free = isFree(setsByLength, cycleStart, accepting, least);
        this.steps = steps;
    }

    /**
     * The lengths of one automaton; worked out once for each automaton, while memory allows.
     *
     * @throws GrammarTooComplexException when the sequence does not close within
     *     {@link CompileLimits#maxDeterminizeSteps} steps (a step is one state of one set)
     */
    public static WordLengths of(ByteDfa dfa, CompileLimits limits) {
        WordLengths known = dfa.knownLengths();
        if (known == null) {
            known = make(dfa, limits);
            dfa.keepLengths(known);
        }
        if (known.steps > limits.maxDeterminizeSteps()) {
            throw tooLong(limits);
        }
        return known;
    }

    private static GrammarTooComplexException tooLong(CompileLimits limits) {
        return new GrammarTooComplexException(
                "maxDeterminizeSteps", limits.maxDeterminizeSteps(), "the set of possible string lengths");
    }

    private static WordLengths make(ByteDfa dfa, CompileLimits limits) {
        int count = dfa.stateCount();
        int[][] predecessors = dfa.predecessors();
        BitSet current = new BitSet(count);
        for (int state = 0; state < count; state++) {
            current.set(state, dfa.isAccepting(state));
        }
        BitSet accepting = (BitSet) current.clone();
        closeOverUncounted(dfa, predecessors, current);
        List<BitSet> sets = new ArrayList<>();
        Map<BitSet, Integer> seen = new HashMap<>();
        long steps = 0;
        while (true) {
            Integer earlier = seen.putIfAbsent(current, sets.size());
            if (earlier != null) {
                return new WordLengths(List.copyOf(sets), earlier, accepting, count, steps);
            }
            sets.add(current);
            steps += count;
            if (steps > limits.maxDeterminizeSteps()) {
                throw tooLong(limits);
            }
            BitSet next = new BitSet(count);
            for (int state = current.nextSetBit(0); state >= 0; state = current.nextSetBit(state + 1)) {
                if (dfa.isUnit(state)) {
                    for (int source : predecessors[state]) {
                        next.set(source);
                    }
                }
            }
            closeOverUncounted(dfa, predecessors, next);
            current = next;
        }
    }

    /** Whether a word can be completed from the state by at least {@code min} and at most {@code max} more units. */
    public boolean canReach(int state, int min, int max) {
        if (max < min) {
            return false;
        }
        int known = setsByLength.size();
        int period = known - cycleStart;
        long last = Math.min(max, Math.max((long) min, known) + period);
        for (long length = min; length <= last; length++) {
            int index = length < known ? (int) length : cycleStart + (int) ((length - cycleStart) % period);
            if (setsByLength.get(index).get(state)) {
                return true;
            }
        }
        return false;
    }

    /** Whether every word that can be completed from the state takes {@code min} more units at least and {@code max} at most. */
    public boolean areWithin(int state, int min, int max) {
        if (least[state] < min) {
            return false;
        }
        int longest = setsByLength.size() - 1;
        while (longest >= 0 && !setsByLength.get(longest).get(state)) {
            longest--;
        }
        return longest < cycleStart ? longest <= max : max == Integer.MAX_VALUE;
    }

    /** How many states the automaton has. */
    public int stateCount() {
        return least.length;
    }

    /** The least number of units by which a word can be completed from the state. */
    public int least(int state) {
        return least[state];
    }

    /** The largest {@link #least} of any state. */
    public int mostLeast() {
        return mostLeast;
    }

    /**
     * Whether every state but those of complete words that count no more can be completed by any number of units from its
     * {@link #least} on: then a bound is met by watching the count alone, up to the end.
     */
    public boolean isFree() {
        return free;
    }

    private static int[] least(List<BitSet> sets, int count) {
        int[] least = new int[count];
        BitSet known = new BitSet(count);
        for (int length = 0; length < sets.size(); length++) {
            BitSet set = sets.get(length);
            for (int state = set.nextSetBit(0); state >= 0; state = set.nextSetBit(state + 1)) {
                if (!known.get(state)) {
                    known.set(state);
                    least[state] = length;
                }
            }
        }
        return least;
    }

    private static boolean isFree(List<BitSet> sets, int cycleStart, BitSet accepting, int[] least) {
        int last = sets.size() - 1;
        if (cycleStart != last) {
            return false;
        }
        for (int state = 0; state < least.length; state++) {
            // A complete word may count no more; before its end nothing may have settled its length already.
            boolean ended = accepting.get(state) && !sets.get(last).get(state);
            for (int length = least[state] + 1; length <= last; length++) {
                if (sets.get(length).get(state) == ended) {
                    return false;
                }
            }
            if (!ended && !sets.get(last).get(state)) {
                return false;
            }
        }
        return true;
    }

    private static void closeOverUncounted(ByteDfa dfa, int[][] predecessors, BitSet set) {
        int[] queue = new int[dfa.stateCount()];
        int size = 0;
        for (int state = set.nextSetBit(0); state >= 0; state = set.nextSetBit(state + 1)) {
            queue[size++] = state;
        }
        for (int i = 0; i < size; i++) {
            if (dfa.isUnit(queue[i])) {
                continue;
            }
            for (int source : predecessors[queue[i]]) {
                if (!set.get(source)) {
                    set.set(source);
                    queue[size++] = source;
                }
            }
        }
    }
}
