package dev.tenon.automaton.dfa;

import java.util.ArrayList;
import java.util.List;

/**
 * Ranges of code points as sequences of byte ranges, after the table of well-formed UTF-8 in RFC 3629, section 4:
 * {@code U+0080..U+07FF} is {@code [C2-DF][80-BF]}. Surrogates have no encoding and are left out, and no sequence is
 * overlong, since each is made of the encodings of its two ends.
 *
 * <p>The sequences of one range are disjoint and in code point order. At each position two sequences of disjoint ranges
 * have either the same single byte or disjoint bytes, so that they can be merged into a tree without splitting anything.
 */
public final class Utf8Sequences {
    private static final int[] LAST_OF_LENGTH = {0x7F, 0x7FF, 0xFFFF, Character.MAX_CODE_POINT};

    private Utf8Sequences() {}

    /**
     * The sequences of the scalar values from {@code first} to {@code last}, inclusive; at most 20 or so.
     *
     * @return each of {@code 2 * length} cells: first and last byte at the first position, at the second, and so on
     * @throws IllegalArgumentException when that is no range of code points
     */
    public static List<int[]> of(int first, int last) {
        if (first < 0 || first > last || last > Character.MAX_CODE_POINT) {
            throw new IllegalArgumentException("no range of code points: " + first + ".." + last);
        }
        List<int[]> sequences = new ArrayList<>();
        addScalars(first, Math.min(last, Character.MIN_SURROGATE - 1), sequences);
        addScalars(Math.max(first, Character.MAX_SURROGATE + 1), last, sequences);
        return sequences;
    }

    private static void addScalars(int first, int last, List<int[]> sequences) {
        int from = first;
        for (int length = 1; length <= 4 && from <= last; length++) {
            int to = Math.min(last, LAST_OF_LENGTH[length - 1]);
            if (from <= to) {
                addOfLength(from, to, length, sequences);
                from = to + 1;
            }
        }
    }

    /**
     * Cuts a range until its ends differ only in a tail of continuation bytes that run over all their values. The
     * recursion is at most six deep: each cut settles one end of one position.
     */
    private static void addOfLength(int first, int last, int length, List<int[]> sequences) {
        for (int position = 1; position < length; position++) {
            int tail = (1 << (6 * position)) - 1;
            if ((first & ~tail) != (last & ~tail)) {
                if ((first & tail) != 0) {
                    addOfLength(first, first | tail, length, sequences);
                    addOfLength((first | tail) + 1, last, length, sequences);
                    return;
                }
                if ((last & tail) != tail) {
                    addOfLength(first, (last & ~tail) - 1, length, sequences);
                    addOfLength(last & ~tail, last, length, sequences);
                    return;
                }
            }
        }
        int[] sequence = new int[2 * length];
        for (int position = 0; position < length; position++) {
            sequence[2 * position] = byteAt(first, position, length);
            sequence[2 * position + 1] = byteAt(last, position, length);
        }
        sequences.add(sequence);
    }

    private static int byteAt(int codePoint, int position, int length) {
        int bits = codePoint >>> (6 * (length - 1 - position));
        if (position > 0) {
            return 0x80 | (bits & 0x3F);
        }
        return length == 1 ? bits : ((0xF00 >>> length) & 0xFF) | bits;
    }
}
