package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScalarTextTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What may follow, as text: all bytes are {@code ALL}. */
    private static String next(String begun, String text) {
        BitSet next = new BitSet();
        ScalarText.addNextOfString(bytes('"' + begun), text, next);
        if (next.cardinality() == 256) {
            return "ALL";
        }
        StringBuilder shown = new StringBuilder();
        next.stream().forEach(b -> shown.append((char) b));
        return shown.toString();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'',abc,\\a", //
                "a,abc,\\b",
                "abc,abc,'\"\\'",
                "abcd,abc,''",
                "b,abc,''",
                "'','','\"\\'",
                "é,éa,\\a",
                "\\,abc,ALL",
                "\\n,abc,''",
                "a\\,abc,ALL",
                "a\\u00,abc,ALL",
                "a\\u0062,abc,\\c",
                "a\\u0063,abc,''",
                "\\u0061,abc,\\b",
                "b\\u00,abc,''",
                "\\u0061bc,abc,'\"\\'",
                "\\ud83d,😀,ALL",
                "\\ud83d\\ude00,😀a,\\a",
                "\\\",'\"x',\\x",
            })
    void aStringGoesOnTowardsATextByItsNextByteOrAnEscape(String begun, String text, String expected) {
        assertEquals(expected, next(begun, text));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, true",
        "1, 10, true",
        "1, 12, true",
        "1, 1.5, true",
        "12, 1, false",
        "10, 1, true",
        "100, 10, true",
        "1.0, 1, true",
        "1.5, 1, false",
        "0.00, 0.001, true",
        "0.002, 0.001, false",
        "-, 1, true",
        "-1, 1, false",
        "-1, -1, true",
        "-0, 0, true",
        "0, 0, true",
        "5, 0, false",
        "1e, 100, true",
        "2e5, 100, false",
        "1, true, false",
        "t, true, true",
        "f, true, false",
        "tru, true, true",
        "n, null, true",
        "t, 1, false",
    })
    void aNumberOrLiteralCanBecomeAValueWhoseDigitsItHas(String begun, String value, boolean expected) {
        String scalar = java.util.Objects.requireNonNull(JsonValue.plain(bytes(value)).scalar);
        assertEquals(expected, ScalarText.mayBecome(bytes(begun), scalar));
    }
}
