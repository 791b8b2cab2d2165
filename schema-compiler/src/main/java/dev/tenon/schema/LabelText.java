package dev.tenon.schema;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;

/**
 * Whether code points make a label (RFC 5891, section 4.2), told of those of {@link IdnRepertoire} and of small letters,
 * digits and hyphens of ASCII: hyphens, marks at the beginning, the contextual rules of RFC 5892, appendix A, normal form C
 * and the Bidi rule of RFC 5893, section 2.
 */
final class LabelText {
    private LabelText() {}

    /** What the other labels of a name ask of one. */
    enum Direction {
        /** Nothing goes from right to left in the name, so the Bidi rule does not apply. */
        LEFT_TO_RIGHT,
        /** The Bidi rule applies to every label. */
        BIDI
    }

    /** How far code points are from a label. */
    enum Verdict {
        /** They are one. */
        LABEL,
        /** They lack a letter that a contextual rule asks for, and that may come. */
        LACKING,
        /** Neither. */
        NONE
    }

    /**
     * Judges the first code points of an array.
     *
     * @param count how many there are, at least one
     */
    static Verdict judge(int[] text, int count, Direction direction) {
        if (!hasShape(text, count) || !isBidi(text, count, direction)) {
            return Verdict.NONE;
        }
        int lacking = 0;
        boolean hasMarks = false;
        boolean hasDot = false;
        boolean hasJapanese = false;
        boolean hasArabicDigits = false;
        boolean hasExtendedDigits = false;
        for (int i = 0; i < count; i++) {
            int c = text[i];
            if (c < 0x80) {
                continue;
            }
            int before = i == 0 ? -1 : text[i - 1];
            int after = i + 1 == count ? -1 : text[i + 1];
            switch (c) {
                case IdnRepertoire.MIDDLE_DOT -> {
                    if (before != 'l' || after != 'l') {
                        return Verdict.NONE;
                    }
                }
                case IdnRepertoire.KERAIA -> lacking += isOf(UnicodeScript.GREEK, after) ? 0 : 1;
                case IdnRepertoire.GERESH, IdnRepertoire.GERSHAYIM -> {
                    if (!isOf(UnicodeScript.HEBREW, before)) {
                        return Verdict.NONE;
                    }
                }
                case IdnRepertoire.NON_JOINER, IdnRepertoire.JOINER -> {
                    if (before != IdnRepertoire.VIRAMA && !(c == IdnRepertoire.NON_JOINER && join(before, after))) {
                        return Verdict.NONE;
                    }
                }
                case IdnRepertoire.KATAKANA_DOT -> hasDot = true;
                default -> {
                    hasMarks |= isMark(c);
                    hasJapanese |= c >= 0x3005 && c <= 0x9FA5 && isJapanese(c);
                    hasArabicDigits |= c >= 0x660 && c <= 0x669;
                    hasExtendedDigits |= c >= 0x6F0 && c <= 0x6F9;
                }
            }
        }
        lacking += hasDot && !hasJapanese ? 1 : 0;
        if (lacking > 1 || (hasArabicDigits && hasExtendedDigits) || (hasMarks && !isNormal(text, count))) {
            return Verdict.NONE;
        }
        return lacking == 0 ? Verdict.LABEL : Verdict.LACKING;
    }

    /** RFC 5891, sections 4.2.3.1 and 4.2.3.2. */
    private static boolean hasShape(int[] text, int count) {
        return text[0] != '-'
                && text[count - 1] != '-'
                && !(count > 3 && text[2] == '-' && text[3] == '-')
                && !isMark(text[0]);
    }

    /** RFC 5893, section 2. */
    private static boolean isBidi(int[] text, int count, Direction direction) {
        if (direction == Direction.LEFT_TO_RIGHT) {
            for (int i = 0; i < count; i++) {
                if (goesLeft(text[i])) {
                    return false;
                }
            }
            return true;
        }
        boolean fromRight = isRightToLeft(directionality(text[0]));
        if (!fromRight && directionality(text[0]) != Character.DIRECTIONALITY_LEFT_TO_RIGHT) {
            return false;
        }
        int seen = 0;
        byte last = 0;
        for (int i = 0; i < count; i++) {
            byte one = directionality(text[i]);
            boolean fits = switch (one) {
                case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> !fromRight;
                case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
                        Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
                        Character.DIRECTIONALITY_ARABIC_NUMBER -> fromRight;
                case Character.DIRECTIONALITY_EUROPEAN_NUMBER,
                        Character.DIRECTIONALITY_EUROPEAN_NUMBER_SEPARATOR,
                        Character.DIRECTIONALITY_COMMON_NUMBER_SEPARATOR,
                        Character.DIRECTIONALITY_EUROPEAN_NUMBER_TERMINATOR,
                        Character.DIRECTIONALITY_OTHER_NEUTRALS,
                        Character.DIRECTIONALITY_BOUNDARY_NEUTRAL,
                        Character.DIRECTIONALITY_NONSPACING_MARK -> true;
                default -> false;
            };
            if (!fits) {
                return false;
            }
            last = one == Character.DIRECTIONALITY_NONSPACING_MARK ? last : one;
            seen |= one == Character.DIRECTIONALITY_EUROPEAN_NUMBER ? 1 : 0;
            seen |= one == Character.DIRECTIONALITY_ARABIC_NUMBER ? 2 : 0;
        }
        boolean endsWell = last == Character.DIRECTIONALITY_EUROPEAN_NUMBER
                || (fromRight
                        ? isRightToLeft(last) || last == Character.DIRECTIONALITY_ARABIC_NUMBER
                        : last == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
        return endsWell && seen != 3;
    }

    /** Whether a code point makes a name one that the Bidi rule applies to (RFC 5893, section 1.4). */
    private static boolean goesLeft(int codePoint) {
        byte one = codePoint < 0x80 ? 0 : directionality(codePoint);
        return isRightToLeft(one) || one == Character.DIRECTIONALITY_ARABIC_NUMBER;
    }

    private static boolean isRightToLeft(byte directionality) {
        return directionality == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || directionality == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    private static byte directionality(int codePoint) {
        return Character.getDirectionality(codePoint);
    }

    private static boolean isOf(UnicodeScript script, int codePoint) {
        return codePoint >= 0 && UnicodeScript.of(codePoint) == script;
    }

    private static boolean isJapanese(int codePoint) {
        UnicodeScript script = UnicodeScript.of(codePoint);
        return script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA || script == UnicodeScript.HAN;
    }

    /** RFC 5892, appendix A.1, without transparent ones in between. */
    private static boolean join(int before, int after) {
        return IdnRepertoire.isDualJoining(before)
                && (IdnRepertoire.isDualJoining(after) || IdnRepertoire.isRightJoining(after));
    }

    private static boolean isMark(int codePoint) {
        if (codePoint < 0x300) {
            return false;
        }
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    private static boolean isNormal(int[] text, int count) {
        return Normalizer.isNormalized(new String(text, 0, count), Normalizer.Form.NFC);
    }
}
