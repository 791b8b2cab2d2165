package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import java.util.HashMap;
import java.util.Map;

/**
 * How long a word must be to tell two states of an automaton apart: whether it can be read, or what it is once it is read.
 * States along a chain, like those of {@code [a-z]{1,63}}, are all different, yet few tokens are long enough to notice.
 * Lower bounds, where there are more pairs than are looked at. Immutable.
 */
final class PairDistances {
    private static final int MOST_PAIRS = 1_500;
    private static final int FAR = Integer.MAX_VALUE;

    private final int stateCount;
    /** First state times the number of states plus the second -> index. */
    private final Map<Long, Integer> indexes = new HashMap<>();

    private final IdList firsts = new IdList();
    private final IdList seconds = new IdList();
    private final int[] distances;

    /** Looks at all pairs that one word leads to from the two states. O(pairs * byte classes). */
    PairDistances(ByteDfa dfa, int first, int second) {
        this.stateCount = dfa.stateCount();
        IdList sources = new IdList();
        IdList targets = new IdList();
        IdList found = new IdList();
        add(first, second);
        for (int i = 0; i < firsts.size(); i++) {
            int a = firsts.get(i);
            int b = seconds.get(i);
            int distance = FAR;
            if (dfa.label(a) != dfa.label(b)) {
                distance = 0;
            } else if (i >= MOST_PAIRS) {
                distance = 1;
            } else {
                int last = -1;
                for (int c = 0; c < dfa.classCount(); c++) {
                    int nextA = dfa.stepClass(a, c);
                    int nextB = dfa.stepClass(b, c);
                    if (nextA == nextB) {
                        continue;
                    }
                    if (nextA == ByteDfa.DEAD || nextB == ByteDfa.DEAD) {
                        distance = 1;
                        continue;
                    }
                    int target = add(nextA, nextB);
                    if (target != last) {
                        last = target;
                        sources.add(i);
                        targets.add(target);
                    }
                }
            }
            found.add(distance);
        }
        this.distances = found.toArray();
        spread(sources, targets);
    }

    private int add(int first, int second) {
        Integer known = indexes.putIfAbsent((long) first * stateCount + second, firsts.size());
        if (known != null) {
            return known;
        }
        firsts.add(first);
        seconds.add(second);
        return firsts.size() - 1;
    }

    /** Lowers each distance to one more than that of a pair it leads to; pairs further on mostly have larger numbers. */
    private void spread(IdList sources, IdList targets) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int edge = sources.size() - 1; edge >= 0; edge--) {
                int target = distances[targets.get(edge)];
                int source = sources.get(edge);
                if (target != FAR && target + 1 < distances[source]) {
                    distances[source] = target + 1;
                    changed = true;
                }
            }
        }
    }

    /** The least length of a word that tells the states apart; 0 for a pair that was not looked at. */
    int of(int first, int second) {
        Integer index = indexes.get((long) first * stateCount + second);
        return index == null ? 0 : distances[index];
    }
}
