package dev.tenon.automaton.regex;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.regex.Regex.Chars;
import dev.tenon.automaton.regex.Regex.Range;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;

/**
 * From the parse tree of a pattern to {@link EcmaPattern}. Recursion follows the groups, whose nesting
 * {@link EcmaTokens} has checked.
 */
final class EcmaPatternReader {
    private final String pattern;
    private final CompileLimits limits;

    EcmaPatternReader(String pattern, CompileLimits limits) {
        this.pattern = pattern;
        this.limits = limits;
    }

    EcmaPattern read(EcmaRegex.DisjunctionContext disjunction) {
        List<EcmaPattern> items = new ArrayList<>();
        for (EcmaRegex.AlternativeContext alternative : disjunction.alternative()) {
            items.add(read(alternative));
        }
        if (items.size() == 1) {
            return items.get(0);
        }
        List<Regex> plain = new ArrayList<>();
        for (EcmaPattern item : items) {
            if (item instanceof EcmaPattern.Plain(Regex regex)) {
                plain.add(regex);
            }
        }
        return plain.size() == items.size()
                ? new EcmaPattern.Plain(new Regex.Alternate(plain))
                : new EcmaPattern.Either(items);
    }

    /** Neighbours that do not look around become one. */
    private EcmaPattern read(EcmaRegex.AlternativeContext alternative) {
        List<EcmaPattern> parts = new ArrayList<>();
        List<Regex> run = new ArrayList<>();
        for (EcmaRegex.TermContext term : alternative.term()) {
            EcmaPattern part = read(term);
            if (part instanceof EcmaPattern.Plain(Regex regex)) {
                run.add(regex);
            } else if (!run.isEmpty() || !repeatsAnchor(part, parts)) {
                endRun(run, parts);
                parts.add(part);
            }
        }
        endRun(run, parts);
        if (parts.size() > limits.maxRegexDepth()) {
            throw new GrammarTooComplexException("maxRegexDepth", limits.maxRegexDepth(), "a sequence with anchors");
        }
        if (parts.isEmpty()) {
            return new EcmaPattern.Plain(Regex.EMPTY);
        }
        return parts.size() == 1 ? parts.get(0) : new EcmaPattern.Then(parts);
    }

    /** {@code ^^} is {@code ^}. */
    private static boolean repeatsAnchor(EcmaPattern part, List<EcmaPattern> parts) {
        return part instanceof EcmaPattern.Anchor
                && !parts.isEmpty()
                && parts.get(parts.size() - 1).equals(part);
    }

    private static void endRun(List<Regex> run, List<EcmaPattern> parts) {
        if (!run.isEmpty()) {
            parts.add(new EcmaPattern.Plain(run.size() == 1 ? run.get(0) : new Regex.Concat(run)));
            run.clear();
        }
    }

    private EcmaPattern read(EcmaRegex.TermContext term) {
        if (term.BEGIN() != null) {
            return EcmaPattern.Anchor.BEGIN;
        }
        if (term.END() != null) {
            return EcmaPattern.Anchor.END;
        }
        if (term.BOUNDARY() != null) {
            return term.BOUNDARY().getText().equals("\\b") ? EcmaPattern.Boundary.WORD : EcmaPattern.Boundary.NO_WORD;
        }
        if (term.LOOKBEHIND() != null) {
            return look(term.LOOKBEHIND().getText(), term.disjunction());
        }
        // Annex B: a lookahead may be repeated.
        EcmaPattern item =
                term.LOOKAHEAD() != null ? look(term.LOOKAHEAD().getText(), term.disjunction()) : read(term.atom());
        return term.quantifier() == null ? item : repeat(item, term.quantifier());
    }

    private EcmaPattern look(String opening, EcmaRegex.DisjunctionContext body) {
        return new EcmaPattern.Look(
                opening.startsWith("(?<") ? EcmaPattern.Direction.BEHIND : EcmaPattern.Direction.AHEAD,
                opening.endsWith("!") ? EcmaPattern.Polarity.NEGATIVE : EcmaPattern.Polarity.POSITIVE,
                read(body));
    }

    /** Greedy and lazy repetition are the same language. */
    private EcmaPattern repeat(EcmaPattern item, EcmaRegex.QuantifierContext quantifier) {
        Token token = quantifier.getStart();
        int min = token.getType() == EcmaRegexLexer.PLUS ? 1 : 0;
        int max = token.getType() == EcmaRegexLexer.OPTIONAL ? 1 : Regex.UNBOUNDED;
        if (token.getType() == EcmaRegexLexer.COUNT) {
            String text = token.getText();
            int comma = text.indexOf(',');
            int end = text.length() - 1;
            min = count(text.substring(1, comma < 0 ? end : comma));
            if (comma < 0) {
                max = min;
            } else if (comma + 1 < end) {
                max = count(text.substring(comma + 1, end));
            }
        }
        if (min > max) {
            throw new RegexSyntaxException(
                    EcmaTokens.position(pattern, token), "expected the smaller count first in " + token.getText());
        }
        return item instanceof EcmaPattern.Plain(Regex regex)
                ? new EcmaPattern.Plain(new Regex.Repeat(regex, min, max))
                : new EcmaPattern.Repeated(item, min, max);
    }

    private int count(String digits) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        long value = significant.length() > 9 ? Long.MAX_VALUE : Long.parseLong(significant);
        if (value > limits.maxRegexSize()) {
            throw new GrammarTooComplexException("maxRegexSize", limits.maxRegexSize(), "a repetition");
        }
        return (int) value;
    }

    private EcmaPattern read(EcmaRegex.AtomContext atom) {
        if (atom.OPEN() != null) {
            return read(atom.disjunction());
        }
        if (atom.ANY() != null) {
            return new EcmaPattern.Plain(CodePoints.negate(CodePoints.LINE_TERMINATOR));
        }
        if (atom.CLASS_OPEN() != null) {
            Chars chars = union(atom.classMember());
            boolean negated = atom.CLASS_OPEN().getText().length() == 2;
            return new EcmaPattern.Plain(negated ? CodePoints.negate(chars) : chars);
        }
        return new EcmaPattern.Plain(chars(atom.single().getStart()));
    }

    private Chars union(List<EcmaRegex.ClassMemberContext> members) {
        List<Range> ranges = new ArrayList<>();
        for (EcmaRegex.ClassMemberContext member : members) {
            Token first = member.classAtom(0).getStart();
            if (member.DASH() == null) {
                ranges.addAll(chars(first).ranges());
                continue;
            }
            Token last = member.classAtom(1).getStart();
            if (isSet(first) || isSet(last)) {
                // Annex B: a dash beside a class such as \w stands for itself.
                ranges.addAll(chars(first).ranges());
                ranges.addAll(chars(last).ranges());
                ranges.add(new Range('-', '-'));
            } else if (codePoint(first) > codePoint(last)) {
                throw new RegexSyntaxException(
                        EcmaTokens.position(pattern, first),
                        "expected the smaller character first in " + first.getText() + "-" + last.getText());
            } else {
                ranges.add(new Range(codePoint(first), codePoint(last)));
            }
        }
        return CodePoints.of(ranges);
    }

    private static boolean isSet(Token token) {
        return token.getType() == EcmaRegexLexer.CLASS_ESCAPE || token.getType() == EcmaRegexLexer.PROPERTY;
    }

    private Chars chars(Token token) {
        return switch (token.getType()) {
            case EcmaRegexLexer.CLASS_ESCAPE -> classEscape(token.getText().charAt(1));
            case EcmaRegexLexer.PROPERTY -> property(token);
            default -> CodePoints.of(codePoint(token));
        };
    }

    private static Chars classEscape(char letter) {
        return switch (letter) {
            case 'd' -> CodePoints.DIGIT;
            case 'D' -> CodePoints.negate(CodePoints.DIGIT);
            case 'w' -> CodePoints.WORD;
            case 'W' -> CodePoints.negate(CodePoints.WORD);
            case 's' -> CodePoints.SPACE;
            case 'S' -> CodePoints.negate(CodePoints.SPACE);
            default -> throw new AssertionError(letter);
        };
    }

    private Chars property(Token token) {
        String text = token.getText();
        String expression = text.substring(3, text.length() - 1);
        UnicodeProperties.unavailable(expression).ifPresent(property -> {
            throw new RegexUnsupportedException(EcmaTokens.position(pattern, token), property);
        });
        Chars chars = UnicodeProperties.find(expression)
                .orElseThrow(() -> new RegexSyntaxException(
                        EcmaTokens.position(pattern, token),
                        "expected the name of a Unicode property, not " + shorten(expression)));
        return text.charAt(1) == 'P' ? CodePoints.negate(chars) : chars;
    }

    private static String shorten(String text) {
        return text.length() <= 50 ? text : text.substring(0, 50) + "...";
    }

    /** The code point of a token that stands for one. */
    private int codePoint(Token token) {
        String text = token.getText();
        return switch (token.getType()) {
            case EcmaRegexLexer.SURROGATE_PAIR ->
                Character.toCodePoint(
                        (char) Integer.parseInt(text, 2, 6, 16), (char) Integer.parseInt(text, 8, 12, 16));
            case EcmaRegexLexer.ESCAPE -> escaped(token, text);
            default -> text.codePointAt(0);
        };
    }

    private int escaped(Token token, String text) {
        char kind = text.charAt(1);
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0B;
            case 'c' -> text.charAt(2) % 32;
            case 'x' -> Integer.parseInt(text, 2, text.length(), 16);
            case 'u' -> text.charAt(2) == '{' ? braced(token, text) : Integer.parseInt(text, 2, text.length(), 16);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> Integer.parseInt(text, 1, text.length(), 8);
            default -> text.codePointAt(1);
        };
    }

    private int braced(Token token, String text) {
        String digits = text.substring(3, text.length() - 1).replaceFirst("^0+(?=.)", "");
        int codePoint = digits.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(digits, 16);
        if (codePoint > Character.MAX_CODE_POINT) {
            throw new RegexSyntaxException(
                    EcmaTokens.position(pattern, token), "expected a code point of at most 10FFFF");
        }
        return codePoint;
    }
}
