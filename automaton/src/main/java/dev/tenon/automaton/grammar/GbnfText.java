package dev.tenon.automaton.grammar;

import dev.tenon.automaton.regex.Regex;
import dev.tenon.automaton.regex.Regex.Range;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands within the quotes of a literal or the brackets of a class in GBNF: characters and escapes.
 */
final class GbnfText {
    private final int[] text;
    private final int end;
    private final Place place;
    private int at = 1;

    private GbnfText(String token, Place place) {
        this.text = token.codePoints().toArray();
        this.end = text.length - 1;
        this.place = place;
    }

    /** The text of a literal, quotes included. */
    static Regex literal(String token, Place place) {
        GbnfText reader = new GbnfText(token, place);
        StringBuilder literal = new StringBuilder();
        while (reader.at < reader.end) {
            literal.appendCodePoint(reader.next());
        }
        return Regex.literal(literal.toString());
    }

    /** The characters of a class, brackets included. */
    static Regex characters(String token, Place place) {
        GbnfText reader = new GbnfText(token, place);
        boolean negated = reader.text[1] == '^';
        if (negated) {
            reader.at++;
        }
        List<Range> ranges = reader.ranges();
        if (ranges.isEmpty()) {
            throw new GrammarSyntaxException(
                    place, negated ? "expected a character after [^ (any character is .)" : "no character is in []");
        }
        Regex.Chars chars = negated ? Regex.charsExcept(ranges) : Regex.chars(ranges);
        if (chars.ranges().isEmpty()) {
            throw new GrammarSyntaxException(place, "no character is in this class");
        }
        return chars;
    }

    private List<Range> ranges() {
        List<Range> ranges = new ArrayList<>();
        while (at < end) {
            Place from = place();
            int first = next();
            int last = first;
            // A dash that stands last stands for itself.
            if (at + 1 < end && text[at] == '-') {
                at++;
                last = next();
            }
            if (last < first) {
                throw new GrammarSyntaxException(
                        from,
                        "expected the smaller character first in "
                                + new String(text, from.column() - place.column(), 3));
            }
            ranges.add(new Range(first, last));
        }
        return ranges;
    }

    private Place place() {
        return place.plus(at);
    }

    private int next() {
        int codePoint = text[at++];
        if (codePoint != '\\') {
            return codePoint;
        }
        int kind = text[at++];
        return switch (kind) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'x' -> hexadecimal(2);
            case 'u' -> hexadecimal(4);
            case 'U' -> hexadecimal(8);
            case '\\', '"', '[', ']', '-', '^' -> kind;
            default ->
                throw new GrammarSyntaxException(
                        place.plus(at - 2),
                        "\\" + Character.toString(kind)
                                + " is no escape; expected one of \\n \\r \\t \\\\ \\\" \\[ \\] \\- \\xHH \\uHHHH"
                                + " \\UHHHHHHHH");
        };
    }

    private int hexadecimal(int digits) {
        Place from = place.plus(at - 2);
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = at < end && text[at] < 0x80 ? Character.digit(text[at], 16) : -1;
            if (digit < 0) {
                throw new GrammarSyntaxException(from, "expected " + digits + " hexadecimal digits");
            }
            value = value * 16 + digit;
            at++;
        }
        if (value > Character.MAX_CODE_POINT
                || (value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE)) {
            throw new GrammarSyntaxException(
                    from,
                    "this is no character; expected a code point up to 10FFFF (beyond FFFF as \\U), no surrogate");
        }
        return (int) value;
    }
}
