package dev.tenon.automaton.match;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** Numbers are compared by value, however they are spelled. */
final class JsonValueProperties {
    private static JsonValue number(String text) {
        return JsonValue.plain(text.getBytes(US_ASCII));
    }

    @Property(tries = 2_000)
    void numbersAreEqualIfTheirValuesAre(
            @ForAll @Chars({'0', '1', '7'}) @StringLength(max = 4) String digits,
            @ForAll @Chars({'0', '1', '7'}) @StringLength(max = 4) String others,
            @ForAll boolean isNegative,
            @ForAll boolean hasFraction,
            @ForAll @IntRange(min = -3, max = 3) int exponent) {
        String one = spelled(digits, isNegative, hasFraction, exponent);
        String plain = spelled(others, isNegative, false, 0);
        boolean areEqual = new BigDecimal(one).compareTo(new BigDecimal(plain)) == 0;
        assertEquals(areEqual, number(one).equals(number(plain)), one + " and " + plain);
        String same = new BigDecimal(one).toPlainString();
        assertEquals(number(one), number(same), one + " and " + same);
    }

    private static String spelled(String digits, boolean isNegative, boolean hasFraction, int exponent) {
        String integer = digits.replaceFirst("^0+", "");
        return (isNegative ? "-" : "")
                + (integer.isEmpty() ? "0" : integer)
                + (hasFraction ? ".70" : "")
                + (exponent == 0 ? "" : "e" + exponent);
    }
}
