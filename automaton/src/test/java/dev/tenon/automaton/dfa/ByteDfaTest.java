package dev.tenon.automaton.dfa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ByteDfaTest {
    @Test
    void literalAcceptsItsWordOnly() {
        ByteDfa dfa = ByteDfa.literal(bytes("ab"));
        assertTrue(dfa.matches(bytes("ab")));
        assertFalse(dfa.matches(bytes("a")));
        assertFalse(dfa.matches(bytes("abb")));
        assertEquals("""
            0 a->1
            1 b->2
            2*0
            """, dfa.toString());
        assertEquals(3, dfa.classCount());
        assertEquals(2, dfa.leastBytes(dfa.start()));
    }

    @Test
    void dropsWhatCannotBeReachedOrCannotEnd() {
        ByteDfa dfa = build(3, builder -> {
            int deadEnd = builder.addState();
            int unreachable = builder.addState();
            builder.addTransition(0, 'a', 'a', 1).addTransition(0, 'b', 'z', deadEnd);
            builder.addTransition(deadEnd, 0, 255, deadEnd);
            builder.addTransition(unreachable, 'x', 'x', 1);
            builder.accept(1, 4);
        });
        assertEquals("0 a->1\n1*4\n", dfa.toString());
        assertEquals(2, dfa.classCount());
        assertEquals(5, dfa.labelCount());
        assertEquals(4, dfa.label(1));
        assertEquals(ByteDfa.DEAD, dfa.step(0, 'b'));
    }

    @Test
    void numbersStatesBreadthFirstInByteOrder() {
        ByteDfa one = build(
                3,
                builder -> builder.addTransition(0, 'b', 'b', 1)
                        .addTransition(0, 'a', 'a', 2)
                        .accept(1, 1)
                        .accept(2, 2));
        ByteDfa other = build(
                3,
                builder -> builder.addTransition(0, 'a', 'a', 1)
                        .addTransition(0, 'b', 'b', 2)
                        .accept(2, 1)
                        .accept(1, 2));
        assertEquals("0 a->1 b->2\n1*2\n2*1\n", one.toString());
        assertEquals(one, other);
        assertEquals(one.hashCode(), other.hashCode());
    }

    @Test
    void laterTransitionsWinWhereTheyOverlap() {
        ByteDfa dfa = build(
                3,
                builder -> builder.addTransition(0, 'a', 'f', 1)
                        .addTransition(0, 'c', 'd', 2)
                        .addTransition(0, 'b', 'b', 2)
                        .accept(1, 0)
                        .accept(2, 1));
        assertEquals("0 a->1 b-d->2 e-f->1\n1*0\n2*1\n", dfa.toString());
        assertEquals(dfa.classOf('b'), dfa.classOf('d'));
        assertEquals(dfa.classOf('a'), dfa.classOf('f'));
        assertNotEquals(dfa.classOf('a'), dfa.classOf('b'));
    }

    @Test
    void joinsBytesThatNoStateTellsApart() {
        ByteDfa dfa = build(
                2,
                builder -> builder.addTransition(0, 'a', 'm', 1)
                        .addTransition(0, 'n', 'z', 1)
                        .addTransition(0, '5', '5', 1)
                        .accept(1, 0));
        assertEquals(2, dfa.classCount());
        assertEquals(dfa.classOf('5'), dfa.classOf('z'));
        assertEquals(0, dfa.classOf(0));
        assertEquals(0, dfa.classOf(255));
    }

    @Test
    void listsTheBytesOnWhichStatesDiffer() {
        ByteDfa dfa = build(
                3,
                builder -> builder.addTransition(0, 'a', 'c', 1)
                        .addTransition(0, 'x', 'x', 2)
                        .addTransition(0, 0xC3, 0xC4, 1)
                        .addTransition(1, 'a', 'b', 1)
                        .addTransition(1, 0xC4, 0xC4, 1)
                        .addTransition(1, 'z', 'z', 2)
                        .accept(2, 0));
        int[] bytes = new int[256];
        for (int first = ByteDfa.DEAD; first < dfa.stateCount(); first++) {
            for (int second = ByteDfa.DEAD; second < dfa.stateCount(); second++) {
                BitSet wanted = new BitSet();
                for (int b = 0; b < 256; b++) {
                    int here = first == ByteDfa.DEAD ? ByteDfa.DEAD : dfa.step(first, b);
                    int there = second == ByteDfa.DEAD ? ByteDfa.DEAD : dfa.step(second, b);
                    wanted.set(b, here != there);
                }
                int count = dfa.differing(first, second, bytes);
                assertEquals(wanted.cardinality(), count);
                Arrays.stream(bytes, 0, count).forEach(wanted::clear);
                assertTrue(wanted.isEmpty(), first + " and " + second + " without " + wanted);
            }
        }
    }

    @Test
    void countsTheAsciiBytesOfEachClass() {
        ByteDfa dfa = build(
                2,
                builder -> builder.addTransition(0, 'a', 'c', 1)
                        .addTransition(0, 0xC3, 0xC4, 1)
                        .addTransition(0, 0x7E, 0x81, 0)
                        .accept(1, 0));
        assertEquals(3, dfa.asciiCount(dfa.classOf('a')));
        assertEquals(dfa.classOf('a'), dfa.classOf(0xC4));
        assertEquals(2, dfa.asciiCount(dfa.classOf(0x80)));
        assertEquals(128 - 5, dfa.asciiCount(dfa.classOf(0)));
    }

    @Test
    void keeps256ClassesApart() {
        ByteDfa dfa = build(257, builder -> {
            for (int b = 0; b < 256; b++) {
                builder.addTransition(0, b, b, b + 1).accept(b + 1, b);
            }
        });
        assertEquals(256, dfa.classCount());
        assertEquals(255, dfa.label(dfa.step(0, 255)));
        assertEquals(200, dfa.classOf(200));
    }

    @Test
    void emptyLanguageIsOneStateHoweverItIsBuilt() {
        ByteDfa nothing = ByteDfa.builder().build();
        ByteDfa deadEnd =
                build(2, builder -> builder.addTransition(0, 0, 255, 1).unit(0));
        assertTrue(nothing.isEmpty());
        assertEquals(nothing, deadEnd);
        assertEquals(1, nothing.stateCount());
        assertFalse(nothing.hasUnits());
    }

    @Test
    void unitFlagsMatterToEquality() {
        Consumer<ByteDfa.Builder> plain =
                builder -> builder.addTransition(0, 'a', 'a', 1).accept(1, 0);
        ByteDfa counted = build(2, plain.andThen(builder -> builder.unit(1)));
        assertTrue(counted.isUnit(1));
        assertTrue(counted.hasUnits());
        assertNotEquals(build(2, plain), counted);
        assertEquals("0 a->1\n1*0+\n", counted.toString());
    }

    @Test
    void leastBytesIsTheShortestWay() {
        ByteDfa dfa = build(
                4,
                builder -> builder.addTransition(0, 'a', 'a', 1)
                        .addTransition(1, 'a', 'a', 2)
                        .addTransition(2, 'a', 'a', 3)
                        .addTransition(0, 'b', 'b', 2)
                        .addTransition(3, 'a', 'a', 0)
                        .accept(3, 0));
        assertEquals(2, dfa.leastBytes(0));
        assertEquals(2, dfa.leastBytes(dfa.step(0, 'a')));
        assertEquals(1, dfa.leastBytes(dfa.step(0, 'b')));
    }

    @Test
    void refusesWrongTransitions() {
        ByteDfa.Builder builder = ByteDfa.builder();
        builder.addState();
        assertThrows(IllegalArgumentException.class, () -> builder.addTransition(0, 'b', 'a', 0));
        assertThrows(IllegalArgumentException.class, () -> builder.addTransition(0, 0, 256, 0));
        assertThrows(IllegalArgumentException.class, () -> builder.accept(0, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> builder.accept(1, 0));
        builder.addTransition(0, 0, 0, 7);
        assertThrows(IndexOutOfBoundsException.class, builder::build);
    }

    @Test
    void buildsManyStatesWithoutARowForEach() {
        int count = 100_000;
        ByteDfa.Builder builder = ByteDfa.builder();
        for (int state = 0; state < count; state++) {
            builder.addState();
            builder.addTransition(state, 'a' + state % 26, 'a' + state % 26, (state + 1) % count);
        }
        builder.accept(count - 1, 0);
        ByteDfa dfa = builder.build();
        assertEquals(count, dfa.stateCount());
        assertEquals(count - 1, dfa.leastBytes(0));
    }

    private static ByteDfa build(int states, Consumer<ByteDfa.Builder> content) {
        ByteDfa.Builder builder = ByteDfa.builder();
        for (int i = 0; i < states; i++) {
            builder.addState();
        }
        content.accept(builder);
        return builder.build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
