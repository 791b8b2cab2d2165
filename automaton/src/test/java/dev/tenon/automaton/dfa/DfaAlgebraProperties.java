package dev.tenon.automaton.dfa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Every operation against its meaning word by word, and the laws of sets as equality of automata. */
class DfaAlgebraProperties {
    private static final CompileLimits LIMITS = CompileLimits.defaults();
    private static final List<byte[]> WORDS = SampleAutomata.byteWords(5);

    /** As long as a word without a cycle can be. */
    private static final List<byte[]> LONG_WORDS = SampleAutomata.byteWords(7);

    @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
    void meansWhatItSaysOnEveryWord(@ForAll Random random) {
        ByteDfa a = SampleAutomata.byteDfa(random, 2, false);
        ByteDfa b = SampleAutomata.byteDfa(random, 2, false);
        ByteDfa intersection = DfaAlgebra.intersect(a, b, LIMITS);
        ByteDfa union = DfaAlgebra.union(a, b, LIMITS);
        ByteDfa difference = DfaAlgebra.minus(a, b, LIMITS);
        ByteDfa complement = DfaAlgebra.complement(a);
        for (byte[] word : WORDS) {
            int inA = SampleAutomata.label(a, word);
            int inB = SampleAutomata.label(b, word);
            assertEquals(inB >= 0 ? inA : -1, SampleAutomata.label(intersection, word));
            assertEquals(inA >= 0 ? inA : inB, SampleAutomata.label(union, word));
            assertEquals(inB < 0 ? inA : -1, SampleAutomata.label(difference, word));
            assertEquals(inA < 0 ? 0 : -1, SampleAutomata.label(complement, word));
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void labelsByTheFirstLanguageThatContainsTheWord(@ForAll Random random) {
        List<ByteDfa> languages = List.of(
                SampleAutomata.byteDfa(random, 1, false),
                SampleAutomata.byteDfa(random, 3, false),
                SampleAutomata.byteDfa(random, 1, false),
                SampleAutomata.byteDfa(random, 1, false));
        ByteDfa labelled = DfaAlgebra.labelled(languages, LIMITS);
        for (byte[] word : WORDS) {
            int expected = -1;
            for (int i = languages.size() - 1; i >= 0; i--) {
                expected = languages.get(i).matches(word) ? i : expected;
            }
            assertEquals(expected, SampleAutomata.label(labelled, word));
        }
        assertEquals(DfaAlgebra.minimize(labelled), labelled);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void aPartitionTellsWordsApartByTheLanguagesTheyAreIn(@ForAll Random random) {
        List<ByteDfa> languages = List.of(
                SampleAutomata.byteDfa(random, 1, false),
                SampleAutomata.byteDfa(random, 2, false),
                SampleAutomata.byteDfa(random, 1, false));
        ByteDfa partition = DfaAlgebra.partition(languages, LIMITS);
        byte[] @Nullable [] shortest = DfaAlgebra.shortestWords(partition);
        BitSet even = new BitSet();
        for (int label = 0; label < shortest.length; label += 2) {
            even.set(label);
        }
        ByteDfa some = DfaAlgebra.withLabels(partition, even);
        for (byte[] word : WORDS) {
            int label = SampleAutomata.label(partition, word);
            assertTrue(label >= 0);
            byte[] least = Objects.requireNonNull(shortest[label]);
            assertTrue(least.length <= word.length);
            assertEquals(label, SampleAutomata.label(partition, least));
            assertEquals(label % 2 == 0 ? 0 : -1, SampleAutomata.label(some, word));
            for (ByteDfa language : languages) {
                assertEquals(language.matches(least), language.matches(word));
            }
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void obeysTheLawsOfSets(@ForAll Random random) {
        ByteDfa a = minimal(random);
        ByteDfa b = minimal(random);
        ByteDfa c = minimal(random);
        assertEquals(DfaAlgebra.union(a, b, LIMITS), DfaAlgebra.union(b, a, LIMITS));
        assertEquals(DfaAlgebra.intersect(a, b, LIMITS), DfaAlgebra.intersect(b, a, LIMITS));
        assertEquals(a, DfaAlgebra.complement(DfaAlgebra.complement(a)));
        assertEquals(
                DfaAlgebra.complement(DfaAlgebra.union(a, b, LIMITS)),
                DfaAlgebra.intersect(DfaAlgebra.complement(a), DfaAlgebra.complement(b), LIMITS));
        assertEquals(
                DfaAlgebra.intersect(a, DfaAlgebra.union(b, c, LIMITS), LIMITS),
                DfaAlgebra.union(DfaAlgebra.intersect(a, b, LIMITS), DfaAlgebra.intersect(a, c, LIMITS), LIMITS));
        assertEquals(DfaAlgebra.minus(a, b, LIMITS), DfaAlgebra.intersect(a, DfaAlgebra.complement(b), LIMITS));
        assertEquals(a, DfaAlgebra.union(a, DfaAlgebra.never(), LIMITS));
        assertEquals(a, DfaAlgebra.intersect(a, DfaAlgebra.anyText(), LIMITS));
        assertTrue(DfaAlgebra.minus(a, a, LIMITS).isEmpty());
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void comparesAsTheSetsDo(@ForAll Random random) {
        ByteDfa a = minimal(random);
        ByteDfa b = minimal(random);
        assertEquals(DfaAlgebra.minus(a, b, LIMITS).isEmpty(), DfaAlgebra.isSubset(a, b, LIMITS));
        assertEquals(DfaAlgebra.intersect(a, b, LIMITS).isEmpty(), DfaAlgebra.isDisjoint(a, b, LIMITS));
        assertTrue(DfaAlgebra.isSubset(DfaAlgebra.intersect(a, b, LIMITS), a, LIMITS));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void countsTheWords(@ForAll Random random) {
        ByteDfa a = minimal(random);
        // Eight states at most: a word of eight bytes or more goes through one of them twice.
        boolean endless = hasWordOf(a, 8, 16);
        assertEquals(!endless, DfaAlgebra.isFinite(a));
        if (!endless) {
            long words = LONG_WORDS.stream().filter(a::matches).count();
            assertEquals(words, DfaAlgebra.countWords(a, Long.MAX_VALUE));
            assertEquals(Math.min(words, 2), DfaAlgebra.countWords(a, 2));
        } else {
            assertEquals(1000, DfaAlgebra.countWords(a, 1000));
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void findsTheLeastOfTheShortestWords(@ForAll Random random) {
        ByteDfa a = minimal(random);
        assertEquals(a.isEmpty(), DfaAlgebra.shortestWord(a).isEmpty());
        DfaAlgebra.shortestWord(a).ifPresent(word -> {
            assertTrue(a.matches(word));
            // Words come shortest first, then in byte order.
            byte[] first = LONG_WORDS.stream().filter(a::matches).findFirst().orElseThrow();
            assertArrayEquals(first, word);
        });
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void restrictsToAllowedBytes(@ForAll Random random) {
        ByteDfa a = SampleAutomata.byteDfa(random, 2, true);
        BitSet allowed = new BitSet();
        allowed.set('a', random.nextBoolean());
        allowed.set('c', random.nextBoolean());
        ByteDfa restricted = DfaAlgebra.restrictBytes(a, allowed);
        for (byte[] word : WORDS) {
            boolean isAllowed = true;
            for (byte b : word) {
                isAllowed &= allowed.get(b);
            }
            assertEquals(isAllowed ? SampleAutomata.label(a, word) : -1, SampleAutomata.label(restricted, word));
        }
    }

    private static boolean hasWordOf(ByteDfa a, int least, int most) {
        BitSet states = new BitSet();
        states.set(0);
        for (int length = 0; length <= most; length++) {
            if (length >= least && states.stream().anyMatch(a::isAccepting)) {
                return true;
            }
            BitSet next = new BitSet();
            states.stream().forEach(state -> {
                for (int b = 'a'; b <= 'c'; b++) {
                    if (a.step(state, b) != ByteDfa.DEAD) {
                        next.set(a.step(state, b));
                    }
                }
            });
            states = next;
        }
        return false;
    }

    private static ByteDfa minimal(Random random) {
        return DfaAlgebra.minimize(SampleAutomata.byteDfa(random, 1, false));
    }
}
