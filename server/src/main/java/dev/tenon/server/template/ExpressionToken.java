package dev.tenon.server.template;

import dev.tenon.server.template.Token.Kind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One token inside of a tag, read at a place of the source.
 *
 * @param end where the source goes on behind it
 */
record ExpressionToken(Kind kind, String text, int end) {
    private static final Pattern NUMBER =
            Pattern.compile("0[xX](?:_?[0-9a-fA-F])++|0[oO](?:_?[0-7])++|0[bB](?:_?[01])++"
                    + "|(?<whole>\\d(?:_?\\d)*+)(?:(?<part>\\.\\d(?:_?\\d)*+)?(?<exponent>[eE][+-]?\\d(?:_?\\d)*+)?)");

    /** Longer ones before those that they begin with. */
    private static final List<String> OPERATORS = List.of(
            "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<",
            "=", ".", ":", "|", ",", ";");

    /** The token at this place, where no white space is. */
    static ExpressionToken read(String source, int at) {
        char c = source.charAt(at);
        if (c == '\'' || c == '"') {
            return string(source, at, c);
        } else if (c >= '0' && c <= '9') {
            return number(source, at);
        } else if (c == '_' || Character.isUnicodeIdentifierStart(c)) {
            int end = at + 1;
            while (end < source.length() && isNamePart(source.charAt(end))) {
                end++;
            }
            return new ExpressionToken(Kind.NAME, source.substring(at, end), end);
        }
        for (String operator : OPERATORS) {
            if (source.startsWith(operator, at)) {
                return new ExpressionToken(Kind.OPERATOR, operator, at + operator.length());
            }
        }
        throw new TemplateRaised("'" + c + "' belongs to nothing");
    }

    private static boolean isNamePart(char c) {
        return c == '_' || (Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
    }

    private static ExpressionToken number(String source, int at) {
        Matcher matcher = NUMBER.matcher(source).region(at, source.length());
        if (!matcher.lookingAt()) {
            throw new TemplateRaised("not a number");
        }
        // A place after a dot is an index (a.0.1), never the whole part of a fraction.
        boolean afterDot = at > 0 && source.charAt(at - 1) == '.';
        boolean isFloat = !afterDot && (matcher.group("part") != null || matcher.group("exponent") != null);
        int end = isFloat || matcher.group("whole") == null ? matcher.end() : matcher.end("whole");
        String digits = source.substring(at, end).replace("_", "");
        return new ExpressionToken(isFloat ? Kind.FLOAT : Kind.INTEGER, digits, end);
    }

    private static ExpressionToken string(String source, int at, char quote) {
        StringBuilder text = new StringBuilder();
        int i = at + 1;
        while (i < source.length() && source.charAt(i) != quote) {
            if (source.charAt(i) == '\\' && i + 1 < source.length()) {
                i = escape(source, i + 1, text);
            } else {
                text.append(source.charAt(i++));
            }
        }
        if (i >= source.length()) {
            throw new TemplateRaised("a string does not end");
        }
        return new ExpressionToken(Kind.STRING, text.toString(), i + 1);
    }

    /** Python's escapes; a backslash before anything else stays. */
    private static int escape(String source, int at, StringBuilder text) {
        char c = source.charAt(at);
        int simple = "abfnrtv\\'\"\n".indexOf(c);
        if (simple >= 0) {
            // A newline that is escaped is left out.
            text.append(c == '\n' ? "" : String.valueOf("\u0007\b\f\n\r\t\u000b\\'\"".charAt(simple)));
            return at + 1;
        }
        return switch (c) {
            case 'x' -> codePoint(source, at + 1, at + 3, 16, text);
            case 'u' -> codePoint(source, at + 1, at + 5, 16, text);
            case 'U' -> codePoint(source, at + 1, at + 9, 16, text);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                int end = at + 1;
                while (end < source.length() && end < at + 3 && Character.digit(source.charAt(end), 8) >= 0) {
                    end++;
                }
                yield codePoint(source, at, end, 8, text);
            }
            default -> {
                text.append('\\').append(c);
                yield at + 1;
            }
        };
    }

    private static int codePoint(String source, int from, int to, int radix, StringBuilder text) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = i < source.length() ? Character.digit(source.charAt(i), radix) : -1;
            value = value * radix + digit;
            if (digit < 0 || value > Character.MAX_CODE_POINT) {
                throw new TemplateRaised("an escape in a string is not complete");
            }
        }
        text.appendCodePoint(value);
        return to;
    }
}
