package dev.tenon.automaton.regex;

import dev.tenon.automaton.regex.Regex.Chars;
import dev.tenon.automaton.regex.Regex.Range;
import java.util.List;

/**
 * Prints a regex in ECMA-262 syntax, as the pattern between {@code ^(?:} and {@code )$} that denotes it; {@code []} is no
 * string. Two forms have no such syntax and are printed as {@code (a&b)} and {@code ~(a)}. O(size) for a tree; the
 * recursion follows its depth.
 */
public final class RegexText {
    /** How tightly a form binds: what stands where a tighter one must is put into a group. */
    private enum Level {
        ALTERNATE,
        CONCAT,
        REPEAT,
        ATOM
    }

    private final StringBuilder out = new StringBuilder();

    private RegexText() {}

    /** The regex as text. */
    public static String print(Regex regex) {
        var printer = new RegexText();
        printer.print(regex, Level.ALTERNATE);
        return printer.out.toString();
    }

    private void print(Regex regex, Level least) {
        boolean grouped = level(regex).compareTo(least) < 0;
        if (grouped) {
            out.append("(?:");
        }
        switch (regex) {
            case Regex.Never never -> out.append("[]");
            case Chars chars -> print(chars);
            case Regex.Concat concat -> concat.items().forEach(item -> print(item, Level.REPEAT));
            case Regex.Alternate alternate -> printJoined(alternate.items(), '|', Level.CONCAT, "[]");
            case Regex.Intersect intersect -> {
                out.append('(');
                printJoined(intersect.items(), '&', Level.CONCAT, "[^]*");
                out.append(')');
            }
            case Regex.Complement complement -> {
                out.append("~(");
                print(complement.item(), Level.ALTERNATE);
                out.append(')');
            }
            case Regex.Repeat repeat -> {
                print(repeat.item(), Level.ATOM);
                out.append(quantifier(repeat.min(), repeat.max()));
            }
            case Regex.Search search -> {
                out.append("[^]*");
                print(search.pattern(), Level.REPEAT);
                out.append("[^]*");
            }
        }
        if (grouped) {
            out.append(')');
        }
    }

    private static Level level(Regex regex) {
        return switch (regex) {
            case Regex.Alternate alternate -> alternate.items().isEmpty() ? Level.ATOM : Level.ALTERNATE;
            case Regex.Concat concat -> Level.CONCAT;
            case Regex.Repeat repeat -> Level.REPEAT;
            case Regex.Never never -> Level.ATOM;
            case Chars chars -> Level.ATOM;
            case Regex.Intersect intersect -> Level.ATOM;
            case Regex.Complement complement -> Level.ATOM;
            case Regex.Search search -> Level.CONCAT;
        };
    }

    private void print(EcmaPattern pattern, Level least) {
        boolean grouped = level(pattern).compareTo(least) < 0;
        if (grouped) {
            out.append("(?:");
        }
        switch (pattern) {
            case EcmaPattern.Plain(Regex regex) -> print(regex, Level.ALTERNATE);
            case EcmaPattern.Anchor anchor -> out.append(anchor == EcmaPattern.Anchor.BEGIN ? '^' : '$');
            case EcmaPattern.Boundary boundary -> out.append(boundary == EcmaPattern.Boundary.WORD ? "\\b" : "\\B");
            case EcmaPattern.Look look -> {
                out.append(look.direction() == EcmaPattern.Direction.BEHIND ? "(?<" : "(?");
                out.append(look.polarity() == EcmaPattern.Polarity.NEGATIVE ? '!' : '=');
                print(look.body(), Level.ALTERNATE);
                out.append(')');
            }
            case EcmaPattern.Then then -> then.items().forEach(item -> print(item, Level.REPEAT));
            case EcmaPattern.Either either -> {
                for (int i = 0; i < either.items().size(); i++) {
                    out.append(i == 0 ? "" : "|");
                    print(either.items().get(i), Level.CONCAT);
                }
            }
            case EcmaPattern.Repeated repeated -> {
                print(repeated.item(), Level.ATOM);
                out.append(quantifier(repeated.min(), repeated.max()));
            }
        }
        if (grouped) {
            out.append(')');
        }
    }

    /** What looks around is no atom: an anchor cannot be repeated without a group. */
    private static Level level(EcmaPattern pattern) {
        return switch (pattern) {
            case EcmaPattern.Plain plain -> level(plain.regex());
            case EcmaPattern.Anchor anchor -> Level.REPEAT;
            case EcmaPattern.Boundary boundary -> Level.REPEAT;
            case EcmaPattern.Look look -> Level.REPEAT;
            case EcmaPattern.Then then -> Level.CONCAT;
            case EcmaPattern.Either either -> Level.ALTERNATE;
            case EcmaPattern.Repeated repeated -> Level.REPEAT;
        };
    }

    private void printJoined(List<Regex> items, char separator, Level least, String ofNone) {
        if (items.isEmpty()) {
            out.append(ofNone);
        }
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.append(separator);
            }
            print(items.get(i), least);
        }
    }

    private static String quantifier(int min, int max) {
        if (max == Regex.UNBOUNDED) {
            return min == 0 ? "*" : min == 1 ? "+" : "{" + min + ",}";
        }
        if (min == max) {
            return "{" + min + "}";
        }
        return min == 0 && max == 1 ? "?" : "{" + min + "," + max + "}";
    }

    private void print(Chars chars) {
        List<Range> ranges = chars.ranges();
        String name = name(chars);
        if (!name.isEmpty()) {
            out.append(name);
        } else if (ranges.size() == 1 && ranges.get(0).first() == ranges.get(0).last()) {
            print(ranges.get(0).first(), "^$\\.*+?()[]{}|/");
        } else {
            boolean negated = !ranges.isEmpty()
                    && ranges.get(0).first() == 0
                    && ranges.get(ranges.size() - 1).last() == Character.MAX_CODE_POINT;
            out.append(negated ? "[^" : "[");
            for (Range range : negated ? CodePoints.negate(chars).ranges() : ranges) {
                print(range);
            }
            out.append(']');
        }
    }

    private static String name(Chars chars) {
        if (chars.equals(CodePoints.DIGIT)) {
            return "\\d";
        } else if (chars.equals(CodePoints.WORD)) {
            return "\\w";
        } else if (chars.equals(CodePoints.SPACE)) {
            return "\\s";
        } else if (chars.equals(CodePoints.negate(CodePoints.LINE_TERMINATOR))) {
            return ".";
        }
        return "";
    }

    private void print(Range range) {
        String special = "^\\[]-";
        print(range.first(), special);
        if (range.last() > range.first()) {
            if (range.last() > range.first() + 1) {
                out.append('-');
            }
            print(range.last(), special);
        }
    }

    private void print(int codePoint, String special) {
        switch (codePoint) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (codePoint < 0x20 || codePoint == 0x7F) {
                    out.append(String.format("\\x%02x", codePoint));
                } else if (codePoint < 0x7F) {
                    if (special.indexOf(codePoint) >= 0) {
                        out.append('\\');
                    }
                    out.append((char) codePoint);
                } else {
                    out.append(String.format("\\u{%x}", codePoint));
                }
            }
        }
    }
}
