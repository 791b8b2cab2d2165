package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The least bytes from a state of the key automaton to a key of a member. Keys of members that come once form a tree
 * ({@link KeyReach}), so a difference of depths says it. For members that come many times it is worked out backwards from
 * their keys, once it is asked for: matching never does, sampling with a wish to finish does. Thread-safe.
 */
final class KeyDistances {
    private static final int NONE = -1;

    private final ByteDfa keys;
    private final Occurrence[] occurrences;
    private final KeyReach reach;
    /** [state] -> least bytes of a word that leads there. */
    private final int[] depth;
    /** [member] -> least bytes of a key, or {@link #NONE}. */
    private final int[] leastKey;
    /** [member] -> [state] -> least bytes to a key; where it was asked for. */
    private final AtomicReferenceArray<int @Nullable []> toMany;

    /** From the start. O(states x targets). */
    KeyDistances(ByteDfa keys, KeyGraph graph, Occurrence[] occurrences, KeyReach reach) {
        this.keys = keys;
        this.occurrences = occurrences;
        this.reach = reach;
        this.depth = new int[keys.stateCount()];
        this.leastKey = new int[occurrences.length];
        this.toMany = new AtomicReferenceArray<>(occurrences.length);
        Arrays.fill(leastKey, NONE);
        Arrays.fill(depth, NONE);
        depth[0] = 0;
        // States are numbered breadth-first: they are met here in the order of their depths.
        for (int state = 0; state < depth.length; state++) {
            int member = keys.label(state);
            if (member >= 0 && member < leastKey.length && leastKey[member] == NONE) {
                leastKey[member] = depth[state];
            }
            for (int i = graph.firstTarget(state); i < graph.pastTargets(state); i++) {
                int target = graph.target(i);
                if (target > state && depth[target] == NONE) {
                    depth[target] = depth[state] + 1;
                }
            }
        }
    }

    /** The least bytes of a key of the member; -1 where it has none. */
    int leastKey(int member) {
        return leastKey[member];
    }

    /** The least bytes from the state to a key of a member that some key leads to; -1 where none is ahead. */
    int from(int state, int member) {
        if (state == 0) {
            return leastKey[member];
        }
        if (occurrences[member] != Occurrence.MANY) {
            return reach.leadsToSingle(state, member) ? leastKey[member] - depth[state] : NONE;
        }
        int[] known = toMany.get(member);
        if (known == null) {
            known = backwards(member);
            toMany.set(member, known);
        }
        return known[state];
    }

    private int[] backwards(int member) {
        int[][] sources = keys.predecessors();
        int[] distance = new int[keys.stateCount()];
        Arrays.fill(distance, NONE);
        int[] queue = new int[distance.length];
        int size = 0;
        BitSet states = reach.statesOfMany(member);
        for (int state = states.nextSetBit(0); state >= 0; state = states.nextSetBit(state + 1)) {
            if (keys.label(state) == member) {
                distance[state] = 0;
                queue[size++] = state;
            }
        }
        for (int i = 0; i < size; i++) {
            for (int source : sources[queue[i]]) {
                if (distance[source] == NONE) {
                    distance[source] = distance[queue[i]] + 1;
                    queue[size++] = source;
                }
            }
        }
        return distance;
    }
}
