package dev.tenon.automaton.match;

import dev.tenon.automaton.grammar.Expr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The least bytes of the members that must still come where something is demanded of them: a shortest path, member by member,
 * over sets of demands and numbers of members, of which only those are kept that no other one beats. So they are few, as
 * {@link Ways} are, however many demands there are.
 *
 * <p>It is exact: then from every place a byte comes one nearer to the end, and who goes by it arrives. What it does not see is
 * which keys of a member that comes many times are used up, so that another of them may be longer; and beyond {@link #MOST} it
 * keeps those nearest to the end.
 */
final class LeastForDemands {
    /** Pairs of a set of demands and a number of members that are looked at together. */
    private static final int MOST = 512;

    private final Node.MembersNode node;
    private final MemberTable table;
    private final Completion completion;
    private final long unmet;
    /** Members that are there. */
    private final int count;
    /** Members in all, at the end, at least. */
    private final int fewest;
    /** Whether fewer members can be better, and whether more can. */
    private final boolean few;

    private final boolean many;
    /** From so many further members on, larger numbers differ by the largest that is allowed alone. */
    private final long enough;
    /** At most so many further members. */
    private final long most;
    /** Demands that the number of members may meet. */
    private final long byCount;
    /** What further members do whichever way is taken. */
    private Step all = new Step(0, 0, 0);
    /** Members that leave a choice. */
    private final List<Choice> choices = new ArrayList<>();
    /** The least bytes of a member of which there is no end. */
    private long filler = Saturating.INFINITE;

    /** Whether ways were left out that might have been better. */
    private boolean isCut;

    /**
     * What some further members do.
     *
     * @param met demands met by them
     * @param members how many they are
     * @param cost their bytes, each with its separator
     */
    private record Step(long met, long members, long cost) {
        Step plus(Step more) {
            return new Step(met | more.met, members + more.members, Saturating.plus(cost, more.cost));
        }
    }

    /** What one member does, one of these; with several keys, so often at most. */
    private record Choice(List<Step> steps, long copies, boolean isEndless) {
        long reach() {
            long reach = 0;
            for (Step step : steps) {
                reach |= step.met;
            }
            return reach;
        }
    }

    /**
     * No member looked at yet.
     *
     * @param unmet the demands left
     * @param count members that are there
     * @param further members that must come at least, whatever is demanded
     */
    LeastForDemands(Node.MembersNode node, Completion completion, long unmet, int count, int further) {
        this.node = node;
        this.table = node.table;
        this.completion = completion;
        this.unmet = unmet;
        this.count = count;
        this.fewest = Math.max(table.minCount, count + further);
        boolean bounded = table.maxCount != Expr.UNBOUNDED;
        this.most = bounded ? table.maxCount - count : Saturating.INFINITE;
        this.byCount = completion.mayBeMetByCount(unmet, count);
        this.enough = Math.max(Math.max(table.minCount, completion.countsUpTo) - count, further);
        this.few = bounded || byCount != 0;
        this.many = fewest > count || byCount != 0;
    }

    /** Looks at a member that is not there yet, of which so many keys are left. */
    void add(int member, long keysLeft) {
        long key = Saturating.plus(node.separator.least, table.leastKey(member));
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < table.meets[member].length; i++) {
            long cost = Saturating.plus(key, node.afterKey[member][i].least);
            if (cost < Saturating.INFINITE) {
                steps.add(new Step(table.meets[member][i] & unmet, 1, cost));
            }
        }
        switch (table.occurrences[member]) {
            case REQUIRED -> choose(steps, 1, false);
            case OPTIONAL -> {
                steps.add(new Step(completion.metByAbsence(member) & unmet, 0, 0));
                choose(steps, 1, false);
            }
            case MANY -> {
                // More than are ever asked for are as good as no end of them.
                long asked = enough + Long.bitCount(unmet);
                boolean isEndless = keysLeft > asked;
                if (isEndless) {
                    steps.forEach(step -> filler = Math.min(filler, step.cost));
                    steps.removeIf(step -> step.met == 0);
                }
                steps.add(new Step(0, 0, 0));
                choose(steps, Math.min(keysLeft, asked), isEndless);
            }
        }
    }

    private void choose(List<Step> steps, long copies, boolean isEndless) {
        List<Step> best = best(steps);
        if (best.size() == 1 && (copies == 1 || best.get(0).members == 0)) {
            all = all.plus(best.get(0));
        } else if (copies > 0) {
            choices.add(new Choice(best, copies, isEndless));
        }
    }

    /** The least bytes of members that meet all demands; {@link Saturating#INFINITE} where no such text is known. */
    long least() {
        List<Step> ways = List.of(all);
        long[] reach = new long[choices.size() + 1];
        reach[choices.size()] = byCount;
        for (int i = choices.size() - 1; i >= 0; i--) {
            reach[i] = reach[i + 1] | choices.get(i).reach();
        }
        for (int i = 0; i < choices.size(); i++) {
            ways = ways(ways, choices.get(i), reach[i + 1]);
        }
        long least = Saturating.INFINITE;
        for (Step way : ways) {
            least = Math.min(least, complete(way));
        }
        return least >= Saturating.INFINITE && isCut ? Saturating.plus(all.cost, 1) : least;
    }

    /** The ways so far, each with what the member can do. */
    private List<Step> ways(List<Step> before, Choice choice, long reachThen) {
        List<Step> ways = before;
        for (long i = 0; i < choice.copies; i++) {
            List<Step> next = new ArrayList<>();
            for (Step way : ways) {
                for (Step step : choice.steps) {
                    // One of many that meets nothing more is no better than none, or than one of which there is no end.
                    if (way.members + step.members <= most
                            && (step.members == 0 || !choice.isEndless || (step.met & ~way.met) != 0)) {
                        next.add(way.plus(step));
                    }
                }
            }
            List<Step> best = best(next);
            if (best.equals(ways)) {
                break;
            }
            ways = best;
        }
        return ways.stream().filter(way -> (unmet & ~way.met & ~reachThen) == 0).toList();
    }

    /** Those that no other one beats, in order of their cost. */
    private List<Step> best(List<Step> steps) {
        steps.sort(Comparator.comparingLong(Step::cost)
                .thenComparingLong(step -> Long.bitCount(unmet & ~step.met))
                .thenComparingLong(Step::members)
                .thenComparingLong(Step::met));
        List<Step> best = new ArrayList<>();
        for (Step step : steps) {
            if (best.stream().noneMatch(other -> isAsGood(other, step))) {
                best.add(step);
            }
        }
        if (best.size() > MOST) {
            best.sort(Comparator.comparingInt(step -> Long.bitCount(unmet & ~step.met)));
            best.subList(MOST, best.size()).clear();
            isCut = true;
        }
        return best;
    }

    /** Whether a way of no more bytes does all that the other one does. */
    private boolean isAsGood(Step way, Step other) {
        return (other.met & ~way.met) == 0
                && (way.members == other.members
                        || (!many && way.members < other.members)
                        || (!few && way.members > other.members)
                        || (way.members >= enough && way.members < other.members));
    }

    /** The least bytes once as many members are there as it takes. */
    private long complete(Step way) {
        long least = Saturating.INFINITE;
        long own = count + way.members;
        if (own >= fewest && isMet(way, own)) {
            least = way.cost;
        }
        for (long total : completion.counts(fewest)) {
            if (total > own && total - count <= most && isMet(way, total)) {
                long fill = Saturating.times(total - own, filler);
                least = Math.min(least, Saturating.plus(way.cost, fill));
            }
        }
        return least;
    }

    private boolean isMet(Step way, long total) {
        return (unmet & ~way.met & ~completion.metByCount(total)) == 0;
    }
}
