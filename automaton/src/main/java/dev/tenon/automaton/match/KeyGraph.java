package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Where the states of a key automaton lead, each target once a state: most rows are one target but for a few bytes, so
 * this is a small part of the table, and what looks at all ways on looks here. Immutable.
 */
final class KeyGraph {
    /** Passes over all states before their predecessors are worked out. */
    private static final int MOST_PASSES = 4;

    /** State -> its first target; one more entry closes the last state. */
    private final int[] start;

    private final int[] targets;

    /** The targets in byte order. O(states x byte classes). */
    KeyGraph(ByteDfa keys) {
        int states = keys.stateCount();
        int classes = keys.classCount();
        this.start = new int[states + 1];
        int[] found = new int[4 * states + 16];
        int[] seenFrom = new int[states];
        int count = 0;
        for (int state = 0; state < states; state++) {
            start[state] = count;
            int before = ByteDfa.DEAD;
            for (int i = 0; i < classes; i++) {
                int target = keys.stepClass(state, i);
                if (target == before || target == ByteDfa.DEAD) {
                    continue;
                }
                before = target;
                if (seenFrom[target] != state + 1) {
                    seenFrom[target] = state + 1;
                    found = count < found.length ? found : Arrays.copyOf(found, 2 * count);
                    found[count++] = target;
                }
            }
        }
        start[states] = count;
        this.targets = Arrays.copyOf(found, count);
    }

    int stateCount() {
        return start.length - 1;
    }

    int firstTarget(int state) {
        return start[state];
    }

    int pastTargets(int state) {
        return start[state + 1];
    }

    int target(int index) {
        return targets[index];
    }

    /**
     * Adds all states from which the set can be reached. States are numbered breadth-first, so nearly all transitions
     * lead to larger numbers, and going down from the largest settles nearly all states at once.
     */
    void spread(BitSet set) {
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            boolean changed = false;
            for (int state = stateCount() - 1; state >= 0; state--) {
                if (!set.get(state) && leadsInto(state, set)) {
                    set.set(state);
                    changed = true;
                }
            }
            if (!changed) {
                return;
            }
        }
        spreadBackwards(set);
    }

    private boolean leadsInto(int state, BitSet set) {
        for (int i = start[state]; i < start[state + 1]; i++) {
            if (set.get(targets[i])) {
                return true;
            }
        }
        return false;
    }

    private void spreadBackwards(BitSet set) {
        int[] sourceStart = new int[stateCount() + 1];
        int[] sources = sources(sourceStart);
        int[] queue = new int[stateCount()];
        int size = 0;
        for (int state = set.nextSetBit(0); state >= 0; state = set.nextSetBit(state + 1)) {
            queue[size++] = state;
        }
        for (int i = 0; i < size; i++) {
            for (int at = sourceStart[queue[i]]; at < sourceStart[queue[i] + 1]; at++) {
                if (!set.get(sources[at])) {
                    set.set(sources[at]);
                    queue[size++] = sources[at];
                }
            }
        }
    }

    /** Fills state -> first source, with one more entry, and returns the sources. */
    int[] sources(int[] sourceStart) {
        for (int target : targets) {
            sourceStart[target + 1]++;
        }
        for (int state = 0; state < stateCount(); state++) {
            sourceStart[state + 1] += sourceStart[state];
        }
        int[] fill = Arrays.copyOf(sourceStart, stateCount());
        int[] sources = new int[targets.length];
        for (int state = 0; state < stateCount(); state++) {
            for (int i = start[state]; i < start[state + 1]; i++) {
                sources[fill[targets[i]]++] = state;
            }
        }
        return sources;
    }

    /** The states of the set that lead to themselves. */
    BitSet loops(BitSet states) {
        BitSet loops = new BitSet(stateCount());
        for (int state = states.nextSetBit(0); state >= 0; state = states.nextSetBit(state + 1)) {
            for (int i = start[state]; i < start[state + 1]; i++) {
                if (targets[i] == state) {
                    loops.set(state);
                    break;
                }
            }
        }
        return loops;
    }
}
