package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * {@link Distances} of two states of an automaton and of what they lead to. States along a chain, like those of {@code [a-z]{1,63}}, are all
 * different, yet few tokens are long enough to notice. Lower bounds, where there are more pairs than are looked at. Immutable.
 */
final class PairDistances implements Distances {
    private static final int MOST_PAIRS = 1_000;
    /** The same, for each pair every byte class. */
    private static final int MOST_STEPS = 5_000;
    /** A power of two. Most states are soon told apart, or the same. */
    private static final int FIRST_SLOTS = 64;

    private final int stateCount;
    private final int mostPairs;
    private boolean isFull;
    /** Slot -> first state times the number of states plus the second, plus one; 0 for an empty slot. */
    private long[] keys = new long[FIRST_SLOTS];
    /** Slot -> index of the pair. */
    private int[] indexes = new int[FIRST_SLOTS];

    private int[] firsts = new int[FIRST_SLOTS / 4];
    private int[] seconds = new int[FIRST_SLOTS / 4];
    private int[] distances = new int[FIRST_SLOTS / 4];
    private int count;

    /** Looks at all pairs that one word leads to from the two states. O(pairs * byte classes). */
    PairDistances(ByteDfa dfa, int first, int second) {
        this(dfa, first, second, null, MOST_PAIRS);
    }

    /**
     * The same where the states of a set are not like any others.
     *
     * @param told the set, or null for none
     */
    PairDistances(ByteDfa dfa, int first, int second, @Nullable BitSet told) {
        this(dfa, first, second, told, MOST_PAIRS);
    }

    private PairDistances(ByteDfa dfa, int first, int second, @Nullable BitSet told, int mostPairs) {
        this.stateCount = dfa.stateCount();
        this.mostPairs = Math.min(mostPairs, MOST_STEPS / dfa.classCount());
        IdList sources = new IdList();
        IdList targets = new IdList();
        add(first, second);
        for (int i = 0; i < count; i++) {
            int a = firsts[i];
            int b = seconds[i];
            boolean alike = dfa.label(a) == dfa.label(b) && (told == null || told.get(a) == told.get(b));
            distances[i] = alike ? FAR : 0;
            int lastA = ByteDfa.DEAD;
            int lastB = ByteDfa.DEAD;
            for (int c = 0; c < dfa.classCount() && distances[i] > 0; c++) {
                int nextA = dfa.stepClass(a, c);
                int nextB = dfa.stepClass(b, c);
                if (nextA == nextB || (nextA == lastA && nextB == lastB)) {
                    continue;
                }
                lastA = nextA;
                lastB = nextB;
                if (nextA == ByteDfa.DEAD || nextB == ByteDfa.DEAD) {
                    distances[i] = 1;
                    continue;
                }
                int target = add(nextA, nextB);
                if (target < 0) {
                    // Not looked at: what is one byte away tells them apart perhaps.
                    distances[i] = 1;
                } else {
                    sources.add(i);
                    targets.add(target);
                }
            }
        }
        spread(sources, targets);
    }

    /** Looks at so many pairs at most; null when there are more. */
    static @Nullable PairDistances ofFew(ByteDfa dfa, int first, int second, int mostPairs) {
        PairDistances few = new PairDistances(dfa, first, second, null, mostPairs);
        return few.isFull ? null : few;
    }

    /** The index of the pair, or -1 when there are too many. */
    private int add(int first, int second) {
        long key = key(first, second);
        int slot = slot(key);
        if (keys[slot] == key) {
            return indexes[slot];
        }
        if (count == mostPairs) {
            isFull = true;
            return -1;
        }
        if (count == firsts.length) {
            grow();
            slot = slot(key);
        }
        keys[slot] = key;
        indexes[slot] = count;
        firsts[count] = first;
        seconds[count] = second;
        return count++;
    }

    /** A slot in four is taken at most. */
    private void grow() {
        firsts = Arrays.copyOf(firsts, 2 * count);
        seconds = Arrays.copyOf(seconds, 2 * count);
        distances = Arrays.copyOf(distances, 2 * count);
        keys = new long[2 * keys.length];
        indexes = new int[keys.length];
        for (int pair = 0; pair < count; pair++) {
            long key = key(firsts[pair], seconds[pair]);
            int slot = slot(key);
            keys[slot] = key;
            indexes[slot] = pair;
        }
    }

    private long key(int first, int second) {
        return (long) first * stateCount + second + 1;
    }

    /** Where the key is, or where it goes. */
    private int slot(long key) {
        int last = keys.length - 1;
        int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & last;
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & last;
        }
        return slot;
    }

    /** Lowers each distance to one more than that of a pair it leads to, nearest pairs first. O(pairs + edges). */
    private void spread(IdList sources, IdList targets) {
        // Pair -> the last edge to it plus one; edge -> the one before it to the same pair.
        int[] lastInto = new int[count];
        int[] before = new int[sources.size()];
        for (int edge = 0; edge < before.length; edge++) {
            before[edge] = lastInto[targets.get(edge)];
            lastInto[targets.get(edge)] = edge + 1;
        }
        int[] queue = new int[count];
        int size = 0;
        for (int known = 0; known <= 1; known++) {
            for (int pair = 0; pair < count; pair++) {
                if (distances[pair] == known) {
                    queue[size++] = pair;
                }
            }
        }
        for (int at = 0; at < size; at++) {
            int further = distances[queue[at]] + 1;
            for (int edge = lastInto[queue[at]]; edge > 0; edge = before[edge - 1]) {
                int source = sources.get(edge - 1);
                if (further < distances[source]) {
                    distances[source] = further;
                    queue[size++] = source;
                }
            }
        }
    }

    /** Not more than 0 for a pair that was not looked at. */
    @Override
    public int of(int first, int second) {
        long key = key(first, second);
        int slot = slot(key);
        return keys[slot] == key ? distances[indexes[slot]] : 0;
    }
}
