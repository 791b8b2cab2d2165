package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.Demand;
import dev.tenon.automaton.grammar.Expr.MemberOrder;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import dev.tenon.automaton.match.MemberKind.CountInterest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Whether an object whose members must meet demands can still be completed: the exact search. Immutable.
 *
 * <p>A member that is not there yet can do one of a few things for the demands that are left: stay away, or be read by
 * one of its values. What several members can do together follows from what each of them can ({@link Ways}), as sets of
 * demands met and, for each, the numbers of members by which they can be. Then the object can be completed if, for some
 * final number of members within its bounds, all demands that this number does not meet itself can be met by that many.
 *
 * <ul>
 *   <li>In listed order the members that may still come are the end of a list, so all answers are worked out when the
 *       grammar is compiled. Of the keys of a member that comes many times some may be used, but that is the first of the
 *       list only, and it is added when it is asked for.
 *   <li>In free order any members may be left. Members that are alike in all that matters here are one {@link MemberKind},
 *       and how many there are left of each kind is all that counts.
 * </ul>
 *
 * <p>The search never gives up: grammars for which it could be long at any place are refused when they are compiled. For
 * fewer demands there are never more ways; for fewer members or keys there can be, so all numbers of them are looked at.
 */
final class Completion {
    /** The most demands that one object may make: the bits of a word, less its sign. */
    static final int MAX_DEMANDS = 63;
    /** The most pairs of demands met together and numbers of members ({@link Ways}) of one object. */
    static final int MAX_WAYS = 256;

    /** Every demand. */
    final long all;
    /** Demands that are met from the start, as no key leads to one of the members whose absence meets them. */
    final long metAtStart;
    /** The largest number of members of which a smaller one differs in any way. */
    final int countsUpTo;

    private final List<Demand> demands;
    private final int minCount;
    private final int maxCount;
    private final MemberOrder order;
    private final CountInterest interest;
    private final long[][] meets;
    private final BitSet[] standIns;
    /** [member] -> demands that its absence meets. */
    private final long[] absent;
    /** The members whose absence meets any demand, in order. */
    private final int[] absentMembers;
    /** [member] -> demands that the absence of any member from there on meets; length members + 1. */
    private final long[] absentFrom;

    private final List<MemberKind> kinds;
    /** [member] -> index into the kinds; -1 where no key leads to the member. */
    private final int[] kindOf;
    /** Listed order: [member] -> what the members from there on can do; length members + 1. Free order: empty. */
    private final Ways[] waysFrom;
    /** Ranges of final numbers of members, within the bounds, in each of which the number meets the same demands. */
    private final List<CountRange> ranges = new ArrayList<>();

    /** A range of final numbers of members, and the demands that all of them meet. */
    private record CountRange(long first, long last, long met) {}

    /**
     * Works out all that does not depend on the members that an object has.
     *
     * @throws GrammarTooComplexException beyond {@link #MAX_DEMANDS} or {@link #MAX_WAYS}
     */
    Completion(Expr.Interleave source, MemberTable table) {
        this.demands = source.demands();
        checkDemands(demands.size());
        this.all = (1L << demands.size()) - 1;
        this.minCount = source.minCount() <= table.requiredCount ? 0 : source.minCount();
        this.maxCount = source.maxCount();
        this.order = source.order();
        this.meets = table.meets;
        this.standIns = table.standIns;
        int count = table.memberCount();
        this.absent = new long[count];
        this.absentFrom = new long[count + 1];
        this.kindOf = new int[count];
        boolean few = maxCount != Expr.UNBOUNDED;
        boolean many = minCount > 0;
        int upTo = minCount;
        long met = 0;
        for (int i = 0; i < demands.size(); i++) {
            Demand demand = demands.get(i);
            few |= demand.below() > 0;
            many |= demand.above() != Expr.UNBOUNDED;
            upTo = Math.max(upTo, Math.max(demand.below(), aboveIsMetFrom(demand)));
            for (int member : demand.absent()) {
                absent[member] |= 1L << i;
                met |= table.isUsable(member) ? 0 : 1L << i;
            }
        }
        this.countsUpTo = upTo;
        this.metAtStart = met;
        this.interest = new CountInterest(few, many);
        findRanges();
        for (int member = count - 1; member >= 0; member--) {
            absentFrom[member] = absentFrom[member + 1] | absent[member];
        }
        this.absentMembers =
                IntStream.range(0, count).filter(member -> absent[member] != 0).toArray();
        this.kinds = findKinds(table);
        this.waysFrom = order == MemberOrder.LISTED ? waysFrom(table) : new Ways[0];
        if (order == MemberOrder.FREE) {
            checkFreeOrder(table);
        }
    }

    private static int aboveIsMetFrom(Demand demand) {
        return demand.above() == Expr.UNBOUNDED ? 0 : demand.above() + 1;
    }

    private void findRanges() {
        TreeSet<Long> starts = new TreeSet<>(Set.of((long) minCount));
        for (Demand demand : demands) {
            starts.add((long) demand.below());
            starts.add((long) aboveIsMetFrom(demand));
        }
        for (long first : starts.tailSet((long) minCount)) {
            Long after = starts.higher(first);
            long end = maxCount == Expr.UNBOUNDED ? Saturating.INFINITE : maxCount;
            long last = after == null ? end : Math.min(end, after - 1);
            if (first <= last) {
                ranges.add(new CountRange(first, last, metByCount(first)));
            }
        }
    }

    private List<MemberKind> findKinds(MemberTable table) {
        Map<MemberKind, Integer> found = new LinkedHashMap<>();
        for (int member = 0; member < kindOf.length; member++) {
            kindOf[member] = -1;
            if (table.isUsable(member)) {
                Set<Long> values = new HashSet<>();
                for (int i = standIns[member].nextClearBit(0);
                        i < meets[member].length;
                        i = standIns[member].nextClearBit(i + 1)) {
                    values.add(meets[member][i]);
                }
                MemberKind kind = new MemberKind(table.occurrences[member], absent[member], values);
                kindOf[member] = found.computeIfAbsent(kind, key -> found.size());
            }
        }
        return List.copyOf(found.keySet());
    }

    private Ways[] waysFrom(MemberTable table) {
        Ways[] ways = new Ways[kindOf.length + 1];
        ways[kindOf.length] = Ways.NOTHING;
        for (int member = kindOf.length - 1; member >= 0; member--) {
            ways[member] = ways[member + 1];
            if (kindOf[member] >= 0) {
                long copies = table.keyCount(member, 0);
                ways[member] = ways[member + 1].plus(choices(kindOf[member], copies, all));
                check(ways[member].size());
                // When keys run out there can be more ways than with all of them, which may leave one that is best.
                for (long fewer = 1; fewer <= demands.size() && fewer < copies && !isEndless(copies); fewer++) {
                    check(ways[member + 1]
                            .plus(choices(kindOf[member], fewer, all))
                            .size());
                }
            }
        }
        return ways;
    }

    private List<Ways.Choice> choices(int kind, long copies, long unmet) {
        return kinds.get(kind).choices(copies, unmet, interest);
    }

    private static boolean isEndless(long copies) {
        return copies >= Saturating.INFINITE;
    }

    /** The ways of members that are left never outnumber the products of the choices that there are of each kind. */
    private void checkFreeOrder(MemberTable table) {
        long[] copies = new long[kinds.size()];
        for (int member = 0; member < kindOf.length; member++) {
            if (kindOf[member] >= 0) {
                copies[kindOf[member]] = Saturating.plus(copies[kindOf[member]], table.keyCount(member, 0));
            }
        }
        long product = 1;
        for (int kind = 0; kind < copies.length; kind++) {
            int most = choices(kind, copies[kind], all).size();
            for (long some = 1; some <= demands.size() && some < copies[kind] && !isEndless(copies[kind]); some++) {
                most = Math.max(most, choices(kind, some, all).size());
            }
            product = Saturating.times(product, most);
        }
        check(Math.min(product, all + 1));
    }

    /**
     * The demands as bits.
     *
     * @throws GrammarTooComplexException for demands beyond {@link #MAX_DEMANDS}
     */
    static long bits(Set<Integer> demands) {
        long bits = 0;
        for (int demand : demands) {
            checkDemands(demand + 1);
            bits |= 1L << demand;
        }
        return bits;
    }

    private static void checkDemands(int count) {
        if (count > MAX_DEMANDS) {
            throw new GrammarTooComplexException("maxDemands", MAX_DEMANDS, "an object with conditions");
        }
    }

    /**
     * Refuses what could take long.
     *
     * @throws GrammarTooComplexException when there are more than {@link #MAX_WAYS}
     */
    static void check(long ways) {
        if (ways > MAX_WAYS) {
            throw new GrammarTooComplexException("maxWays", MAX_WAYS, "an object with conditions");
        }
    }

    /** The kind of a member that some key leads to. */
    int kind(int member) {
        return kindOf[member];
    }

    /** How many kinds there are. */
    int kindCount() {
        return kinds.size();
    }

    /** Demands that the absence of the member meets. */
    long metByAbsence(int member) {
        return absent[member];
    }

    /** Demands that are met when the members between two places, the last one left out, never come. */
    long metByPassing(int from, int to) {
        long met = 0;
        for (int i = 0; i < absentMembers.length && absentMembers[i] < to; i++) {
            met |= absentMembers[i] >= from ? absent[absentMembers[i]] : 0;
        }
        return met;
    }

    /** Demands that are met by the absence of the members that are not there: from a place on, less those seen. */
    long metByAbsence(int from, BitSet seen) {
        if (seen.isEmpty()) {
            return absentFrom[from];
        }
        long met = 0;
        for (int member : absentMembers) {
            met |= member >= from && !seen.get(member) ? absent[member] : 0;
        }
        return met;
    }

    /** Demands that so many members in all meet by their number. */
    long metByCount(long count) {
        return metBelow(count) | metAbove(count);
    }

    /** Demands that so many members meet, and any larger number. */
    long metAbove(long count) {
        long met = 0;
        for (int i = 0; i < demands.size(); i++) {
            met |= count > demands.get(i).above() ? 1L << i : 0;
        }
        return met;
    }

    /** Those of some demands that the number of members may still meet, of which there are at least so many at the end. */
    long mayBeMetByCount(long unmet, long count) {
        long may = 0;
        for (int i = 0; i < demands.size(); i++) {
            Demand demand = demands.get(i);
            boolean isMet = Math.max(count, minCount) < demand.below() || demand.above() < maxCount;
            may |= isMet ? 1L << i : 0;
        }
        return may & unmet;
    }

    /** Numbers of members, from the least on, each of which meets a demand that smaller ones do not, and the least one itself. */
    Set<Long> counts(long least) {
        Set<Long> counts = new TreeSet<>(Set.of(least));
        for (Demand demand : demands) {
            if (aboveIsMetFrom(demand) > least) {
                counts.add((long) aboveIsMetFrom(demand));
            }
        }
        return counts;
    }

    private long metBelow(long count) {
        long met = 0;
        for (int i = 0; i < demands.size(); i++) {
            met |= count < demands.get(i).below() ? 1L << i : 0;
        }
        return met;
    }

    /**
     * Listed order: what can follow a member.
     *
     * @param keysThen how many keys of the member are left after this one; 0 for a member that comes once
     */
    Ways waysAfter(int member, long keysThen) {
        return kinds.get(kindOf[member]).occurrence() == Occurrence.MANY && keysThen > 0
                ? isEndless(keysThen)
                        ? waysFrom[member]
                        : waysFrom[member + 1].plus(choices(kindOf[member], keysThen, all))
                : waysFrom[member + 1];
    }

    /**
     * Free order: what can follow a member, by its kind.
     *
     * @param left how many members, or keys of members that come many times, are left of each kind
     * @param unmet the demands that are left
     * @return [kind] -> what is left without one of them; not to be asked for kinds none of which is left
     */
    Ways[] waysAfter(long[] left, long unmet) {
        List<List<Ways.Choice>> whole = new ArrayList<>();
        List<List<Ways.Choice>> less = new ArrayList<>();
        for (int kind = 0; kind < left.length; kind++) {
            long fewer = isEndless(left[kind]) ? left[kind] : left[kind] - 1;
            whole.add(left[kind] == 0 ? List.of() : choices(kind, left[kind], unmet));
            less.add(fewer <= 0 ? List.of() : choices(kind, fewer, unmet));
        }
        return Ways.withOneLess(whole, less);
    }

    /**
     * Whether an object can be completed.
     *
     * @param met demands met by the members that are there
     * @param count how many members are there
     * @param ways what the others can do
     */
    boolean isPossible(long met, long count, Ways ways) {
        for (CountRange range : ranges) {
            if (range.last >= count
                    && ways.canMeet(
                            all & ~met & ~range.met,
                            Math.max(0, range.first - count),
                            range.last >= Saturating.INFINITE ? range.last : range.last - count)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The alternatives of a member's value that need to be read: those after which the object can be completed, without
     * those that leave the same demands as another one of which they are part, or that have no other to stand in for.
     *
     * @param met demands met before the member
     * @param count how many members there are with it
     * @param ways what can follow it
     */
    int[] readings(int member, long met, long count, Ways ways) {
        long[] values = meets[member];
        int[] readings = new int[values.length];
        int size = 0;
        for (int i = 0; i < values.length; i++) {
            boolean isIdle = standIns[member].get(i) && !standsIn(values, i, met);
            if (!isIdle && isPossible(met | values[i], count, ways) && !isPartOfAnother(values, i, met)) {
                readings[size++] = i;
            }
        }
        return Arrays.copyOf(readings, size);
    }

    /** Whether there is an alternative that meets more, but nothing more that is not met already. */
    private static boolean standsIn(long[] values, int index, long met) {
        for (long other : values) {
            if (other != values[index] && (values[index] & ~other) == 0 && (other & ~met & ~values[index]) == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPartOfAnother(long[] values, int index, long met) {
        for (long other : values) {
            if (other != values[index] && (other & ~values[index]) == 0 && (values[index] & ~met & ~other) == 0) {
                return true;
            }
        }
        return false;
    }
}
