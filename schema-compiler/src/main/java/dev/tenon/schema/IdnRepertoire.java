package dev.tenon.schema;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * The code points beyond ASCII that labels in Punycode may decode to here: letters, marks and digits of some scripts, and
 * those with contextual rules that {@link LabelText} knows. All of them are PVALID, CONTEXTJ or CONTEXTO by RFC 5892,
 * section 2.6 and appendix B.1, in every version of Unicode since 3.2, so that no table of a later one judges otherwise.
 */
final class IdnRepertoire {
    static final int MIDDLE_DOT = 0xB7;
    static final int KERAIA = 0x375;
    static final int GERESH = 0x5F3;
    static final int GERSHAYIM = 0x5F4;
    static final int VIRAMA = 0x94D;
    static final int NON_JOINER = 0x200C;
    static final int JOINER = 0x200D;
    static final int KATAKANA_DOT = 0x30FB;
    /** The largest of them. */
    static final int LAST = 0xD7A3;

    /**
     * First and last code point of each range, ascending, without those of {@link #isLatin}: Latin-1, Greek, Cyrillic,
     * Hebrew, Arabic with the letters of Persian and Urdu, Devanagari, Thai, the exception U+0F0B, joiners, Kana, Han and
     * Hangul.
     */
    private static final int[] RANGES = {
        0xB7, 0xB7, 0xDF, 0xF6, 0xF8, 0xFF, 0x375, 0x375, 0x3AC, 0x3CE, 0x430, 0x45F, 0x491, 0x491, 0x5D0, 0x5EA, 0x5F3,
        0x5F4, 0x621, 0x63A, 0x641, 0x64A, 0x660, 0x669, 0x679, 0x679, 0x67E, 0x67E, 0x686, 0x686, 0x688, 0x688, 0x691,
        0x691, 0x698, 0x698, 0x6A9, 0x6A9, 0x6AF, 0x6AF, 0x6BA, 0x6BA, 0x6BE, 0x6BE, 0x6C1, 0x6C1, 0x6CC, 0x6CC, 0x6D2,
        0x6D2, 0x6F0, 0x6F9, 0x6FD, 0x6FE, 0x901, 0x903, 0x905, 0x939, 0x93E, 0x94D, 0x966, 0x96F, 0xE01, 0xE32, 0xE34,
        0xE3A, 0xE40, 0xE4E, 0xF0B, 0xF0B, 0x200C, 0x200D, 0x3005, 0x3007, 0x3041, 0x3096, 0x309D, 0x309E, 0x30A1,
        0x30FE, 0x4E00, 0x9FA5, 0xAC00, 0xD7A3
    };

    /** Arabic letters that join with both neighbours, and those that join with the one before alone (ArabicShaping.txt). */
    private static final String DUAL = "\u0628\u062A\u062B\u062C\u062D\u062E\u0633\u0634\u0635\u0636\u0637\u0638\u0639"
        + "\u063A\u0641\u0642\u0643\u0644\u0645\u0646\u0647\u064A\u0679\u067E\u0686\u06A9\u06AF\u06BA\u06BE\u06C1\u06CC";

    private static final String RIGHT =
            "\u0622\u0623\u0624\u0625\u0627\u0629\u062F\u0630\u0631\u0632\u0648\u0688\u0691" + "\u0698\u06D2";

    private static final List<Range> ALL = ranges();

    private IdnRepertoire() {}

    /**
     * Code points one after the other.
     *
     * @param isUniform whether any two of them may stand for each other wherever one stands
     */
    record Range(int first, int last, boolean isUniform) {
        int size() {
            return last - first + 1;
        }
    }

    /** All of them, ascending. */
    static List<Range> all() {
        return ALL;
    }

    /** Whether the code point, beyond ASCII, is one of them. O(log ranges). */
    static boolean has(int codePoint) {
        int low = 0;
        int high = ALL.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Range range = ALL.get(middle);
            if (codePoint < range.first) {
                high = middle - 1;
            } else if (codePoint > range.last) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    static boolean isDualJoining(int codePoint) {
        return DUAL.indexOf(codePoint) >= 0;
    }

    static boolean isRightJoining(int codePoint) {
        return RIGHT.indexOf(codePoint) >= 0;
    }

    private static List<Range> ranges() {
        List<Range> ranges = new ArrayList<>();
        int latin = 0x100;
        for (int i = 0; i < RANGES.length; i += 2) {
            for (; latin < RANGES[i] && latin <= 0x1EF9; latin++) {
                addLatin(latin, ranges);
            }
            int size = RANGES[i + 1] - RANGES[i] + 1;
            ranges.add(new Range(RANGES[i], RANGES[i + 1], size > 10_000));
        }
        return List.copyOf(ranges);
    }

    private static void addLatin(int codePoint, List<Range> ranges) {
        if (isLatin(codePoint)) {
            ranges.add(new Range(codePoint, codePoint, false));
        }
    }

    /** Small letters of Latin Extended-A and Additional that stay what they are (RFC 5892, section 2.2). */
    private static boolean isLatin(int codePoint) {
        boolean extended = codePoint <= 0x17E
                || (codePoint >= 0x1E01 && codePoint <= 0x1E99)
                || (codePoint >= 0x1EA1 && codePoint <= 0x1EF9);
        return extended
                && Character.isLowerCase(codePoint)
                && Normalizer.isNormalized(Character.toString(codePoint), Normalizer.Form.NFKC);
    }
}
