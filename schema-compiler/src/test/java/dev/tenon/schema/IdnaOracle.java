package dev.tenon.schema;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Host names in Punycode told apart slowly, by the text of the RFCs and Java's own tables of Unicode: RFC 3492 in terms of
 * code points in a list, RFC 5892 by its categories, RFC 5893 by its six rules. It shares nothing with what it judges.
 */
final class IdnaOracle {
    /** RFC 5892, section 2.6. */
    private static final Set<Integer> EXCEPTIONS = Set.of(0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007);

    private static final Set<Integer> DISALLOWED =
            Set.of(0x640, 0x7FA, 0x302E, 0x302F, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303B);

    private IdnaOracle() {}

    /** Whether a name of ASCII with labels in Punycode is one. */
    static boolean isHost(String name) {
        List<List<Integer>> labels = new ArrayList<>();
        if (name.length() > 253) {
            return false;
        }
        for (String label : name.split("\\.", -1)) {
            if (!label.matches("[A-Za-z0-9-]{1,63}") || label.startsWith("-") || label.endsWith("-")) {
                return false;
            }
            List<Integer> decoded = codePoints(label);
            if (label.toLowerCase(Locale.ROOT).startsWith("xn--")) {
                List<Integer> coded = decode(label.substring(4));
                if (coded == null || !encode(coded).equals(label.substring(4)) || !isLabel(coded)) {
                    return false;
                }
                decoded = coded;
            }
            labels.add(decoded);
        }
        boolean isBidi = labels.stream().flatMap(List::stream).anyMatch(IdnaOracle::makesBidi);
        return !isBidi || labels.stream().allMatch(IdnaOracle::fulfilsBidi);
    }

    static List<Integer> codePoints(String text) {
        return text.codePoints().boxed().toList();
    }

    static String text(List<Integer> codePoints) {
        StringBuilder text = new StringBuilder();
        codePoints.forEach(text::appendCodePoint);
        return text.toString();
    }

    /** RFC 3492, section 6.2; null where it fails, or where nothing beyond ASCII comes out. */
    static @Nullable List<Integer> decode(String coded) {
        int hyphen = coded.lastIndexOf('-');
        if (hyphen == 0) {
            return null;
        }
        List<Integer> out = new ArrayList<>(codePoints(hyphen < 0 ? "" : coded.substring(0, hyphen)));
        int n = 128;
        int bias = 72;
        int basic = out.size();
        long i = 0;
        for (int at = hyphen + 1; at < coded.length(); ) {
            long before = i;
            long w = 1;
            for (int k = 36; ; k += 36) {
                if (at == coded.length()) {
                    return null;
                }
                int digit = "abcdefghijklmnopqrstuvwxyz0123456789".indexOf(coded.charAt(at++));
                if (digit < 0) {
                    return null;
                }
                i += digit * w;
                if (i > 1L << 40) {
                    return null;
                }
                int t = threshold(k, bias);
                if (digit < t) {
                    break;
                }
                w *= 36 - t;
            }
            bias = adapt(i - before, out.size() + 1, before == 0 && out.size() == basic);
            long next = n + i / (out.size() + 1);
            if (next > Character.MAX_CODE_POINT) {
                return null;
            }
            n = (int) next;
            i %= out.size() + 1;
            out.add((int) i++, n);
        }
        return out.size() == basic ? null : out;
    }

    /** RFC 3492, section 6.3. */
    static String encode(List<Integer> label) {
        StringBuilder out = new StringBuilder();
        label.stream().filter(c -> c < 128).forEach(out::appendCodePoint);
        int basic = out.length();
        if (basic > 0) {
            out.append('-');
        }
        int n = 128;
        int bias = 72;
        long delta = 0;
        int done = basic;
        while (done < label.size()) {
            int from = n;
            int m = label.stream().mapToInt(c -> c).filter(c -> c >= from).min().orElseThrow();
            delta += (long) (m - n) * (done + 1);
            n = m;
            for (int c : label) {
                if (c < n) {
                    delta++;
                }
                if (c == n) {
                    long q = delta;
                    for (int k = 36; ; k += 36) {
                        int t = threshold(k, bias);
                        if (q < t) {
                            out.append(digit((int) q));
                            break;
                        }
                        out.append(digit((int) (t + (q - t) % (36 - t))));
                        q = (q - t) / (36 - t);
                    }
                    bias = adapt(delta, done + 1, done == basic);
                    delta = 0;
                    done++;
                }
            }
            delta++;
            n++;
        }
        return out.toString();
    }

    private static char digit(int value) {
        return "abcdefghijklmnopqrstuvwxyz0123456789".charAt(value);
    }

    private static int threshold(int k, int bias) {
        return k <= bias + 1 ? 1 : k >= bias + 26 ? 26 : k - bias;
    }

    private static int adapt(long delta, int points, boolean first) {
        long d = first ? delta / 700 : delta / 2;
        d += d / points;
        int k = 0;
        while (d > 35 * 26 / 2) {
            d /= 35;
            k += 36;
        }
        return (int) (k + 36 * d / (d + 38));
    }

    /** RFC 5891, section 5.4, but for the Bidi rule, which is the name's. */
    static boolean isLabel(List<Integer> label) {
        String text = text(label);
        if (text.isEmpty() || !Normalizer.isNormalized(text, Form.NFC)) {
            return false;
        }
        if (text.startsWith("-") || text.endsWith("-") || text.startsWith("--", 2)) {
            return false;
        }
        int first = Character.getType(label.get(0));
        if (first == Character.NON_SPACING_MARK
                || first == Character.COMBINING_SPACING_MARK
                || first == Character.ENCLOSING_MARK) {
            return false;
        }
        for (int at = 0; at < label.size(); at++) {
            if (!isAllowed(label, at)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAllowed(List<Integer> label, int at) {
        int c = label.get(at);
        int before = at == 0 ? 0 : label.get(at - 1);
        int after = at + 1 == label.size() ? 0 : label.get(at + 1);
        Set<UnicodeScript> scripts = new HashSet<>();
        label.forEach(other -> scripts.add(UnicodeScript.of(other)));
        return switch (c) {
            case 0xB7 -> before == 'l' && after == 'l';
            case 0x375 -> after != 0 && UnicodeScript.of(after) == UnicodeScript.GREEK;
            case 0x5F3, 0x5F4 -> before != 0 && UnicodeScript.of(before) == UnicodeScript.HEBREW;
            case 0x30FB ->
                scripts.contains(UnicodeScript.HIRAGANA)
                        || scripts.contains(UnicodeScript.KATAKANA)
                        || scripts.contains(UnicodeScript.HAN);
            case 0x200D -> isVirama(before);
            case 0x200C -> isVirama(before) || joins(label, at);
            default -> {
                if (c >= 0x660 && c <= 0x669) {
                    yield label.stream().noneMatch(other -> other >= 0x6F0 && other <= 0x6F9);
                }
                if (c >= 0x6F0 && c <= 0x6F9) {
                    yield label.stream().noneMatch(other -> other >= 0x660 && other <= 0x669);
                }
                yield isValid(c);
            }
        };
    }

    private static boolean isVirama(int c) {
        return c == 0x94D || c == 0xE3A;
    }

    /** ArabicShaping.txt, for Arabic letters in common use; transparent code points in between are not looked past. */
    private static boolean joins(List<Integer> label, int at) {
        String right = "\u0622\u0623\u0624\u0625\u0627\u0629\u062f\u0630\u0631\u0632\u0648\u0688\u0691\u0698\u06d2";
        String none = "\u0621\u0674\u06d5\u06fd\u06fe";
        if (at == 0 || at + 1 == label.size()) {
            return false;
        }
        int before = label.get(at - 1);
        int after = label.get(at + 1);
        return isArabicLetter(before)
                && isArabicLetter(after)
                && none.indexOf(before) < 0
                && right.indexOf(before) < 0
                && none.indexOf(after) < 0;
    }

    private static boolean isArabicLetter(int c) {
        return c >= 0x620 && c <= 0x6FF && Character.isLetter(c);
    }

    /** RFC 5892, section 3, without contextual rules: PVALID. */
    static boolean isValid(int c) {
        if (EXCEPTIONS.contains(c)) {
            return true;
        }
        if (DISALLOWED.contains(c) || !Character.isDefined(c)) {
            return false;
        }
        if (c < 128) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
        }
        String one = Character.toString(c);
        // What folding cases changes beyond capitals is among the exceptions, or no normal form KC.
        boolean isStable = Normalizer.isNormalized(one, Form.NFKC) && one.equals(one.toLowerCase(Locale.ROOT));
        boolean isLetterOrDigit = switch (Character.getType(c)) {
            case Character.LOWERCASE_LETTER,
                    Character.OTHER_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
        boolean isJamo = (c >= 0x1100 && c <= 0x11FF) || (c >= 0xA960 && c <= 0xA97F) || (c >= 0xD7B0 && c <= 0xD7FF);
        return isStable && isLetterOrDigit && !isJamo;
    }

    private static byte bidi(int c) {
        return Character.getDirectionality(c);
    }

    private static boolean isRight(int c) {
        return bidi(c) == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || bidi(c) == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    private static boolean makesBidi(int c) {
        return isRight(c) || bidi(c) == Character.DIRECTIONALITY_ARABIC_NUMBER;
    }

    /** RFC 5893, section 2, its rules in order. */
    private static boolean fulfilsBidi(List<Integer> label) {
        int first = label.get(0);
        boolean isLeft = bidi(first) == Character.DIRECTIONALITY_LEFT_TO_RIGHT;
        if (!isLeft && !isRight(first)) {
            return false;
        }
        Set<Byte> seen = new HashSet<>();
        label.forEach(c -> seen.add(bidi(c)));
        Set<Byte> neutral = Set.of(
                Character.DIRECTIONALITY_EUROPEAN_NUMBER,
                Character.DIRECTIONALITY_EUROPEAN_NUMBER_SEPARATOR,
                Character.DIRECTIONALITY_COMMON_NUMBER_SEPARATOR,
                Character.DIRECTIONALITY_EUROPEAN_NUMBER_TERMINATOR,
                Character.DIRECTIONALITY_OTHER_NEUTRALS,
                Character.DIRECTIONALITY_BOUNDARY_NEUTRAL,
                Character.DIRECTIONALITY_NONSPACING_MARK);
        Set<Byte> left = Set.of(Character.DIRECTIONALITY_LEFT_TO_RIGHT);
        Set<Byte> right = Set.of(
                Character.DIRECTIONALITY_RIGHT_TO_LEFT,
                Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
                Character.DIRECTIONALITY_ARABIC_NUMBER);
        if (!seen.stream().allMatch(one -> neutral.contains(one) || (isLeft ? left : right).contains(one))) {
            return false;
        }
        int last = label.size() - 1;
        while (last > 0 && bidi(label.get(last)) == Character.DIRECTIONALITY_NONSPACING_MARK) {
            last--;
        }
        byte end = bidi(label.get(last));
        boolean endsWell = end == Character.DIRECTIONALITY_EUROPEAN_NUMBER || (isLeft ? left : right).contains(end);
        return endsWell
                && (isLeft
                        || !seen.contains(Character.DIRECTIONALITY_EUROPEAN_NUMBER)
                        || !seen.contains(Character.DIRECTIONALITY_ARABIC_NUMBER));
    }
}
