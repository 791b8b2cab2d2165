package dev.tenon.automaton.dfa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class MinimizerProperties {
    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void keepsWordsLabelsAndLengths(@ForAll Random random) {
        ByteDfa dfa = SampleAutomata.byteDfa(random, 3, true);
        ByteDfa minimal = DfaAlgebra.minimize(dfa);
        for (byte[] word : SampleAutomata.byteWords(6)) {
            assertEquals(SampleAutomata.label(dfa, word), SampleAutomata.label(minimal, word));
            if (SampleAutomata.label(dfa, word) >= 0) {
                assertEquals(units(dfa, word), units(minimal, word));
            }
        }
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void isIdempotent(@ForAll Random random) {
        ByteDfa minimal = DfaAlgebra.minimize(SampleAutomata.byteDfa(random, 2, true));
        assertEquals(minimal, DfaAlgebra.minimize(minimal));
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void hasOneStateForEachClassOfMoore(@ForAll Random random) {
        ByteDfa dfa = SampleAutomata.byteDfa(random, 2, true);
        assertEquals(mooreClasses(dfa), DfaAlgebra.minimize(dfa).stateCount());
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void hasOneStateForEachClassOfMooreWithoutCycles(@ForAll Random random) {
        ByteDfa dfa = withoutCycles(random);
        ByteDfa minimal = DfaAlgebra.minimize(dfa);
        assertEquals(mooreClasses(dfa), minimal.stateCount());
        for (byte[] word : SampleAutomata.byteWords(5)) {
            assertEquals(SampleAutomata.label(dfa, word), SampleAutomata.label(minimal, word));
            if (SampleAutomata.label(dfa, word) >= 0) {
                assertEquals(units(dfa, word), units(minimal, word));
            }
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void givesOneFormToOneLanguageWhateverTheNumbersOfItsStates(@ForAll Random random) {
        ByteDfa dfa = SampleAutomata.byteDfa(random, 2, true);
        assertEquals(DfaAlgebra.minimize(dfa), DfaAlgebra.minimize(unrolledOnce(dfa)));
    }

    /** Every transition leads to a later state. */
    private static ByteDfa withoutCycles(Random random) {
        ByteDfa.Builder builder = ByteDfa.builder();
        int count = 2 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            builder.addState();
            if (random.nextInt(3) == 0) {
                builder.accept(i, random.nextInt(2));
            }
            if (random.nextInt(4) == 0) {
                builder.unit(i);
            }
        }
        byte[][] letters = SampleAutomata.byteWords(1).stream()
                .filter(word -> word.length == 1)
                .toArray(byte[][]::new);
        for (int i = 0; i + 1 < count; i++) {
            for (byte[] letter : letters) {
                if (random.nextInt(4) > 0) {
                    int target = i + 1 + random.nextInt(Math.min(4, count - i - 1));
                    builder.addTransition(i, letter[0] & 0xFF, letter[0] & 0xFF, target);
                }
            }
        }
        return builder.build();
    }

    /** The same language with every state twice: even steps lead to one copy, odd ones to the other. */
    private static ByteDfa unrolledOnce(ByteDfa dfa) {
        ByteDfa.Builder builder = ByteDfa.builder();
        for (int i = 0; i < 2 * dfa.stateCount(); i++) {
            builder.addState();
            if (dfa.isAccepting(i / 2)) {
                builder.accept(i, dfa.label(i / 2));
            }
            if (dfa.isUnit(i / 2)) {
                builder.unit(i);
            }
        }
        for (int i = 0; i < 2 * dfa.stateCount(); i++) {
            for (int b = 255; b >= 0; b--) {
                int target = dfa.step(i / 2, b);
                if (target != ByteDfa.DEAD) {
                    builder.addTransition(i, b, b, 2 * target + 1 - i % 2);
                }
            }
        }
        return builder.build();
    }

    /** How many states differ by Moore's method: refine until nothing changes. */
    private static int mooreClasses(ByteDfa dfa) {
        int[] classOf = new int[dfa.stateCount()];
        int count = 0;
        while (true) {
            var numbers = new HashMap<List<Integer>, Integer>();
            int[] next = new int[classOf.length];
            for (int state = 0; state < classOf.length; state++) {
                Integer[] signature = new Integer[259];
                signature[256] = dfa.label(state);
                signature[257] = dfa.isUnit(state) ? 1 : 0;
                signature[258] = classOf[state];
                for (int b = 0; b < 256; b++) {
                    int target = dfa.step(state, b);
                    signature[b] = target == ByteDfa.DEAD ? -1 : classOf[target];
                }
                next[state] = numbers.computeIfAbsent(Arrays.asList(signature), key -> numbers.size());
            }
            if (numbers.size() == count) {
                return count;
            }
            count = numbers.size();
            classOf = next;
        }
    }

    private static int units(ByteDfa dfa, byte[] word) {
        int units = 0;
        int state = 0;
        for (byte b : word) {
            state = dfa.step(state, b & 0xFF);
            units += dfa.isUnit(state) ? 1 : 0;
        }
        return units;
    }
}
