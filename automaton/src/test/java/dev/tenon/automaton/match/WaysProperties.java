package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tenon.automaton.match.Ways.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What members can do together is what trying all of their choices comes to. */
final class WaysProperties {
    private static final int DEMANDS = 4;
    private static final int MOST = 3;

    private static List<Choice> choices(Random random, boolean mayBeNone) {
        List<Choice> choices = new ArrayList<>();
        for (int left = random.nextInt(4) + (mayBeNone ? 0 : 1); left > 0; left--) {
            // Many members do nothing for most demands.
            int some = random.nextInt(1 << DEMANDS);
            long met = some & random.nextInt(1 << DEMANDS);
            long least = random.nextInt(MOST);
            choices.add(new Choice(met, least, least + random.nextInt(MOST)));
        }
        return choices;
    }

    @Property(tries = 300)
    void eachGroupLessOneMemberStandsBesideAllOthers(@ForAll long seed) {
        Random random = new Random(seed);
        List<List<Choice>> whole = new ArrayList<>();
        List<List<Choice>> less = new ArrayList<>();
        for (int left = random.nextInt(5); left > 0; left--) {
            whole.add(choices(random, true));
            less.add(choices(random, true));
        }
        Ways[] found = Ways.withOneLess(whole, less);
        assertEquals(whole.size(), found.length);
        for (int group = 0; group < found.length; group++) {
            List<List<Choice>> groups = new ArrayList<>(whole);
            groups.set(group, less.get(group));
            groups.removeIf(List::isEmpty);
            assertMeets(groups, found[group]);
        }
    }

    private static void assertMeets(List<List<Choice>> groups, Ways ways) {
        int longest = groups.size() * 2 * MOST;
        for (long demands = 0; demands < 1 << DEMANDS; demands++) {
            for (int number = 0; number <= longest; number++) {
                assertEquals(
                        canMeet(groups, 0, demands, number, number),
                        ways.canMeet(demands, number, number),
                        demands + " by " + number + " of " + groups);
            }
        }
    }

    /** By all combinations. */
    private static boolean canMeet(List<List<Choice>> groups, int group, long demands, long fewest, long most) {
        if (group == groups.size()) {
            return demands == 0 && fewest <= 0 && most >= 0;
        }
        return groups.get(group).stream()
                .anyMatch(choice -> canMeet(
                        groups, group + 1, demands & ~choice.met(), fewest - choice.most(), most - choice.least()));
    }
}
