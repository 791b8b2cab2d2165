package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The least bytes of a word that still counts a given number of units, by state; worked out as far as it is asked for,
 * which sampling with a wish to finish does and matching does not. Thread-safe.
 */
final class LeastByLength {
    /** Lengths beyond this many are estimated from it, one byte a unit. */
    static final int EXACT = 2048;

    private final ByteDfa dfa;
    /** [units] -> [state] -> least bytes, or Integer.MAX_VALUE. */
    private final List<int[]> byUnits = new ArrayList<>();

    private int @Nullable [][] predecessors;

    LeastByLength(ByteDfa dfa) {
        this.dfa = dfa;
    }

    /** Least bytes from a state with at least {@code min} and at most {@code max} more units. */
    long least(int state, int min, int max) {
        int from = Math.min(min, EXACT);
        long last = Math.min(max, from + (long) dfa.stateCount());
        long best = Saturating.INFINITE;
        // A word of so many units has at least as many bytes, so lengths beyond the best are not looked at.
        for (int units = from; units <= last && units < best; units++) {
            int bytes = row(units)[state];
            if (bytes != Integer.MAX_VALUE) {
                best = Math.min(best, bytes + (long) (min - from));
            }
        }
        return best;
    }

    private synchronized int[] row(int units) {
        while (byUnits.size() <= units) {
            byUnits.add(next(byUnits.isEmpty() ? null : byUnits.get(byUnits.size() - 1)));
        }
        return byUnits.get(units);
    }

    /** Dijkstra backwards over steps that do not count, from states that accept or count into the row before. */
    private int[] next(int @Nullable [] fewer) {
        int[][] sources = predecessors == null ? dfa.predecessors() : predecessors;
        predecessors = sources;
        int count = dfa.stateCount();
        int[] least = new int[count];
        Arrays.fill(least, Integer.MAX_VALUE);
        PriorityQueue<long[]> queue = new PriorityQueue<>((a, b) -> Long.compare(a[0], b[0]));
        for (int state = 0; state < count; state++) {
            int known = fewer == null && dfa.isAccepting(state) ? 0 : Integer.MAX_VALUE;
            for (int i = 0; i < dfa.classCount() && fewer != null; i++) {
                int target = dfa.stepClass(state, i);
                if (target != ByteDfa.DEAD && dfa.isUnit(target) && fewer[target] != Integer.MAX_VALUE) {
                    known = Math.min(known, fewer[target] + 1);
                }
            }
            if (known != Integer.MAX_VALUE) {
                least[state] = known;
                queue.add(new long[] {known, state});
            }
        }

        while (!queue.isEmpty()) {
            long[] top = queue.remove();
            int state = (int) top[1];
            if (top[0] > least[state] || dfa.isUnit(state)) {
                continue;
            }
            for (int source : sources[state]) {
                if (least[state] + 1 < least[source]) {
                    least[source] = least[state] + 1;
                    queue.add(new long[] {least[source], source});
                }
            }
        }
        return least;
    }
}
