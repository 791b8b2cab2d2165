package dev.tenon.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The spellings of single numbers (RFC 8259, section 6), as words. */
final class NumberWords {
    /** So many zeros may be needless at the end of a fraction. */
    private static final int NEEDLESS_ZEROS = 16;

    /** Of more numbers than this each has few spellings. */
    private static final int MANY = 256;

    private NumberWords() {}

    /**
     * The words of the numbers: one each, or all that a person or a library writes: zeros at the end of the fraction, a
     * mantissa with one digit before the point and an exponent of up to three digits, a negative zero.
     */
    static List<String> of(Iterable<BigDecimal> numbers, SchemaOptions.Numbers spelling) {
        List<String> words = new ArrayList<>();
        int count = 0;
        for (BigDecimal number : numbers) {
            count++;
            words.add(plain(number));
        }
        if (spelling == SchemaOptions.Numbers.ANY) {
            for (BigDecimal number : numbers) {
                addOthers(number, count > MANY ? 1 : NEEDLESS_ZEROS, words);
                if (number.signum() == 0) {
                    words.add("-0");
                    addZeros("-0", NEEDLESS_ZEROS, words);
                }
            }
        }
        return words;
    }

    /** The plain spelling; with an exponent only where that would have more than 40 digits. */
    private static String plain(BigDecimal number) {
        boolean isShort = number.scale() >= -40 && number.scale() <= 40;
        return isShort ? number.toPlainString() : number.toString();
    }

    private static void addOthers(BigDecimal number, int zeros, List<String> words) {
        String plain = number.toPlainString();
        words.add(plain);
        addZeros(plain, zeros, words);
        if (zeros > 1) {
            BigDecimal mantissa = number.signum() == 0 ? number : number.movePointLeft(exponent(number));
            String digits = NumberSet.plain(mantissa).toPlainString();
            addScientific(digits, number, words);
            if (digits.indexOf('.') < 0) {
                addScientific(digits + ".0", number, words);
            }
        }
    }

    private static int exponent(BigDecimal number) {
        return number.precision() - number.scale() - 1;
    }

    private static void addZeros(String plain, int zeros, List<String> words) {
        String word = plain.indexOf('.') < 0 ? plain + "." : plain;
        for (int i = 0; i < zeros; i++) {
            word += "0";
            words.add(word);
        }
    }

    private static void addScientific(String mantissa, BigDecimal number, List<String> words) {
        int exponent = number.signum() == 0 ? 0 : exponent(number);
        String digits = Integer.toString(Math.abs(exponent));
        for (String sign : exponent < 0 ? List.of("-") : exponent == 0 ? List.of("", "+", "-") : List.of("", "+")) {
            for (String letter : List.of("e", "E")) {
                for (String padded = digits; padded.length() <= 3; padded = "0" + padded) {
                    words.add(mantissa + letter + sign + padded);
                }
            }
        }
    }
}
