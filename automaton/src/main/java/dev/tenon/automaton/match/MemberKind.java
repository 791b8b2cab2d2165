package dev.tenon.automaton.match;

import dev.tenon.automaton.grammar.Expr.Occurrence;
import dev.tenon.automaton.match.Ways.Choice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that tells members of an object apart where its demands are concerned; members of one kind can stand in for each
 * other.
 *
 * @param occurrence how often such a member comes
 * @param absent demands that are met when one of them is not there
 * @param meets for each alternative of their value the demands that it meets
 */
record MemberKind(Occurrence occurrence, long absent, Set<Long> meets) {
    MemberKind {
        meets = Set.copyOf(meets);
    }

    /**
     * What some members of this kind can do, the best choices only.
     *
     * <p>With several of them different values can be read: demands that no single value meets together are met by as
     * many members as there are values to it.
     *
     * @param copies how many of them there are: members, or keys of a member that comes many times
     * @param demands the demands that are still of interest
     * @param interest which numbers of members are of interest
     */
    List<Choice> choices(long copies, long demands, CountInterest interest) {
        List<Choice> best = new ArrayList<>();
        if (copies == 0) {
            best.add(interest.choice(0, 0, 0));
            return best;
        }
        // Where fewer members are never better and there are enough of them, one for each value is best.
        int one = occurrence == Occurrence.OPTIONAL ? 1 : 0;
        Map<Long, Integer> unions = !interest.few() && copies >= meets.size() + one
                ? Map.of(demands & meets.stream().reduce(0L, (a, b) -> a | b), meets.size())
                : unions(copies, demands);
        for (Map.Entry<Long, Integer> union : unions.entrySet()) {
            long met = union.getKey();
            int taken = union.getValue();
            switch (occurrence) {
                case MANY -> add(best, interest.choice(met, taken, copies));
                case REQUIRED -> add(best, interest.choice(met, copies, copies));
                case OPTIONAL -> {
                    boolean absenceCounts = (absent & demands & ~met) != 0 && taken < copies;
                    add(best, interest.choice(met, absenceCounts ? copies : taken, copies));
                    if (absenceCounts) {
                        add(best, interest.choice(met | (absent & demands), taken, copies - 1));
                    }
                }
            }
        }
        return best;
    }

    /** What so many values can meet together, and how many of them that takes at least. */
    private Map<Long, Integer> unions(long copies, long demands) {
        Map<Long, Integer> unions = new HashMap<>();
        unions.put(0L, 0);
        List<Long> last = List.of(0L);
        for (int taken = 1; taken <= Math.min(copies, meets.size()); taken++) {
            List<Long> next = new ArrayList<>();
            for (long before : last) {
                for (long more : meets) {
                    long union = before | (more & demands);
                    if (unions.putIfAbsent(union, taken) == null) {
                        next.add(union);
                        Completion.check(unions.size());
                    }
                }
            }
            last = next;
        }
        return unions;
    }

    private static void add(List<Choice> best, Choice choice) {
        for (Choice other : best) {
            if (other.isAsGoodAs(choice)) {
                return;
            }
        }
        best.removeIf(choice::isAsGoodAs);
        best.add(choice);
    }

    /**
     * Which numbers of members an object can tell apart. Where it asks for no least number, more members are never better
     * than fewer, and the other way round; choices then differ in less, and fewer of them are best.
     *
     * @param few whether fewer members can be better
     * @param many whether more members can be better
     */
    record CountInterest(boolean few, boolean many) {
        Choice choice(long met, long least, long most) {
            return new Choice(met, few ? least : 0, many ? most : Saturating.INFINITE);
        }
    }
}
