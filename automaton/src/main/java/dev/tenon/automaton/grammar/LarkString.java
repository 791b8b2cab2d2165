package dev.tenon.automaton.grammar;

/** What stands within the quotes of a string in Lark: characters and the escapes of JSON and of Python. */
final class LarkString {
    private final String token;
    private final int end;
    private final Place place;
    private int at = 1;

    private LarkString(String token, Place place) {
        this.token = token;
        this.end = token.lastIndexOf('"');
        this.place = place;
    }

    /** The text of a string, quotes included; what follows the closing quote does not count. */
    static String read(String token, Place place) {
        LarkString reader = new LarkString(token, place);
        StringBuilder text = new StringBuilder();
        while (reader.at < reader.end) {
            reader.next(text);
        }
        String read = text.toString();
        if (read.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new GrammarSyntaxException(place, "half a surrogate pair is no character");
        }
        return read;
    }

    private void next(StringBuilder text) {
        char c = token.charAt(at++);
        if (c != '\\') {
            text.append(c);
            return;
        }
        int from = at - 1;
        char kind = token.charAt(at++);
        switch (kind) {
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'v' -> text.append('\u000B');
            case '"', '\\', '/', '\'' -> text.append(kind);
            case 'x' -> text.appendCodePoint(hexadecimal(from, 2));
            case 'u' -> text.append((char) hexadecimal(from, 4));
            case 'U' -> text.appendCodePoint(hexadecimal(from, 8));
            default ->
                throw new GrammarSyntaxException(
                        placeOf(from),
                        "\\" + kind + " is no escape of a string; expected one of \\n \\r \\t \\\\ \\\" \\xHH \\uHHHH"
                                + " \\UHHHHHHHH");
        }
    }

    private Place placeOf(int index) {
        return place.plus(token.codePointCount(0, index));
    }

    private int hexadecimal(int from, int digits) {
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = at < end && token.charAt(at) < 0x80 ? Character.digit(token.charAt(at), 16) : -1;
            if (digit < 0) {
                throw new GrammarSyntaxException(placeOf(from), "expected " + digits + " hexadecimal digits");
            }
            value = value * 16 + digit;
            at++;
        }
        if (value > Character.MAX_CODE_POINT) {
            throw new GrammarSyntaxException(placeOf(from), "expected a code point up to 10FFFF");
        }
        return (int) value;
    }
}
