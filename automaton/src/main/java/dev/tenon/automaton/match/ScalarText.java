package dev.tenon.automaton.match;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/** Whether the beginning of a scalar's text can become that of a certain value. True where in doubt. */
final class ScalarText {
    private static final int BYTES = 256;
    /** {@code \} and {@code u} and four digits. */
    private static final int UNICODE_ESCAPE = 6;

    private static final int RADIX = 16;
    /** What can be escaped by one character, each at the index of that character. */
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    private static final String ESCAPES = "\"\\/bfnrt";

    private ScalarText() {}

    /**
     * Adds the bytes after which the beginning of a string can still become a text.
     *
     * @param raw the beginning of its spelling, the quote included
     */
    static void addNextOfString(byte[] raw, String text, BitSet bytes) {
        if (indexOf(raw, '\\') >= 0) {
            addNextByEscapes(raw, text, bytes);
            return;
        }
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        int length = raw.length - 1;
        if (length > wanted.length) {
            return;
        }
        for (int i = 0; i < length; i++) {
            if (raw[i + 1] != wanted[i]) {
                return;
            }
        }
        bytes.set(length == wanted.length ? '"' : wanted[length] & 0xFF);
        bytes.set('\\');
    }

    private static void addNextByEscapes(byte[] raw, String text, BitSet bytes) {
        for (byte b : raw) {
            if (b < 0) {
                // Perhaps a part of a code point.
                bytes.set(0, BYTES);
                return;
            }
        }
        int whole = complete(raw);
        byte[] quoted = Arrays.copyOf(raw, whole + 1);
        quoted[whole] = '"';
        String begun = JsonValue.text(quoted);
        if (!text.startsWith(begun)) {
            return;
        }
        boolean isEnd = begun.length() == text.length();
        if (whole < raw.length) {
            if (!isEnd) {
                addNextOfEscape(raw, whole, text.charAt(begun.length()), bytes);
            }
            return;
        }
        if (!isEnd && Character.isLowSurrogate(text.charAt(begun.length()))) {
            // Within a code point of two.
            bytes.set(0, BYTES);
            return;
        }
        byte[] rest = text.substring(begun.length()).getBytes(StandardCharsets.UTF_8);
        bytes.set(isEnd ? '"' : rest[0] & 0xFF);
        bytes.set('\\');
    }

    /** Within an escape, which begins at an index of the spelling, of a character. */
    private static void addNextOfEscape(byte[] raw, int from, char wanted, BitSet bytes) {
        int length = raw.length - from;
        if (length == 1) {
            bytes.set('u');
            int kind = ESCAPED.indexOf(wanted);
            if (kind >= 0) {
                bytes.set(ESCAPES.charAt(kind));
            }
            return;
        }
        for (int i = 2; i < length; i++) {
            if (Character.digit(raw[from + i], RADIX) != digit(wanted, i)) {
                return;
            }
        }
        char next = Character.forDigit(digit(wanted, length), RADIX);
        bytes.set(next);
        bytes.set(Character.toUpperCase(next));
    }

    /** The digit at an index of {@code \\uXXXX}. */
    private static int digit(char unit, int index) {
        return (unit >> (4 * (UNICODE_ESCAPE - 1 - index))) & 0xF;
    }

    /** The bytes up to an escape at the end that may not be complete. */
    private static int complete(byte[] raw) {
        int at = 1;
        while (at < raw.length) {
            int width = 1;
            if (raw[at] == '\\') {
                width = at + 1 < raw.length && raw[at + 1] == 'u' ? UNICODE_ESCAPE : 2;
            }
            if (at + width > raw.length) {
                return at;
            }
            at += width;
        }
        return raw.length;
    }

    private static int indexOf(byte[] bytes, char wanted) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Whether the beginning of a number or literal can become a scalar.
     *
     * @param scalar as {@link JsonValue#scalar} has it
     */
    static boolean mayBecome(byte[] raw, String scalar) {
        String begun = new String(raw, StandardCharsets.ISO_8859_1);
        char first = begun.charAt(0);
        boolean isNumber = first == '-' || (first >= '0' && first <= '9');
        if (!isNumber || scalar.charAt(0) != '#') {
            return isNumber ? scalar.charAt(0) != '"' && !isLiteral(scalar) : scalar.startsWith(begun);
        }
        String digits = digits(begun);
        if (digits.isEmpty()) {
            return true;
        }
        int exponent = scalar.indexOf('e');
        if (exponent < 0) {
            return false;
        }
        boolean isNegative = scalar.charAt(1) == '-';
        String wanted = scalar.substring(isNegative ? 2 : 1, exponent);
        if (isNegative != (first == '-')) {
            return false;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) != (i < wanted.length() ? wanted.charAt(i) : '0')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLiteral(String scalar) {
        return scalar.equals("true") || scalar.equals("false") || scalar.equals("null");
    }

    /** The digits of a number's mantissa from the first that is not zero on; whatever comes after, they stay. */
    private static String digits(String number) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if (c == 'e' || c == 'E') {
                break;
            }
            if (c >= '0' && c <= '9' && (c != '0' || !digits.isEmpty())) {
                digits.append(c);
            }
        }
        return digits.toString();
    }
}
