package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which members an object's key can still become, by state of the key automaton. Immutable.
 *
 * <p>A member that comes once has one key, so the states on the way to such keys form a tree: two ways to one state would
 * be two keys. Members are given places in the order of that tree, and what a state reaches is a range of places, two
 * numbers instead of a set. A hundred thousand properties cost two numbers a state. Members that come many times are few,
 * and have a set of states each; their places follow.
 */
final class KeyReach {
    private final int[] placeOf;
    private final int[] memberAt;
    /** [state] -> first place reached, and the one after the last; for members that come once. */
    private final int[] from;

    private final int[] to;
    private final List<Integer> manyMembers;
    /** [index of manyMembers] -> states that reach it. */
    private final BitSet[] manyStates;

    private final int singles;
    private final BitSet usableMembers = new BitSet();

    /**
     * Works it out. O(states * targets).
     *
     * @param graph where the states of the keys lead
     * @param usable members that have a text after their key
     * @throws IllegalArgumentException when a member that comes once has several keys
     */
    KeyReach(ByteDfa keys, KeyGraph graph, Occurrence[] occurrences, BitSet usable) {
        int states = keys.stateCount();
        BitSet single = new BitSet(states);
        this.manyMembers = IntStream.range(0, occurrences.length)
                .filter(member -> occurrences[member] == Occurrence.MANY && usable.get(member))
                .boxed()
                .toList();
        this.manyStates = new BitSet[manyMembers.size()];
        Arrays.setAll(manyStates, i -> new BitSet(states));
        for (int state = 0; state < states; state++) {
            int member = keys.label(state);
            if (member >= 0 && usable.get(member)) {
                int many = manyMembers.indexOf(member);
                (many < 0 ? single : manyStates[many]).set(state);
            }
        }
        graph.spread(single);
        for (BitSet set : manyStates) {
            graph.spread(set);
        }
        this.placeOf = new int[occurrences.length];
        this.memberAt = new int[occurrences.length];
        Arrays.fill(placeOf, -1);
        this.from = new int[states];
        this.to = new int[states];
        this.singles = single.get(0) ? placeSingles(keys, graph, single) : 0;
        int place = singles;
        for (int i = 0; i < manyMembers.size(); i++) {
            placeOf[manyMembers.get(i)] = place;
            memberAt[place++] = manyMembers.get(i);
            usableMembers.set(manyMembers.get(i), manyStates[i].get(0));
        }
        for (int member = 0; member < placeOf.length; member++) {
            if (placeOf[member] < 0) {
                placeOf[member] = place;
                memberAt[place++] = member;
            }
        }
    }

    /** Depth-first over the tree of keys that come once; returns how many there are. */
    private int placeSingles(ByteDfa keys, KeyGraph graph, BitSet single) {
        int[] stack = new int[single.cardinality() + 1];
        int[] next = new int[single.cardinality() + 1];
        BitSet visited = new BitSet();
        int depth = 0;
        int place = 0;
        stack[0] = 0;
        visited.set(0);
        while (depth >= 0) {
            int state = stack[depth];
            if (next[depth] == 0) {
                next[depth] = graph.firstTarget(state);
                from[state] = place;
                int member = keys.label(state);
                if (member >= 0) {
                    placeOf[member] = place;
                    memberAt[place++] = member;
                    usableMembers.set(member);
                }
            }
            int target = ByteDfa.DEAD;
            while (next[depth] < graph.pastTargets(state) && (target == ByteDfa.DEAD || !single.get(target))) {
                target = graph.target(next[depth]++);
            }
            if (target == ByteDfa.DEAD || !single.get(target)) {
                to[state] = place;
                depth--;
                continue;
            }
            if (visited.get(target)) {
                throw new IllegalArgumentException("a member that comes once has several keys");
            }
            visited.set(target);
            stack[++depth] = target;
            next[depth] = 0;
        }
        return place;
    }

    /** Where a member stands in sets of members. */
    int place(int member) {
        return placeOf[member];
    }

    /** The member at a place. */
    int member(int place) {
        return memberAt[place];
    }

    /** Whether any key leads to the member. */
    boolean isUsable(int member) {
        return usableMembers.get(member);
    }

    /** The members that come many times and that some key leads to. */
    List<Integer> manyMembers() {
        return manyMembers;
    }

    /** Whether the member comes many times and can come at all. */
    boolean isMany(int member) {
        int index = placeOf[member] - singles;
        return index >= 0 && index < manyStates.length;
    }

    /** The states that reach a member that comes many times. Shared: not to be written. */
    BitSet statesOfMany(int member) {
        return manyStates[placeOf[member] - singles];
    }

    /** Whether a key in the state can become that of a member that comes once. */
    boolean leadsToSingle(int state, int member) {
        return from[state] <= placeOf[member] && placeOf[member] < to[state];
    }

    /** Whether a key in the state can become that of a member that comes once. */
    boolean leadsToAnySingle(int state) {
        return from[state] < to[state];
    }

    /** Whether a key in the state can become that of any member whose place is in the set. */
    boolean meets(int state, BitSet places) {
        for (int i = 0; i < manyStates.length; i++) {
            if (places.get(singles + i) && manyStates[i].get(state)) {
                return true;
            }
        }
        return meetsSingle(state, places);
    }

    /** The same, for members that come once alone. */
    boolean meetsSingle(int state, BitSet places) {
        if (from[state] == to[state]) {
            return false;
        }
        int place = places.nextSetBit(from[state]);
        return place >= 0 && place < to[state];
    }

    /** The places of the set that a key in the state can become. */
    BitSet within(int state, BitSet places) {
        BitSet result = new BitSet();
        for (int place = places.nextSetBit(from[state]); place >= 0 && place < to[state]; ) {
            result.set(place);
            place = places.nextSetBit(place + 1);
        }
        for (int i = 0; i < manyStates.length; i++) {
            result.set(singles + i, places.get(singles + i) && manyStates[i].get(state));
        }
        return result;
    }
}
