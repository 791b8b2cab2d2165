package dev.tenon.automaton.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a set of members can do for an object: pairs of demands that can be met together and the numbers of members by
 * which they can. Immutable.
 *
 * <p>Only the best pairs are kept: one that meets no more demands than another, by no other numbers of members, is left
 * out, since whatever it completes the other one completes. So the pairs are few where members do not compete.
 */
final class Ways {
    /** No members at all. */
    static final Ways NOTHING = new Ways(List.of(new Way(0, CountSet.range(0, 0))));

    private final List<Way> ways;

    /** Demands met together, and the numbers of members by which they are. */
    private record Way(long met, CountSet counts) {
        boolean isAsGoodAs(Way other) {
            return (other.met & ~met) == 0 && counts.containsAll(other.counts);
        }
    }

    /**
     * One thing that some members can do.
     *
     * @param met demands met by it
     * @param least least number of members by which it is done
     * @param most largest number of members by which it is done
     */
    record Choice(long met, long least, long most) {
        boolean isAsGoodAs(Choice other) {
            return (other.met & ~met) == 0 && least <= other.least && most >= other.most;
        }
    }

    private Ways(List<Way> ways) {
        this.ways = ways;
    }

    /** How many pairs there are. */
    int size() {
        return ways.size();
    }

    /** What these members can do together with some more. O((pairs x choices)^2). */
    Ways plus(List<Choice> choices) {
        if (choices.size() == 1 && changesNothing(choices.get(0))) {
            return this;
        }
        Map<Long, CountSet> byMet = new HashMap<>();
        for (Way way : ways) {
            for (Choice choice : choices) {
                byMet.merge(way.met | choice.met(), way.counts.plus(choice.least(), choice.most()), CountSet::or);
            }
        }
        List<Way> best = new ArrayList<>(byMet.size());
        byMet.forEach((met, counts) -> {
            Way way = new Way(met, counts);
            for (Way other : best) {
                if (other.isAsGoodAs(way)) {
                    return;
                }
            }
            best.removeIf(way::isAsGoodAs);
            best.add(way);
        });
        return new Ways(best);
    }

    /**
     * What groups of members can do, for each group less one of its members. By halves, so that it takes
     * O(groups x log groups) steps.
     *
     * @param whole [group] -> what its members can do; none where there are no members
     * @param less [group] -> what they can do without one of them; none where none is left
     */
    static Ways[] withOneLess(List<List<Choice>> whole, List<List<Choice>> less) {
        Ways[] found = new Ways[whole.size()];
        if (found.length > 0) {
            fill(found, 0, found.length, NOTHING, whole, less);
        }
        return found;
    }

    /** @param others what the groups can do but {@code from .. to - 1}; of these there are half as many each time, so that it is never deep */
    private static void fill(
            Ways[] found, int from, int to, Ways others, List<List<Choice>> whole, List<List<Choice>> less) {
        if (to - from == 1) {
            found[from] = others.plusAll(less, from, to);
            return;
        }
        int middle = (from + to) >>> 1;
        fill(found, from, middle, others.plusAll(whole, middle, to), whole, less);
        fill(found, middle, to, others.plusAll(whole, from, middle), whole, less);
    }

    private Ways plusAll(List<List<Choice>> groups, int from, int to) {
        Ways sum = this;
        for (int group = from; group < to; group++) {
            sum = groups.get(group).isEmpty() ? sum : sum.plus(groups.get(group));
        }
        return sum;
    }

    private boolean changesNothing(Choice choice) {
        for (Way way : ways) {
            if ((choice.met() & ~way.met) != 0 || !way.counts.isClosedUnder(choice.least(), choice.most())) {
                return false;
            }
        }
        return true;
    }

    /** Whether at least these demands can be met, by a number of members within the range. O(pairs). */
    boolean canMeet(long demands, long fewest, long most) {
        for (Way way : ways) {
            if ((demands & ~way.met) == 0 && way.counts.meets(fewest, most)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return ways.toString();
    }
}
