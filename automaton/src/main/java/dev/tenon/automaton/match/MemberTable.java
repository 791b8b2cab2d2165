package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.MemberOrder;
import dev.tenon.automaton.grammar.Expr.MemberValue;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What an object's keys can still become: for each state of the key automaton the members that a key read so far may
 * turn out to be, and for members that come many times how many different keys that leaves. Immutable.
 */
final class MemberTable {
    private static final int[] ONE = {0};
    private static final long[] ENDLESS = {};
    /** A power of two. */
    private static final int LAST_SUFFIXES = 32;

    final ByteDfa keys;
    final Occurrence[] occurrences;
    final MemberOrder order;
    final int minCount;
    final int maxCount;
    /** The largest number of members that is told from all larger ones; of no meaning where there is a largest number. */
    final int countsUpTo;

    final int requiredCount;
    /** Whether any member comes many times, so that keys must be remembered. */
    final boolean remembersKeys;

    final KeyReach reach;
    /** [member] -> [alternative] -> the demands that it meets, as bits. */
    final long[][] meets;
    /** [member] -> its alternatives that stand in for others ({@link Expr.MemberRole#STAND_IN}). */
    final BitSet[] standIns;
    /** Null where nothing is demanded of the members. */
    final @Nullable Completion completion;

    /** [member] -> all its alternatives. */
    private final int[][] alternatives;
    /** [member][state] -> number of keys that go on from there, saturated; {@link #ENDLESS} where it is always no end. */
    private final long[][] keyCounts;

    private final BitSet required = new BitSet();
    /** [member] -> required members from there on; length memberCount + 1. */
    private final int[] requiredFrom;

    private final KeyDistances distances;
    private final boolean keysRunOut;
    /** The last that were asked for, each in its place. */
    private final AtomicReferenceArray<@Nullable KeySuffixes> lastSuffixes = new AtomicReferenceArray<>(LAST_SUFFIXES);
    /** Made once it is asked for. */
    private @Nullable MemberState start;

    MemberTable(Expr.Interleave source, BitSet usable) {
        this.keys = source.keys();
        int count = source.members().size();
        this.occurrences = new Occurrence[count];
        boolean many = false;
        this.meets = new long[count][];
        this.standIns = new BitSet[count];
        this.alternatives = new int[count][];
        for (int i = 0; i < count; i++) {
            List<MemberValue> values = source.members().get(i).values();
            meets[i] = values.stream()
                    .mapToLong(value -> Completion.bits(value.meets()))
                    .toArray();
            standIns[i] = new BitSet();
            for (int j = 0; j < values.size(); j++) {
                standIns[i].set(j, values.get(j).role() == Expr.MemberRole.STAND_IN);
            }
            alternatives[i] =
                    values.size() == 1 ? ONE : IntStream.range(0, values.size()).toArray();
            occurrences[i] = source.members().get(i).occurrence();
            required.set(i, occurrences[i] == Occurrence.REQUIRED);
            many |= occurrences[i] == Occurrence.MANY && usable.get(i);
        }
        this.order = source.order();
        this.minCount = source.minCount();
        this.maxCount = source.maxCount();
        this.requiredCount = required.cardinality();
        this.requiredFrom = new int[count + 1];
        for (int i = count - 1; i >= 0; i--) {
            requiredFrom[i] = requiredFrom[i + 1] + (required.get(i) ? 1 : 0);
        }
        this.remembersKeys = many;
        KeyGraph graph = new KeyGraph(keys);
        this.reach = new KeyReach(keys, graph, occurrences, usable);
        this.distances = new KeyDistances(keys, graph, occurrences, reach);
        this.keyCounts = new long[count][];
        for (int i = 0; i < count; i++) {
            keyCounts[i] = reach.isMany(i) ? keyCounts(keys, graph, i, reach.statesOfMany(i)) : ENDLESS;
        }
        this.keysRunOut = findRunOut();
        this.completion = source.demands().isEmpty() ? null : new Completion(source, this);
        this.countsUpTo = completion == null ? minCount : Math.max(minCount, completion.countsUpTo);
    }

    /** Whether something is demanded of the object as a whole. */
    boolean hasDemands() {
        return completion != null;
    }

    int memberCount() {
        return occurrences.length;
    }

    /** All alternatives of a member's value. Shared: not to be written. */
    int[] alternatives(int member) {
        return alternatives[member];
    }

    /** Whether any key can lead to the member at all. */
    boolean isUsable(int member) {
        return reach.isUsable(member);
    }

    /** How many required members there are from a place in the list on. */
    int requiredFrom(int member) {
        return requiredFrom[member];
    }

    /** The least bytes of a key of the member. */
    int leastKey(int member) {
        return distances.leastKey(member);
    }

    /** How many keys of the member go on from the state; {@link Saturating#INFINITE} for no end of them. */
    long keyCount(int member, int state) {
        if (occurrences[member] != Occurrence.MANY) {
            return 1;
        }
        long[] counts = keyCounts[member];
        if (counts.length == 0) {
            return reach.statesOfMany(member).get(state) ? Saturating.INFINITE : 0;
        }
        return counts[state];
    }

    /** What tokens do in keys of the object that begin in the middle of them. */
    KeySuffixes suffixes(SuffixRoots from) {
        int slot = IdSet.mix(from.hashCode()) & (LAST_SUFFIXES - 1);
        KeySuffixes known = lastSuffixes.get(slot);
        if (known == null || !known.from.equals(from)) {
            known = KeySuffixes.of(from, keys, reach);
            lastSuffixes.set(slot, known);
        }
        return known;
    }

    /** Whether there are beginnings of keys that must be remembered from which there is no end of ways on but a number. */
    boolean keysRunOut() {
        return keysRunOut;
    }

    private boolean findRunOut() {
        for (int member : reach.manyMembers()) {
            BitSet states = reach.statesOfMany(member);
            for (int state = states.nextSetBit(0); state >= 0; state = states.nextSetBit(state + 1)) {
                if (keys.label(state) < 0 && keyCount(member, state) < Saturating.INFINITE) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The least bytes from a state of the key automaton to a key of a member that can come, or -1. */
    int keyDistance(int state, int member) {
        return distances.from(state, member);
    }

    /** The state of an object with no members yet. */
    MemberState start() {
        MemberState known = start;
        if (known == null) {
            // Whoever makes it makes the same, and it is immutable.
            known = MemberState.start(this);
            start = known;
        }
        return known;
    }

    /** Paths to the member by state; states that lie on or lead to a cycle have infinitely many. */
    private static long[] keyCounts(ByteDfa keys, KeyGraph graph, int member, BitSet states) {
        BitSet endless = graph.loops(states);
        graph.spread(endless);
        if (endless.equals(states)) {
            return ENDLESS;
        }
        int count = keys.stateCount();
        long[] counts = new long[count];
        int[] pending = new int[count];
        int[] firstSource = new int[count + 1];
        int[] sources = graph.sources(firstSource);
        int[] queue = new int[count];
        int size = 0;
        for (int state = states.nextSetBit(0); state >= 0; state = states.nextSetBit(state + 1)) {
            counts[state] = Saturating.INFINITE;
            for (int i = firstSource[state]; i < firstSource[state + 1]; i++) {
                pending[sources[i]]++;
            }
        }
        for (int state = states.nextSetBit(0); state >= 0; state = states.nextSetBit(state + 1)) {
            if (pending[state] == 0) {
                queue[size++] = state;
            }
        }
        for (int i = 0; i < size; i++) {
            int state = queue[i];
            long sum = keys.label(state) == member ? 1 : 0;
            for (int b = 0; b < 256 && keys.label(state) != member; b++) {
                int target = keys.step(state, b);
                if (target != ByteDfa.DEAD && states.get(target)) {
                    sum = Saturating.plus(sum, counts[target]);
                }
            }
            counts[state] = sum;
            for (int at = firstSource[state]; at < firstSource[state + 1]; at++) {
                if (--pending[sources[at]] == 0) {
                    queue[size++] = sources[at];
                }
            }
        }
        return counts;
    }
}
