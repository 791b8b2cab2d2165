package dev.tenon.sampler.llama;

import java.util.ArrayList;
import java.util.List;

/** Cuts long UTF-8 text where no tokenizer that splits text into words would join the two sides: before the space of "a b". */
final class TextCuts {
    private TextCuts() {}

    /**
     * The ends of the pieces, the last being the text's length. Where a stretch of {@code maxBytes} has no such place it is cut
     * between two code points.
     */
    static List<Integer> ends(byte[] text, int maxBytes) {
        List<Integer> ends = new ArrayList<>();
        int start = 0;
        while (text.length - start > maxBytes) {
            start = cut(text, start, start + maxBytes);
            ends.add(start);
        }
        ends.add(text.length);
        return ends;
    }

    private static int cut(byte[] text, int start, int limit) {
        for (int at = limit; at > start + 1; at--) {
            if (text[at] == ' ' && isLetter(text[at - 1]) && at + 1 < text.length && isLetter(text[at + 1])) {
                return at;
            }
        }
        int at = limit;
        while (at > start + 1 && (text[at] & 0xC0) == 0x80) {
            at--;
        }
        return at;
    }

    private static boolean isLetter(byte b) {
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'z';
    }
}
