package dev.tenon.server.cli;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** Shows bytes to a person: as the characters they are or begin, neighbours as ranges. */
final class ByteNames {
    private ByteNames() {}

    /** A set, such as {@code '"', '0'..'9', a character beyond ASCII}; {@code nothing} when it is empty. */
    static String of(BitSet bytes) {
        List<String> names = new ArrayList<>();
        int from = bytes.nextSetBit(0);
        while (from >= 0 && from < 0x80) {
            int to = from;
            while (to < 0x7F && bytes.get(to + 1) && sameKind(to, to + 1)) {
                to++;
            }
            if (to - from < 2) {
                for (int b = from; b <= to; b++) {
                    names.add(of(b));
                }
            } else {
                names.add(of(from) + ".." + of(to));
            }
            from = bytes.nextSetBit(to + 1);
        }
        if (bytes.nextSetBit(0x80) >= 0) {
            names.add(beyondAscii(bytes));
        }
        return names.isEmpty() ? "nothing" : String.join(", ", names);
    }

    private static boolean sameKind(int a, int b) {
        return Character.isLetterOrDigit(a) == Character.isLetterOrDigit(b) && (a > ' ') == (b > ' ');
    }

    private static String beyondAscii(BitSet bytes) {
        BitSet continuations = new BitSet();
        continuations.set(0x80, 0xC0);
        BitSet leads = new BitSet();
        leads.set(0xC2, 0xF5);
        BitSet rest = bytes.get(0x80, 256);
        if (rest.equals(leads.get(0x80, 256))) {
            return "any character beyond ASCII";
        } else if (rest.equals(continuations.get(0x80, 256))) {
            return "the next byte of a character (0x80..0xBF)";
        }
        List<String> ranges = new ArrayList<>();
        for (int from = bytes.nextSetBit(0x80); from >= 0; ) {
            int to = bytes.nextClearBit(from) - 1;
            ranges.add(from == to ? hex(from) : hex(from) + ".." + hex(to));
            from = bytes.nextSetBit(to + 1);
        }
        return "a byte of a character beyond ASCII (" + String.join(", ", ranges) + ")";
    }

    /** One byte: a character in quotes, a name where it shows no ink, a number beyond ASCII. */
    static String of(int byteValue) {
        return switch (byteValue) {
            case ' ' -> "space";
            case '\n' -> "newline";
            case '\r' -> "carriage return";
            case '\t' -> "tab";
            default -> byteValue < ' ' || byteValue >= 0x7F ? hex(byteValue) : "'" + (char) byteValue + "'";
        };
    }

    private static String hex(int byteValue) {
        return String.format(Locale.ROOT, "0x%02X", byteValue);
    }
}
