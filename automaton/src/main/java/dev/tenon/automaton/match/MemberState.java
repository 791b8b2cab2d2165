package dev.tenon.automaton.match;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.MemberOrder;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import java.util.Arrays;
import java.util.BitSet;
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
    final int next;
    /** Free order: the members seen that come once; listed order: empty. */
    private final BitSet seen;

    /** Free order: how many required members were not seen. */
    private final int missing;

    final int count;
    /** The demands met for good, as bits. */
    final long met;

    final @Nullable UsedKeys used;
    /** Worked out where it is first asked for: what walks pass through and leave again never is. */
    private volatile @Nullable BitSet available;
    /** Free order, where something is demanded: what can follow a member, by its kind. Made when first asked for. */
    private volatile Ways @Nullable [] waysAfter;

    private final int hash;

    static MemberState start(MemberTable table) {
        long met = table.completion == null ? 0 : table.completion.metAtStart;
        return new MemberState(table, 0, new BitSet(), table.requiredCount, 0, met, null, null);
    }

    private MemberState(
            MemberTable table,
            int next,
            BitSet seen,
            int missing,
            int count,
            long met,
            @Nullable UsedKeys used,
            @Nullable BitSet available) {
        this.table = table;
        this.next = next;
        this.seen = seen;
        this.missing = missing;
        this.count = count;
        this.met = met;
        this.used = used;
        this.available = available;
        this.hash = ((next * 31 + seen.hashCode()) * 31 + count) * 31 + (used == null ? 0 : used.hash);
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
        return count >= table.minCount && requiredLeft() == 0 && (completion == null || unmetAtEnd(completion) == 0);
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
            return new MemberState(
                    table, many ? member : member + 1, seen, missing, countThen, metThen, usedThen, null);
        }
        BitSet availableThen = availableAfter(member);
        if (many) {
            return new MemberState(table, 0, seen, missing, countThen, metThen, usedThen, availableThen);
        }
        BitSet seenThen = (BitSet) seen.clone();
        seenThen.set(member);
        boolean wasMissing = table.occurrences[member] == Occurrence.REQUIRED && !seen.get(member);
        int missingThen = wasMissing ? missing - 1 : missing;
        return new MemberState(table, 0, seenThen, missingThen, countThen, metThen, usedThen, availableThen);
    }

    /**
     * Free order: the members available after a member, where that follows from those available now; else null. It does
     * where no number and no demand keeps any member out: then it is the same ones less the member.
     */
    private @Nullable BitSet availableAfter(int member) {
        BitSet now = available;
        if (now == null
                || table.completion != null
                || table.maxCount != Expr.UNBOUNDED
                || count + 1L < table.minCount) {
            return null;
        }
        if (table.occurrences[member] == Occurrence.MANY) {
            return table.keyCount(member, 0) >= Saturating.INFINITE ? now : null;
        }
        BitSet then = (BitSet) now.clone();
        then.clear(table.reach.place(member));
        return then;
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

    /** Whether the member must come and is not there. */
    boolean isMissing(int member) {
        return member >= next
                && table.occurrences[member] == Occurrence.REQUIRED
                && table.isUsable(member)
                && !seen.get(member);
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
        int required = requiredLeft();
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
    long left(int member) {
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

    /** How many required members must still come. */
    int requiredLeft() {
        return table.order == MemberOrder.LISTED ? table.requiredFrom(next) : missing;
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
