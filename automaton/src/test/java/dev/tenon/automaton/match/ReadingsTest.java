package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.Demand;
import dev.tenon.automaton.grammar.Expr.Interleave;
import dev.tenon.automaton.grammar.Expr.Member;
import dev.tenon.automaton.grammar.Expr.MemberOrder;
import dev.tenon.automaton.grammar.Expr.MemberValue;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.match.Frame.MembersFrame;
import dev.tenon.automaton.match.Frame.Part;
import dev.tenon.automaton.match.Head.KeyHead;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Few readings are gone through one by one, many are found by a table: to whoever adds them it is the same. */
final class ReadingsTest {
    private static final int MOST = 900;

    private static final KeyHead START = start();

    /** Within a key of an object that has one member, which met its demand or did not; readings differ in the key's state. */
    private static KeyHead reading(int state, boolean met) {
        MembersFrame frame = START.frame;
        MemberState members = frame.state.after(0, met ? 1 : 0, null);
        return new KeyHead(new MembersFrame(frame.node, members, Part.KEY, null), state, null, null);
    }

    private static KeyHead start() {
        Expr plain = new Expr.Lexeme(ByteDfa.literal(new byte[] {':', '1'}));
        Member member = new Member(
                List.of(new MemberValue(plain, Set.of()), new MemberValue(plain, Set.of(0))), Occurrence.OPTIONAL);
        ByteDfa.Builder keys = ByteDfa.builder();
        int from = keys.addState();
        for (int i = 0; i < 2; i++) {
            int to = keys.addState();
            keys.addTransition(from, 'a' + i, 'a' + i, to);
            keys.accept(to, i);
        }
        Expr comma = new Expr.Lexeme(ByteDfa.literal(new byte[] {','}));
        Expr object = new Interleave(
                keys.build(),
                List.of(member, member),
                comma,
                MemberOrder.FREE,
                0,
                Expr.UNBOUNDED,
                List.of(Demand.ofValue()));
        CompileLimits limits = CompileLimits.defaults();
        Node root =
                Program.link(Pruner.prune(Grammar.of(object), limits), limits).root();
        return (KeyHead) new Stepper().start(root, null).heads[0];
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 18, 100, MOST})
    void aReadingTakesThePlaceOfTheOneThatItCoversAndNoneIsThereTwice(int count) {
        Readings readings = new Readings(MOST);
        for (int round = 0; round < 2; round++) {
            readings.clear();
            IntStream.range(0, count).forEach(i -> assertTrue(readings.add(reading(i, false))));
            IntStream.range(0, count).filter(i -> i % 3 == 0).forEach(i -> assertTrue(readings.add(reading(i, true))));
            IntStream.range(0, count).forEach(i -> assertTrue(readings.add(reading(i, false))));
            Head[] heads = readings.toArray();
            assertEquals(count, heads.length);
            for (int i = 0; i < count; i++) {
                assertTrue(Head.same(reading(i, i % 3 == 0), heads[i]), "place " + i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 17, 40})
    void beyondTheBoundTheLaterOnesAreLeftOut(int most) {
        Readings readings = new Readings(most);
        IntStream.range(0, most).forEach(i -> assertTrue(readings.add(reading(i, false))));
        Head better = reading(most - 1, true);
        assertFalse(readings.add(reading(most, false)), "no room");
        assertTrue(readings.add(reading(0, false)), "is there already");
        assertTrue(readings.add(better), "takes a place that is there");
        assertEquals(most, readings.toArray().length);
        assertSame(better, readings.toArray()[most - 1]);
    }
}
