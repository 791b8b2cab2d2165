package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
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
                "\\,abc,u",
                "\\,'\"x','\"u'",
                "abc\\,abc,''",
                "\\n,abc,''",
                "a\\,abc,u",
                "a\\,a/b,/u",
                "a\\u,abc,0",
                "a\\u00,abc,6",
                "a\\u006,akc,Bb",
                "\\uD,😀,8",
                "\\ud83,😀,Dd",
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

    /** However a text is spelled, each byte may follow those before it. */
    @Property
    void allSpellingsOfATextGoOn(
            @ForAll
                    @Chars({'a', 'k', '/', '"', '\\', '\n', '\t', '\u00e9', '\u201c', '\ud83d', '\ude00'})
                    @StringLength(max = 5)
                    String any,
            @ForAll Random random) {
        // A surrogate alone has no bytes of its own.
        String text = new String(bytes(any), StandardCharsets.UTF_8);
        StringBuilder spelling = new StringBuilder("\"");
        text.codePoints().forEach(codePoint -> spelling.append(spelled(codePoint, random)));
        byte[] raw = bytes(spelling.append('"').toString());
        for (int length = 1; length < raw.length; length++) {
            BitSet next = new BitSet();
            ScalarText.addNextOfString(Arrays.copyOf(raw, length), text, next);
            assertTrue(next.get(raw[length] & 0xFF), text + " by " + spelling + " after " + length);
        }
    }

    private static String spelled(int codePoint, Random random) {
        String escapes = "\"\"\\\\//\bb\ff\nn\rr\tt";
        int at = escapes.indexOf(codePoint);
        boolean mustEscape = codePoint < ' ' || codePoint == '"' || codePoint == '\\';
        if (at >= 0 && random.nextBoolean()) {
            return "\\" + escapes.charAt(at + 1);
        }
        if (!mustEscape && random.nextBoolean()) {
            return Character.toString(codePoint);
        }
        StringBuilder text = new StringBuilder();
        for (char unit : Character.toChars(codePoint)) {
            text.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) unit));
        }
        return text.toString();
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
