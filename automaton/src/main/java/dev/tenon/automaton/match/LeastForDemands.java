package dev.tenon.automaton.match;

import dev.tenon.automaton.grammar.Expr;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * The least bytes of the members that must still come where something is demanded of them: a shortest path over sets of
 * demands and numbers of members, member by member. Exact where there are few of both, except that it does not see which
 * keys are used up; otherwise it looks at no numbers and at the first demands alone, which makes it a lower bound.
 */
final class LeastForDemands {
    /** Demands that are looked at together: there is a number for each set of them. */
    private static final int MOST_DEMANDS = 12;
    /** Pairs of a set of demands and a number of members that are looked at. */
    private static final int MOST_PAIRS = 4096;

    private final Node.MembersNode node;
    private final MemberTable table;
    private final Completion completion;
    private final int count;
    /** The demands looked at, one bit each. */
    private final long[] demands;
    /** Numbers of further members that are told apart, 0 to one less; where there is no largest number the last is "or more". */
    private final int counts;

    private final boolean looksAtCounts;
    /** [set of the demands looked at, number of further members] -> least bytes of such members. */
    private long[] least;

    /**
     * Nothing looked at yet but the demands.
     *
     * @param unmet the demands left
     * @param count members that are there
     */
    LeastForDemands(Node.MembersNode node, Completion completion, long unmet, int count) {
        this.node = node;
        this.table = node.table;
        this.completion = completion;
        this.count = count;
        long most = table.maxCount == Expr.UNBOUNDED ? table.countsUpTo : table.maxCount;
        long wanted = Math.max(0, most - count) + 1;
        this.looksAtCounts = wanted << Math.min(MOST_DEMANDS, Long.bitCount(unmet)) <= MOST_PAIRS;
        this.counts = looksAtCounts ? (int) wanted : 1;
        this.demands = LongStream.range(0, Completion.MAX_DEMANDS)
                .map(i -> unmet & (1L << i))
                .filter(bit -> bit != 0 && (looksAtCounts || !completion.mayBeMetByCount(bit, count)))
                .limit(MOST_DEMANDS)
                .toArray();
        this.least = new long[counts << demands.length];
        Arrays.fill(least, Saturating.INFINITE);
        least[0] = 0;
    }

    /** Looks at a member that is not there yet, of which so many keys are left. O(pairs x alternatives). */
    void add(int member, long keysLeft) {
        long[] before = least;
        switch (table.occurrences[member]) {
            case REQUIRED -> {
                least = new long[before.length];
                Arrays.fill(least, Saturating.INFINITE);
                read(member, before);
            }
            case OPTIONAL -> {
                least = before.clone();
                relax(before, completion.metByAbsence(member), 0, 0);
                read(member, before);
            }
            case MANY -> {
                // Pairs come in ascending order, so that what is read into the array itself is read any number of
                // times.
                int most = counts + demands.length;
                for (int i = 0; i < keysLeft && keysLeft <= most; i++) {
                    read(member, least.clone());
                }
                if (keysLeft > most) {
                    read(member, least);
                }
            }
        }
    }

    private void read(int member, long[] from) {
        long key = Saturating.plus(node.separator.least, table.leastKey(member));
        long[] values = table.meets[member];
        for (int i = 0; i < values.length; i++) {
            relax(from, values[i], Saturating.plus(key, node.afterKey[member][i].least), 1);
        }
    }

    private void relax(long[] from, long met, long cost, int members) {
        int own = 0;
        for (int i = 0; i < demands.length; i++) {
            own |= (met & demands[i]) != 0 ? 1 << i : 0;
        }
        for (int at = 0; at < from.length; at++) {
            int further = at % counts + members;
            if (further >= counts) {
                if (table.maxCount != Expr.UNBOUNDED && looksAtCounts) {
                    continue;
                }
                further = counts - 1;
            }
            int to = (at / counts | own) * counts + further;
            least[to] = Math.min(least[to], Saturating.plus(from[at], cost));
        }
    }

    /** The least bytes of members that meet all that is looked at. */
    long least() {
        long best = Saturating.INFINITE;
        for (int at = 0; at < least.length; at++) {
            long total = (long) count + at % counts;
            long met = looksAtCounts ? completion.metByCount(total) : 0;
            boolean isEnough = !looksAtCounts || total >= table.minCount;
            for (int i = 0; i < demands.length; i++) {
                isEnough &= (at / counts & (1 << i)) != 0 || (met & demands[i]) != 0;
            }
            best = isEnough ? Math.min(best, least[at]) : best;
        }
        return best;
    }
}
