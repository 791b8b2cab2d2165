package dev.tenon.automaton.match;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * The least bytes of members that meet the demands left to an object: a shortest path over sets of demands, member by
 * member. What it leaves out makes it a lower bound: bounds on the number of members, keys that are used up, demands
 * that a number of members can still meet, and demands beyond {@link #MOST}.
 */
final class LeastForDemands {
    /** Demands that are looked at together: there is a number for each set of them. */
    private static final int MOST = 8;

    private final Node.MembersNode node;
    private final Completion completion;
    /** The demands looked at, one bit each. */
    private final long[] demands;
    /** [set of the demands looked at] -> least bytes of the members that meet them. */
    private final long[] least;

    /**
     * Nothing looked at yet but the demands.
     *
     * @param unmet the demands left
     * @param count members that are there and must come
     */
    LeastForDemands(Node.MembersNode node, Completion completion, long unmet, long count) {
        this.node = node;
        this.completion = completion;
        this.demands = LongStream.range(0, Completion.MAX_DEMANDS)
                .map(i -> unmet & (1L << i))
                .filter(bit -> bit != 0 && !completion.mayBeMetByCount(bit, count))
                .limit(MOST)
                .toArray();
        this.least = new long[1 << demands.length];
        Arrays.fill(least, Saturating.INFINITE);
        least[0] = 0;
    }

    /** Looks at a member that is not there yet. O(2^demands x alternatives). */
    void add(int member) {
        long[] before = least.clone();
        long[] values = node.table.meets[member];
        long key = Saturating.plus(node.separator.least, node.table.leastKey(member));
        switch (node.table.occurrences[member]) {
            case REQUIRED -> Arrays.fill(least, Saturating.INFINITE);
            case OPTIONAL -> relax(before, completion.metByAbsence(member), 0);
            case MANY -> before = least;
        }
        for (int i = 0; i < values.length; i++) {
            relax(before, values[i], Saturating.plus(key, node.afterKey[member][i].least));
        }
    }

    /** Sets grow and are looked at in ascending order, so that a member that comes many times is taken many times. */
    private void relax(long[] from, long met, long cost) {
        int own = 0;
        for (int i = 0; i < demands.length; i++) {
            own |= (met & demands[i]) != 0 ? 1 << i : 0;
        }
        for (int set = 0; set < from.length; set++) {
            least[set | own] = Math.min(least[set | own], Saturating.plus(from[set], cost));
        }
    }

    /** The least bytes of members that meet all demands looked at. */
    long least() {
        return least[least.length - 1];
    }
}
