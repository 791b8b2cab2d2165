package dev.tenon.automaton.match;

import dev.tenon.automaton.grammar.Expr.Occurrence;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * The least bytes to the end of an object, by how far it has come. Exact but for keys that are used up: those are not looked
 * at, so that it is too little where another key of a member that comes many times is longer.
 */
final class LeastMembers {
    private static final int NONE = -1;

    private final MemberState state;
    private final MemberTable table;
    private final Node.MembersNode node;

    /** From a state of the object of this node. */
    LeastMembers(MemberState state, Node.MembersNode node) {
        this.state = state;
        this.table = state.table;
        this.node = node;
    }

    /** Of the members that must still come, each after a separator. */
    long left() {
        return left(NONE);
    }

    /**
     * The same.
     *
     * @param unnamed a member of which one key is gone that is not known, or {@link #NONE}
     */
    private long left(int unnamed) {
        return table.completion == null ? wanted(unnamed) : demanded(table.completion, 0, unnamed);
    }

    /** Where nothing is demanded: members that are required, and of the others those of the fewest bytes. */
    private long wanted(int unnamed) {
        long least = required();
        long wanted = Math.max(0, table.minCount - state.count - state.requiredLeft());
        if (wanted == 0) {
            return least;
        }
        List<Spare> spares = new ArrayList<>();
        for (int member = state.next; member < table.memberCount(); member++) {
            long copies = state.left(member) - (member == unnamed ? 1 : 0);
            if (table.occurrences[member] != Occurrence.REQUIRED && copies > 0) {
                spares.add(new Spare(cost(member), copies));
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

    /** Where something is demanded, and so many members must come in any case. */
    private long demanded(Completion completion, int further, int unnamed) {
        LeastForDemands least =
                new LeastForDemands(node, completion, completion.all & ~state.met, state.count, further);
        for (int member = state.next; member < table.memberCount(); member++) {
            long left = state.left(member);
            if (left > 0) {
                least.add(member, left - (member == unnamed ? 1 : 0));
            }
        }
        return least.least();
    }

    /** From the beginning of a key on, where one must come. */
    long next() {
        return from(0, new long[table.memberCount()]);
    }

    /**
     * From within a key on. O(members), more where members are counted.
     *
     * @param afterKey by member, what is left after its key and one more, where it was worked out: the same for all of the
     *     key's bytes
     */
    long from(int keyState, long[] afterKey) {
        if (table.completion != null && keyState == 0) {
            // No member is settled yet: any one of those that lead to the end.
            long least = demanded(table.completion, 1, NONE);
            return least >= Saturating.INFINITE ? least : least - node.separator.least;
        }
        long best = Saturating.INFINITE;
        boolean counted = table.minCount > state.count + 1 || table.completion != null;
        long required = counted ? 0 : required();
        if (required >= Saturating.INFINITE) {
            // Whichever comes next, one of which no text is known yet is it or is left.
            return Saturating.INFINITE;
        }
        BitSet ahead = keyState == 0 ? state.available() : table.reach.within(keyState, state.available());
        for (int place = ahead.nextSetBit(0); place >= 0; place = ahead.nextSetBit(place + 1)) {
            int member = table.reach.member(place);
            if (afterKey[member] == 0) {
                afterKey[member] = 1 + afterKey(member, counted, required);
            }
            best = Math.min(best, Saturating.plus(table.keyDistance(keyState, member), afterKey[member] - 1));
        }
        return best;
    }

    private long afterKey(int member, boolean counted, long required) {
        int unnamed = table.occurrences[member] == Occurrence.MANY ? member : NONE;
        long best = Saturating.INFINITE;
        for (int alternative : state.readings(member)) {
            long rest = counted
                    ? new LeastMembers(state.after(member, alternative, null), node).left(unnamed)
                    : requiredBeside(member, required);
            best = Math.min(best, Saturating.plus(node.afterKey[member][alternative].least, rest));
        }
        return best;
    }

    /** All required members that are not there, each after a separator. */
    private long required() {
        long least = 0;
        for (int member = state.next; member < table.memberCount(); member++) {
            if (state.isMissing(member)) {
                least = Saturating.plus(least, cost(member));
            }
        }
        return least;
    }

    /** The same without one member, which is available: so none that is required comes before it. */
    private long requiredBeside(int member, long required) {
        return state.isMissing(member) ? required - cost(member) : required;
    }

    private long cost(int member) {
        return Saturating.plus(node.separator.least, node.leastMember(member));
    }
}
