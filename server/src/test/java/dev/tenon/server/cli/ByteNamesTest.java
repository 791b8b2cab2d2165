package dev.tenon.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

final class ByteNamesTest {
    private static BitSet range(int from, int to) {
        BitSet set = new BitSet();
        set.set(from, to + 1);
        return set;
    }

    private static BitSet of(int... bytes) {
        BitSet set = new BitSet();
        for (int b : bytes) {
            set.set(b);
        }
        return set;
    }

    @Test
    void neighboursAreRangesAndFewAreNot() {
        assertEquals("nothing", ByteNames.of(of()));
        assertEquals("'\"'", ByteNames.of(of('"')));
        assertEquals("'0', '1'", ByteNames.of(of('0', '1')));
        assertEquals("'0'..'9', 'a'..'f'", ByteNames.of(or(range('0', '9'), range('a', 'f'))));
        assertEquals("'.', '0'..'9', 'e'", ByteNames.of(or(range('0', '9'), of('.', 'e'))));
    }

    @Test
    void whatShowsNoInkIsNamed() {
        assertEquals("tab, newline, carriage return, space", ByteNames.of(of('\t', '\n', '\r', ' ')));
        assertEquals("0x00, 0x7F", ByteNames.of(of(0, 0x7F)));
    }

    @Test
    void bytesBeyondAsciiAreExplained() {
        assertEquals("any character beyond ASCII", ByteNames.of(range(0xC2, 0xF4)));
        assertEquals("the next byte of a character (0x80..0xBF)", ByteNames.of(range(0x80, 0xBF)));
        assertEquals("a byte of a character beyond ASCII (0xC3, 0xE0..0xE2)", ByteNames.of(of(0xC3, 0xE0, 0xE1, 0xE2)));
        assertEquals("space, any character beyond ASCII", ByteNames.of(or(of(' '), range(0xC2, 0xF4))));
    }

    private static BitSet or(BitSet a, BitSet b) {
        BitSet both = (BitSet) a.clone();
        both.or(b);
        return both;
    }
}
