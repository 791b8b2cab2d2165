package dev.tenon.automaton.dfa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Ranges against the JDK's decoder: the sequences are an exact cover of the range, in order. */
class Utf8SequencesProperties {
    @Property(tries = 2000)
    void coversARangeExactlyAndInOrder(@ForAll("codePoints") int a, @ForAll("codePoints") int b) {
        int first = Math.min(a, b);
        int last = Math.max(a, b);
        List<int[]> sequences = Utf8Sequences.of(first, last);
        assertTrue(sequences.size() <= 24, () -> Utf8SequencesTest.text(sequences));
        int next = skipSurrogates(first);
        for (int[] sequence : sequences) {
            int least = decode(sequence, 0);
            int greatest = decode(sequence, 1);
            assertEquals(next, least);
            assertEquals(greatest - least + 1L, size(sequence));
            next = skipSurrogates(greatest + 1);
        }
        assertEquals(skipSurrogates(last + 1), next);
    }

    @Property(tries = 500)
    void disjointRangesMeetOnlyInWholeBytes(
            @ForAll("codePoints") int a, @ForAll("codePoints") int b, @ForAll("codePoints") int c) {
        int[] cuts = {a, b, c};
        Arrays.sort(cuts);
        if (cuts[1] == cuts[2]) {
            return;
        }
        for (int[] left : Utf8Sequences.of(cuts[0], cuts[1])) {
            for (int[] right : Utf8Sequences.of(cuts[1] + 1, cuts[2])) {
                int at = 0;
                while (left[at] == right[at] && left[at + 1] == right[at + 1] && left[at] == left[at + 1]) {
                    at += 2;
                }
                assertTrue(left[at + 1] < right[at], () -> Utf8SequencesTest.text(List.of(left, right)));
            }
        }
    }

    @Provide
    Arbitrary<Integer> codePoints() {
        Arbitrary<Integer> anywhere = Arbitraries.integers().between(0, Character.MAX_CODE_POINT);
        Arbitrary<Integer> nearBorders = Combinators.combine(
                        Arbitraries.of(0, 0x80, 0x800, 0x1000, 0xD800, 0xE000, 0x10000, 0x40000, 0x100000, 0x10FFFF),
                        Arbitraries.integers().between(-70, 70))
                .as((border, distance) -> Math.clamp(border + distance, 0, Character.MAX_CODE_POINT));
        return Arbitraries.oneOf(anywhere, nearBorders);
    }

    private static int skipSurrogates(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE
                ? Character.MAX_SURROGATE + 1
                : codePoint;
    }

    private static int decode(int[] sequence, int end) {
        byte[] bytes = new byte[sequence.length / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) sequence[2 * i + end];
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        assertEquals(1, text.codePointCount(0, text.length()));
        return text.codePointAt(0);
    }

    private static long size(int[] sequence) {
        long size = 1;
        for (int i = 0; i < sequence.length; i += 2) {
            size *= sequence[i + 1] - sequence[i] + 1;
        }
        return size;
    }
}
