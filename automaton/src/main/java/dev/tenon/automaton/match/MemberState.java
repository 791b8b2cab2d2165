package dev.tenon.automaton.match;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.MemberOrder;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far an object has come: which members it has and which may still follow. Immutable.
 *
 * <p>A member is <em>available</em> when, once it is there, the rest of the object can still be completed: in listed
 * order no required member may be passed over, and the counts must remain within reach of the members that may still
 * follow it, as must the demands ({@link Completion}). So an object that is alive never dies of its bounds.
 */
final class MemberState {
    /** More keys than any number of members that is asked for. */
    private static final long ANY_NUMBER = 1L << 32;

    private static final byte[] NO_BYTES = {};

    final MemberTable table;
    /** Listed order: the first member that may come next. Free order: 0. */
    private final int next;
    /** Free order: the members seen that come once; listed order: empty. */
    private final BitSet seen;

    private final int count;
    /** The demands met for good, as bits. */
    private final long met;

    final @Nullable UsedKeys used;
    /** Worked out where it is first asked for: what walks pass through and leave again never is. */
    private volatile @Nullable BitSet available;
    /** Free order, where something is demanded: what can follow a member, by its kind. Made when first asked for. */
    private volatile Ways @Nullable [] waysAfter;

    private final int hash;

    static MemberState start(MemberTable table) {
        long met = table.completion == null ? 0 : table.completion.metAtStart;
        return new MemberState(table, 0, new BitSet(), 0, met, null);
    }

    private MemberState(MemberTable table, int next, BitSet seen, int count, long met, @Nullable UsedKeys used) {
        this.table = table;
        this.next = next;
        this.seen = seen;
        this.count = count;
        this.met = met;
        this.used = used;
        this.hash = Objects.hash(next, seen, count) * 31 + (used == null ? 0 : used.hash);
    }

    /** The members that may come next, by {@link KeyReach#place}. Shared: not to be written. */
    BitSet available() {
        BitSet known = available;
        if (known == null) {
            known = findAvailable();
            available = known;
        }
        return known;
    }

    /** Whether the object may end here. */
    boolean mayEnd() {
        Completion completion = table.completion;
        return count >= table.minCount
                && requiredLeft(next, seen) == 0
                && (completion == null || unmetAtEnd(completion) == 0);
    }

    /** The state once a member with this key is there, its value read by one of the {@link #readings}. */
    MemberState after(int member, int alternative, @Nullable KeyText key) {
        boolean many = table.occurrences[member] == Occurrence.MANY;
        UsedKeys usedThen = many && key != null ? new UsedKeys(key.bytes(), member, used) : used;
        int countThen = table.maxCount == Expr.UNBOUNDED ? Math.min(count + 1, table.countsUpTo) : count + 1;
        long metThen = table.completion == null
                ? 0
                : metBefore(member, table.completion)
                        | table.meets[member][alternative]
                        | table.completion.metAbove(countThen);
        if (table.order == MemberOrder.LISTED) {
            return new MemberState(table, many ? member : member + 1, seen, countThen, metThen, usedThen);
        }
        BitSet seenThen = seen;
        if (!many) {
            seenThen = (BitSet) seen.clone();
            seenThen.set(member);
        }
        return new MemberState(table, 0, seenThen, countThen, metThen, usedThen);
    }

    /** The alternatives of the value of an available member that are to be read. */
    int[] readings(int member) {
        Completion completion = table.completion;
        return completion == null
                ? table.alternatives(member)
                : completion.readings(member, metBefore(member, completion), count + 1L, waysAfter(member, completion));
    }

    /** What can follow a member that comes next. */
    private Ways waysAfter(int member, Completion completion) {
        if (table.order == MemberOrder.FREE) {
            return waysAfterKinds(completion)[completion.kind(member)];
        }
        boolean many = table.occurrences[member] == Occurrence.MANY;
        long left = many ? keysLeft(member) : 1;
        return completion.waysAfter(member, left >= Saturating.INFINITE ? left : left - 1);
    }

    private Ways[] waysAfterKinds(Completion completion) {
        Ways[] known = waysAfter;
        if (known == null) {
            known = completion.waysAfter(membersLeft(completion), completion.all & ~met);
            waysAfter = known;
        }
        return known;
    }

    /** The demands met once it is known which member comes next: in listed order those before it never come. */
    private long metBefore(int member, Completion completion) {
        return table.order == MemberOrder.LISTED ? met | completion.metByPassing(next, member) : met;
    }

    /** The demands that were not met if the object ended here. */
    private long unmetAtEnd(Completion completion) {
        return completion.all & ~met & ~completion.metByCount(count) & ~completion.metByAbsence(next, seen);
    }

    /** Free order: how many members, or keys, are left of each kind. */
    private long[] membersLeft(Completion completion) {
        long[] left = new long[completion.kindCount()];
        for (int member = 0; member < table.memberCount(); member++) {
            if (table.isUsable(member) && !seen.get(member)) {
                int kind = completion.kind(member);
                long more = table.occurrences[member] == Occurrence.MANY ? keysLeft(member) : 1;
                left[kind] = Saturating.plus(left[kind], more);
            }
        }
        return left;
    }

    /** Whether a key in this state of the key automaton can still become that of an available member. */
    boolean isAlive(int keyState, @Nullable KeyText key) {
        if (used != null && mayRunOut(keyState)) {
            return isLeft(keyState, key == null ? NO_BYTES : key.bytes());
        }
        return table.reach.meets(keyState, available());
    }

    /** The same for a key that is the first bytes of an array. */
    boolean isAlive(int keyState, byte[] key, int length) {
        if (used != null && mayRunOut(keyState)) {
            return isLeft(keyState, Arrays.copyOf(key, length));
        }
        return table.reach.meets(keyState, available());
    }

    /** Whether it takes a look at the keys used to tell if a key in this state can become one that is not. */
    private boolean mayRunOut(int keyState) {
        BitSet places = available();
        if (table.reach.meetsSingle(keyState, places)) {
            return false;
        }
        boolean counted = false;
        for (int member : table.reach.manyMembers()) {
            if (places.get(table.reach.place(member))
                    && table.reach.statesOfMany(member).get(keyState)) {
                if (table.keyCount(member, keyState) >= Saturating.INFINITE) {
                    return false;
                }
                counted = true;
            }
        }
        return counted;
    }

    private boolean isLeft(int keyState, byte[] prefix) {
        KeyReach reach = table.reach;
        BitSet available = available();
        for (int member : reach.manyMembers()) {
            if (!available.get(reach.place(member))
                    || !reach.statesOfMany(member).get(keyState)) {
                continue;
            }
            if (table.keyCount(member, keyState) > UsedKeys.count(used, member, prefix)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Least bytes of the members that must still come, each after a separator. Keys that are used up are not looked at, so it
     * is a lower bound where another key of a member that comes many times is longer.
     */
    long leastLeft(Node.MembersNode node) {
        return leastLeft(node, -1);
    }

    /**
     * The same.
     *
     * @param unnamed a member of which one key is gone that is not known, or -1
     */
    private long leastLeft(Node.MembersNode node, int unnamed) {
        return table.completion == null
                ? leastWanted(node, unnamed)
                : leastForDemands(node, table.completion, 0, unnamed);
    }

    /** Where nothing is demanded: members that are required, and of the others those of the fewest bytes. */
    private long leastWanted(Node.MembersNode node, int unnamed) {
        long least = 0;
        long wanted = Math.max(0, table.minCount - count - requiredLeft(next, seen));
        List<Spare> spares = new ArrayList<>();
        for (int member = next; member < table.memberCount(); member++) {
            if (!table.isUsable(member) || seen.get(member)) {
                continue;
            }
            long cost = Saturating.plus(node.separator.least, node.leastMember(member));
            if (table.occurrences[member] == Occurrence.REQUIRED) {
                least = Saturating.plus(least, cost);
            } else if (wanted > 0) {
                spares.add(new Spare(cost, left(member) - (member == unnamed ? 1 : 0)));
            }
        }
        spares.sort(Comparator.comparingLong(Spare::cost));
        for (Spare spare : spares) {
            long taken = Math.min(wanted, spare.copies);
            least = Saturating.plus(least, Saturating.times(taken, spare.cost));
            wanted -= taken;
        }
        return least;
    }

    /** Members that need not come, of so many bytes each. */
    private record Spare(long cost, long copies) {}

    /** The same where something is demanded, and so many members must come in any case. */
    private long leastForDemands(Node.MembersNode node, Completion completion, int further, int unnamed) {
        LeastForDemands least = new LeastForDemands(node, completion, completion.all & ~met, count, further);
        for (int member = next; member < table.memberCount(); member++) {
            long left = left(member);
            if (left > 0) {
                least.add(member, left - (member == unnamed ? 1 : 0));
            }
        }
        return least.least();
    }

    /** Least bytes from the beginning of a key on, where one must come. */
    long leastNext(Node.MembersNode node) {
        return leastFrom(node, 0, new long[table.memberCount()]);
    }

    /**
     * Least bytes from within a key on. O(members), more where members are counted.
     *
     * @param afterKey by member, what is left after its key and one more, where it was worked out: the same for all of the
     *     key's bytes
     */
    long leastFrom(Node.MembersNode node, int keyState, long[] afterKey) {
        if (table.completion != null && keyState == 0) {
            // No member is settled yet: any one of those that lead to the end.
            long least = leastForDemands(node, table.completion, 1, -1);
            return least >= Saturating.INFINITE ? least : least - node.separator.least;
        }
        long best = Saturating.INFINITE;
        boolean counted = table.minCount > count + 1 || table.completion != null;
        long required = counted ? 0 : leastRequired(node);
        if (required >= Saturating.INFINITE) {
            // Whichever comes next, one of which no text is known yet is it or is left.
            return Saturating.INFINITE;
        }
        BitSet ahead = keyState == 0 ? available() : table.reach.within(keyState, available());
        for (int place = ahead.nextSetBit(0); place >= 0; place = ahead.nextSetBit(place + 1)) {
            int member = table.reach.member(place);
            if (afterKey[member] == 0) {
                afterKey[member] = 1 + leastAfterKey(node, member, counted, required);
            }
            best = Math.min(best, Saturating.plus(table.keyDistance(keyState, member), afterKey[member] - 1));
        }
        return best;
    }

    private long leastAfterKey(Node.MembersNode node, int member, boolean counted, long required) {
        long best = Saturating.INFINITE;
        for (int alternative : readings(member)) {
            long rest =
                    counted ? leastAfter(node, member, alternative) : leastBeside(member, required, node);
            best = Math.min(best, Saturating.plus(node.afterKey[member][alternative].least, rest));
        }
        return best;
    }

    private long leastAfter(Node.MembersNode node, int member, int alternative) {
        boolean isUnnamed = table.occurrences[member] == Occurrence.MANY;
        return after(member, alternative, null).leastLeft(node, isUnnamed ? member : -1);
    }

    /** Least bytes of all required members that are not there, each after a separator. */
    private long leastRequired(Node.MembersNode node) {
        long least = 0;
        for (int member = next; member < table.memberCount(); member++) {
            if (isMissing(member)) {
                least = Saturating.plus(least, Saturating.plus(node.separator.least, node.leastMember(member)));
            }
        }
        return least;
    }

    /** Whether the member must come and is not there. */
    boolean isMissing(int member) {
        return member >= next
                && table.occurrences[member] == Occurrence.REQUIRED
                && table.isUsable(member)
                && !seen.get(member);
    }

    /** The same without one member, which is available: so none that is required comes before it. */
    private long leastBeside(int member, long required, Node.MembersNode node) {
        if (!isMissing(member)) {
            return required;
        }
        return required - Saturating.plus(node.separator.least, node.leastMember(member));
    }

    private BitSet findAvailable() {
        int members = table.memberCount();
        BitSet found = new BitSet(members);
        if (count >= table.maxCount) {
            return found;
        }
        // How many members, or keys, may follow at most: those that can be counted, and members without end of keys.
        long ahead = 0;
        int endless = 0;
        for (int member = next; member < members; member++) {
            long left = left(member);
            ahead += left >= ANY_NUMBER ? 0 : left;
            endless += left >= ANY_NUMBER ? 1 : 0;
        }
        int required = requiredLeft(next, seen);
        for (int member = next; member < members; member++) {
            long left = left(member);
            boolean isRequired = table.occurrences[member] == Occurrence.REQUIRED;
            if (left > 0) {
                long following = endless > 0 ? Saturating.INFINITE : ahead - 1;
                boolean fits = table.completion == null
                        ? fits(required - (isRequired ? 1 : 0), following)
                        : readings(member).length > 0;
                found.set(table.reach.place(member), fits);
            }
            if (table.order == MemberOrder.LISTED) {
                if (isRequired) {
                    return found;
                }
                ahead -= left >= ANY_NUMBER ? 0 : left;
                endless -= left >= ANY_NUMBER ? 1 : 0;
            }
        }
        return found;
    }

    /** How many keys of the member may still come. */
    private long left(int member) {
        if (!table.isUsable(member) || seen.get(member)) {
            return 0;
        }
        return table.occurrences[member] == Occurrence.MANY ? keysLeft(member) : 1;
    }

    /**
     * Whether the number of members stays within reach once one more is there.
     *
     * @param required how many members must follow it
     * @param following how many may follow it at most
     */
    private boolean fits(long required, long following) {
        long countThen = count + 1L;
        return (table.maxCount == Expr.UNBOUNDED || countThen + required <= table.maxCount)
                && (countThen >= table.minCount || countThen + following >= table.minCount);
    }

    private int requiredLeft(int from, BitSet seenThen) {
        return table.order == MemberOrder.LISTED ? table.requiredFrom(from) : table.requiredBeside(seenThen);
    }

    private long keysLeft(int member) {
        long all = table.keyCount(member, 0);
        return all >= Saturating.INFINITE ? all : all - UsedKeys.count(used, member, NO_BYTES);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof MemberState that && met == that.met && covers(that));
    }

    /** Whether the states are the same but for demands that this one has met and the other has not. */
    @SuppressWarnings("ReferenceEquality") // tables are nodes of one program
    boolean covers(MemberState that) {
        return hash == that.hash
                && table == that.table
                && next == that.next
                && count == that.count
                && (that.met & ~met) == 0
                && seen.equals(that.seen)
                && UsedKeys.same(used, that.used);
    }

    /** Of all but the demands met. */
    @Override
    public int hashCode() {
        return hash;
    }
}
