package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.grammar.EmptyLanguageException;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.Demand;
import dev.tenon.automaton.grammar.Expr.Interleave;
import dev.tenon.automaton.grammar.Expr.Member;
import dev.tenon.automaton.grammar.Expr.MemberOrder;
import dev.tenon.automaton.grammar.Expr.MemberValue;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.token.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Objects that make demands. Keys are the letters a, b, c and so on, one for each member; the keys of a member that comes
 * many times are two letters, the second of them x, y or z. Values are digits.
 */
final class DemandTest {
    private static final int NO_END = Expr.UNBOUNDED;

    private static Expr digit(String digits) {
        ByteDfa.Builder dfa = ByteDfa.builder();
        int start = dfa.addState();
        int end = dfa.addState();
        digits.chars().forEach(digit -> dfa.addTransition(start, digit, digit, end));
        return new Expr.Lexeme(dfa.accept(end, 0).build());
    }

    /** A value that is one of these digits. */
    private static MemberValue value(String digits, Integer... meets) {
        return new MemberValue(digit(digits), Set.of(meets));
    }

    private static Member optional(MemberValue... values) {
        return new Member(List.of(values), Occurrence.OPTIONAL);
    }

    private static Member required(MemberValue... values) {
        return new Member(List.of(values), Occurrence.REQUIRED);
    }

    private static Member many(MemberValue... values) {
        return new Member(List.of(values), Occurrence.MANY);
    }

    private static Interleave object(MemberOrder order, int min, int max, List<Member> members, Demand... demands) {
        ByteDfa.Builder keys = ByteDfa.builder();
        int start = keys.addState();
        for (int i = 0; i < members.size(); i++) {
            int letter = keys.addState();
            keys.addTransition(start, 'a' + i, 'a' + i, letter);
            int end = letter;
            if (members.get(i).occurrence() == Occurrence.MANY) {
                end = keys.addState();
                keys.addTransition(letter, 'x', 'z', end);
            }
            keys.accept(end, i);
        }
        Expr comma = new Expr.Lexeme(ByteDfa.literal(new byte[] {','}));
        return new Interleave(keys.build(), members, comma, order, min, max, List.of(demands));
    }

    private static Demand unless(Integer... absent) {
        return new Demand(Set.of(absent), 0, NO_END);
    }

    private static Matcher matcher(Expr root) {
        List<byte[]> bytes = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            bytes.add(new byte[] {(byte) b});
        }
        return new GrammarCompiler(Vocabulary.ofByteStrings(bytes), CompileLimits.defaults())
                .compile(Grammar.of(root))
                .matcher();
    }

    private static void assertTexts(Expr object, String good, String bad) {
        for (String text : good.split(" ", -1)) {
            assertTrue(matches(object, text), text);
        }
        for (String text : bad.split(" ", -1)) {
            assertFalse(matches(object, text), text);
        }
    }

    private static boolean matches(Expr object, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Matcher matcher = matcher(object);
        return matcher.acceptBytes(bytes, 0, bytes.length) == bytes.length && matcher.isAccepting();
    }

    private static String nextAfter(Expr object, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Matcher matcher = matcher(object);
        assertEquals(bytes.length, matcher.acceptBytes(bytes, 0, bytes.length));
        StringBuilder next = new StringBuilder(matcher.isAccepting() ? "." : "");
        matcher.nextBytes().stream().forEach(b -> next.append((char) b));
        return next.toString();
    }

    /** {@code anyOf: [{properties: {a: {const: 1}}, required: [a]}, the same with b]}. */
    @ParameterizedTest
    @EnumSource(MemberOrder.class)
    void oneOfTwoOptionalMembersHasTheValue(MemberOrder order) {
        Interleave object = object(
                order,
                0,
                NO_END,
                List.of(optional(value("12"), value("1", 0)), optional(value("12"), value("1", 0))),
                Demand.ofValue());
        assertTexts(object, "a1 b1 a1,b2 a2,b1 a1,b1", " a2 b2 a2,b2");
        assertEquals("1", nextAfter(object, "a2,b"), "the last member that can meet it");
    }

    @Test
    void membersInListedOrderThatCouldNoLongerMeetTheDemandAreNotBegun() {
        List<Member> members = List.of(optional(value("12"), value("1", 0)), optional(value("12")));
        assertEquals("a", nextAfter(object(MemberOrder.LISTED, 0, NO_END, members, Demand.ofValue()), ""));
        assertEquals("ab", nextAfter(object(MemberOrder.FREE, 0, NO_END, members, Demand.ofValue()), ""));
        assertEquals("1", nextAfter(object(MemberOrder.LISTED, 0, NO_END, members, Demand.ofValue()), "a"));
    }

    /** {@code dependentRequired: {a: [b]}}, and {@code {b: [c]}} as well. */
    @ParameterizedTest
    @EnumSource(MemberOrder.class)
    void membersAreThereOrOthersAreAbsent(MemberOrder order) {
        Interleave object = object(
                order,
                0,
                NO_END,
                List.of(optional(value("1")), optional(value("1", 0)), optional(value("1", 1))),
                unless(0),
                unless(1));
        assertTexts(object, "c1 b1,c1 a1,b1,c1", "a1 b1 a1,b1 a1,c1");
        assertTrue(matches(object, ""));
        assertEquals(order == MemberOrder.LISTED ? "b" : "bc", nextAfter(object, "a1,"));
    }

    @Test
    void whatTwoMembersAskOfEachOtherLeavesNoOddNumber() {
        Interleave object = object(
                MemberOrder.FREE,
                1,
                2,
                List.of(optional(value("1", 1)), optional(value("1", 0))),
                unless(0),
                unless(1));
        assertTexts(object, "a1,b1 b1,a1", "a1 b1");
        List<Member> members = object.members();
        assertThrows(
                EmptyLanguageException.class,
                () -> matcher(object(MemberOrder.FREE, 1, 1, members, unless(0), unless(1))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        LISTED | 2 | 2147483647 | a1 a2 a2,b1 a1,b1 b2  | a2,b2 b2,a1
        FREE   | 2 | 2147483647 | a2 b2 b1,a2           | a2,b2 b2,a2
        LISTED | 0 | 1          | a1 b1 a2,b2 a1,b1     | a2 b2
        FREE   | 0 | 1          | a1 b2,a2 b1           | a2 b2
        """)
    void theNumberOfMembersMeetsTheDemand(MemberOrder order, int below, int above, String good, String bad) {
        Interleave object = object(
                order,
                1,
                NO_END,
                List.of(optional(value("12"), value("1", 0)), optional(value("12"), value("1", 0))),
                new Demand(Set.of(), below, above));
        assertTexts(object, good, bad);
    }

    @ParameterizedTest
    @EnumSource(MemberOrder.class)
    void keysOfAMemberThatComesManyTimesRunOutBeforeTheDemandIsMet(MemberOrder order) {
        Interleave object = object(
                order,
                0,
                NO_END,
                List.of(many(value("123"), value("1", 0), value("2", 1))),
                Demand.ofValue(),
                Demand.ofValue());
        assertTexts(object, "ax1,ay2 az2,ay1 ax1,ay1,az2", "ax1 ax1,ay1 ax2,ay2,az2");
        assertEquals("2", nextAfter(object, "ax1,ay1,az"), "the last key must meet what is left");
        assertEquals("12", nextAfter(object, "ax3,ay"), "as many keys are left as demands");
        assertThrows(
                EmptyLanguageException.class,
                () -> matcher(object(order, 0, 1, object.members(), Demand.ofValue(), Demand.ofValue())));
    }

    @ParameterizedTest
    @EnumSource(MemberOrder.class)
    void twoDemandsThatTheSameMemberMeetsByDifferentValuesCannotBothBeMet(MemberOrder order) {
        MemberValue first = value("1", 0);
        MemberValue second = value("2", 1);
        for (Member only : List.of(optional(first, second), required(first, second))) {
            assertThrows(
                    EmptyLanguageException.class,
                    () -> matcher(object(order, 0, NO_END, List.of(only), Demand.ofValue(), Demand.ofValue())));
        }
        Interleave two = object(
                order,
                0,
                NO_END,
                List.of(required(first, second), optional(first, second)),
                Demand.ofValue(),
                Demand.ofValue());
        assertTexts(two, "a1,b2 a2,b1", "a1 a1,b1 a2,b2");
        assertEquals("2", nextAfter(two, "a1,b"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void combinationsThatCannotBeAreFoundAtCompileTime(int which) {
        Member plain = optional(value("1"));
        Member never = optional(new MemberValue(new Expr.Choice(List.of()), Set.of(0)));
        Interleave object = switch (which) {
            case 0 -> object(MemberOrder.FREE, 0, NO_END, List.of(plain), Demand.ofValue());
            case 1 -> object(MemberOrder.FREE, 0, NO_END, List.of(plain, never), Demand.ofValue());
            case 2 -> object(MemberOrder.LISTED, 1, NO_END, List.of(plain), new Demand(Set.of(0), 1, NO_END));
            default -> object(MemberOrder.LISTED, 0, 2, List.of(plain, plain, plain), new Demand(Set.of(), 0, 2));
        };
        assertThrows(EmptyLanguageException.class, () -> matcher(object));
    }

    @Test
    void anOptionalMemberThatCannotBeThereIsAbsent() {
        Member never = optional(new MemberValue(new Expr.Choice(List.of()), Set.of()));
        Interleave object = object(MemberOrder.LISTED, 0, NO_END, List.of(never, optional(value("1"))), unless(0));
        assertTexts(object, "b1", "a1");
        assertTrue(matches(object, ""));
    }

    @Test
    void aValueThatMeetsNothingMoreIsNotReadTwice() {
        Interleave object = object(
                MemberOrder.LISTED,
                0,
                NO_END,
                List.of(optional(value("12"), value("1", 0)), optional(value("12"), value("1", 0))),
                Demand.ofValue());
        MemberTable table = new MemberTable(object, Pruner.usable(object));
        MemberState start = MemberState.start(table);
        assertArrayEquals(new int[] {0, 1}, start.readings(0));
        assertArrayEquals(new int[] {1}, start.after(0, 0, null).readings(1));
        assertArrayEquals(new int[] {0}, start.after(0, 1, null).readings(1));
    }

    @Test
    void readingsThatHaveMetLessAreDroppedOnceTheValueIsRead() {
        Interleave object =
                object(MemberOrder.FREE, 0, NO_END, List.of(many(value("12"), value("1", 0))), Demand.ofValue());
        CompileLimits limits = CompileLimits.defaults();
        Stepper stepper = new Stepper();
        Position position = stepper.start(
                Program.link(Pruner.prune(Grammar.of(object), limits), limits).root(), null);
        int[] readings = new int[4];
        for (int i = 0; i < readings.length; i++) {
            position = stepper.step(position, "ax1,".charAt(i));
            readings[i] = position.heads.length;
        }
        assertArrayEquals(new int[] {1, 2, 1, 1}, readings);
        assertEquals(0, stepper.dropped());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        0 | 5 | two members, each for a demand of its own
        3 | 8 | and one more, as three must be there
        """)
    void leastBytesCountTheMembersThatMeetDemands(int min, int least, String why) {
        List<Member> members = List.of(
                optional(value("12"), value("1", 0)), optional(value("12"), value("1", 1)), optional(value("1")));
        for (MemberOrder order : MemberOrder.values()) {
            Interleave object = object(order, min, NO_END, members, Demand.ofValue(), Demand.ofValue());
            assertEquals(least, matcher(object).leastBytes(), why);
        }
    }

    @Test
    void leastBytesTakeTheWayThatIsShortest() {
        List<Member> members = List.of(optional(value("1")), many(value("1"), new MemberValue(digits(9), Set.of(0))));
        Demand either = new Demand(Set.of(), 0, 1);
        assertEquals(
                "a1,bx1".length(),
                matcher(object(MemberOrder.FREE, 0, NO_END, members, either)).leastBytes());
        assertEquals(
                "bx123456789".length(),
                matcher(object(MemberOrder.FREE, 0, 1, members, either)).leastBytes());
    }

    private static Expr digits(int count) {
        return new Expr.Sequence(Collections.nCopies(count, digit("123456789")));
    }

    private static Interleave conditions(MemberOrder order, int count, int min) {
        List<Member> members = new ArrayList<>();
        Demand[] demands = new Demand[count];
        for (int i = 0; i < count; i++) {
            members.add(optional(value("1"), value("2", i)));
            demands[i] = Demand.ofValue();
        }
        return object(order, min, NO_END, members, demands);
    }

    @Test
    void manyDemandsThatDoNotCompeteAreNoTrouble() {
        Interleave object = conditions(MemberOrder.LISTED, 26, 0);
        StringBuilder text = new StringBuilder();
        IntStream.range(0, 26)
                .forEach(i ->
                        text.append(i == 0 ? "" : ",").append((char) ('a' + i)).append('2'));
        assertTexts(object, text.toString(), text.toString().replace("k2", "k1"));
        assertEquals("2", nextAfter(conditions(MemberOrder.FREE, 26, 10), "q"));
    }

    @ParameterizedTest
    @EnumSource(MemberOrder.class)
    void leastBytesLookAtEveryDemandHoweverManyThereAre(MemberOrder order) {
        Matcher matcher = matcher(conditions(order, 26, 0));
        assertEquals(26 * "a2,".length() - 1, matcher.leastBytes());
        byte[] text = "a2,b2,c".getBytes(StandardCharsets.UTF_8);
        assertEquals(text.length, matcher.acceptBytes(text, 0, text.length));
        assertEquals(24 * "a2,".length() - 2, matcher.leastBytes());
    }

    /** Each member can meet any one of the demands, so that there are as many ways as sets of them. */
    private static Interleave competing(MemberOrder order, int count) {
        MemberValue[] values = IntStream.range(0, count)
                .mapToObj(i -> value(String.valueOf((char) ('A' + i)), i))
                .toArray(MemberValue[]::new);
        List<Member> members =
                IntStream.range(0, count).mapToObj(i -> optional(values)).toList();
        Demand[] demands = new Demand[count];
        Arrays.fill(demands, Demand.ofValue());
        return object(order, 0, NO_END, members, demands);
    }

    /** {@code contains} for objects, as it were: no end of keys, and twelve values that must each come once. */
    @ParameterizedTest
    @EnumSource(MemberOrder.class)
    void demandsThatAMemberWithoutEndMeetsOneByOneAreNoTrouble(MemberOrder order) {
        MemberValue[] values = IntStream.rangeClosed(0, 12)
                .mapToObj(i -> i == 12 ? value("?") : value(String.valueOf((char) ('A' + i)), i))
                .toArray(MemberValue[]::new);
        ByteDfa.Builder keys = ByteDfa.builder();
        int body = keys.addState();
        int end = keys.addState();
        keys.addTransition(body, 'a', 'z', body).addTransition(body, ':', ':', end);
        Demand[] demands = new Demand[12];
        Arrays.fill(demands, Demand.ofValue());
        Expr comma = new Expr.Lexeme(ByteDfa.literal(new byte[] {','}));
        Interleave object = new Interleave(
                keys.accept(end, 0).build(), List.of(many(values)), comma, order, 0, NO_END, List.of(demands));
        assertEquals(12 * ":A".length() + 11, matcher(object).leastBytes());
        StringBuilder text = new StringBuilder("z:?");
        IntStream.range(0, 12)
                .forEach(i ->
                        text.append(",").append((char) ('a' + i)).append(":").append((char) ('A' + i)));
        assertTexts(object, text.toString(), text.toString().replace("K", "?"));
    }

    @ParameterizedTest
    @EnumSource(MemberOrder.class)
    void waysThatWouldExplodeOnceKeysRunOutAreRefusedAtOnce(MemberOrder order) {
        MemberValue[] values = IntStream.range(0, 12)
                .mapToObj(i -> value(String.valueOf((char) ('A' + i)), i))
                .toArray(MemberValue[]::new);
        ByteDfa.Builder keys = ByteDfa.builder();
        int start = keys.addState();
        int end = keys.addState();
        keys.addTransition(start, 'a', 'z', end).accept(end, 0);
        Demand[] demands = new Demand[12];
        Arrays.fill(demands, Demand.ofValue());
        Interleave object =
                new Interleave(keys.build(), List.of(many(values)), digit(","), order, 0, NO_END, List.of(demands));
        GrammarTooComplexException refusal = assertThrows(GrammarTooComplexException.class, () -> matcher(object));
        assertEquals("maxWays", refusal.limitName());
    }

    @ParameterizedTest
    @EnumSource(MemberOrder.class)
    void demandsWhoseWaysWouldExplodeAreRefused(MemberOrder order) {
        assertTexts(competing(order, 4), "aA,bB,cC,dD aD,bA,cC,dB", "aA,bB,cC,dC aA,bB,cC");
        GrammarTooComplexException refusal =
                assertThrows(GrammarTooComplexException.class, () -> matcher(competing(order, 12)));
        assertEquals("maxWays", refusal.limitName());
        assertEquals(Completion.MAX_WAYS, refusal.limit());
    }

    @Test
    void moreDemandsThanAWordHasBitsAreRefused() {
        Member one = optional(value("1"));
        Demand[] demands = new Demand[Completion.MAX_DEMANDS];
        Arrays.fill(demands, unless(0));
        assertTrue(matches(object(MemberOrder.LISTED, 0, NO_END, List.of(one), demands), ""));
        Demand[] more = Arrays.copyOf(demands, demands.length + 1);
        more[demands.length] = unless(0);
        GrammarTooComplexException refusal = assertThrows(
                GrammarTooComplexException.class,
                () -> matcher(object(MemberOrder.LISTED, 0, NO_END, List.of(one), more)));
        assertEquals("maxDemands", refusal.limitName());
    }

    @Test
    void demandsAndWhatMeetsThemArePrinted() {
        Interleave object = object(
                MemberOrder.LISTED,
                0,
                NO_END,
                List.of(optional(value("12"), value("1", 0, 1)), many(value("1"))),
                new Demand(Set.of(0), 2, 5),
                Demand.ofValue());
        String text = Grammar.of(object).toString();
        assertTrue(
                text.startsWith(
                        "root ::= members[LISTED {0,} keys L0 separated by \",\"](OPTIONAL L1 | \"1\" meets [0, 1] ;"
                            + " MANY \"1\") demands(value | without any of [0] | below 2 | above 5) demands(value)\n"),
                text);
    }

    @Test
    void demandsAndMembersThatAreNotThereAreRefused() {
        List<Member> members = List.of(optional(value("1", 0)), required(value("1")));
        assertThrows(IllegalArgumentException.class, () -> object(MemberOrder.FREE, 0, NO_END, members));
        for (int member : new int[] {-1, 1, 2}) {
            assertThrows(
                    IllegalArgumentException.class, () -> object(MemberOrder.FREE, 0, NO_END, members, unless(member)));
        }
        assertThrows(IllegalArgumentException.class, () -> new Demand(Set.of(), -1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Demand(Set.of(), 0, -1));
    }
}
