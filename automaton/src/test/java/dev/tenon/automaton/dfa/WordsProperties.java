package dev.tenon.automaton.dfa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Lists of words, alone and laid over a language: against their meaning word by word, and against the slow way. */
class WordsProperties {
    private static final List<byte[]> WORDS = SampleAutomata.byteWords(5);

    @Property(tries = 800, edgeCases = EdgeCasesMode.NONE)
    void anOverlayLabelsWordsByIndexAndTheRestAsBefore(@ForAll Random random) {
        ByteDfa base = random.nextInt(6) == 0 ? DfaAlgebra.never() : SampleAutomata.byteDfa(random, 2, false);
        List<byte[]> words = some(random, 4);
        List<byte[]> dropped = some(random, 4);
        ByteDfa overlay = DfaAlgebra.overlay(base, words, dropped);
        for (byte[] word : WORDS) {
            int listed = indexIn(words, word);
            int before = SampleAutomata.label(base, word);
            boolean gone = before < 0 || indexIn(dropped, word) >= 0;
            int expected = listed >= 0 ? listed : gone ? ByteDfa.NO_LABEL : before + words.size();
            assertEquals(expected, SampleAutomata.label(overlay, word), () -> Arrays.toString(word));
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void anOverlayIsTrimmedAndNumberedAndMeasuredAsAnyOther(@ForAll Random random) {
        ByteDfa base = SampleAutomata.byteDfa(random, 2, true);
        assertFrozen(DfaAlgebra.overlay(base, some(random, 4), some(random, 6)));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void aListIsItsMinimalAutomaton(@ForAll Random random) {
        List<byte[]> words = some(random, 12);
        ByteDfa automaton = DfaAlgebra.ofWords(words);
        ByteDfa expected = DfaAlgebra.never();
        for (byte[] word : words) {
            expected = DfaAlgebra.union(expected, ByteDfa.literal(word), CompileLimits.defaults());
        }
        assertEquals(expected, automaton);
        assertFrozen(automaton);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void aMinimalAutomatonIsNumberedAndMeasuredAsAnyOther(@ForAll Random random) {
        assertFrozen(DfaAlgebra.minimize(SampleAutomata.byteDfa(random, 3, true)));
    }

    /** What the builder makes of the same states is the same: none is lost, numbers and distances agree. */
    private static void assertFrozen(ByteDfa dfa) {
        ByteDfa.Builder builder = ByteDfa.builder();
        for (int state = 0; state < dfa.stateCount(); state++) {
            builder.addState();
            if (dfa.isAccepting(state)) {
                builder.accept(state, dfa.label(state));
            }
            if (dfa.isUnit(state)) {
                builder.unit(state);
            }
        }
        for (int state = 0; state < dfa.stateCount(); state++) {
            for (int b = 0; b < 256; b++) {
                if (dfa.step(state, b) != ByteDfa.DEAD) {
                    builder.addTransition(state, b, b, dfa.step(state, b));
                }
            }
        }
        ByteDfa built = builder.build();
        assertEquals(built.stateCount(), dfa.stateCount());
        for (int state = 0; state < dfa.stateCount(); state++) {
            assertEquals(built.leastBytes(state), dfa.leastBytes(state));
            assertEquals(built.label(state), dfa.label(state));
            assertEquals(built.isUnit(state), dfa.isUnit(state));
            for (int b = 0; b < 256; b++) {
                assertEquals(built.step(state, b), dfa.step(state, b));
            }
        }
    }

    private static List<byte[]> some(Random random, int most) {
        List<byte[]> words = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            words.add(WORDS.get(random.nextInt(WORDS.size())));
        }
        return words;
    }

    private static int indexIn(List<byte[]> words, byte[] word) {
        for (int i = 0; i < words.size(); i++) {
            if (Arrays.equals(words.get(i), word)) {
                return i;
            }
        }
        return -1;
    }
}
