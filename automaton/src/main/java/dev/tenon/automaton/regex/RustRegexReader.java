package dev.tenon.automaton.regex;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.regex.Regex.Chars;
import dev.tenon.automaton.regex.Regex.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * From the parse tree of a pattern in Rust's syntax to {@link Regex}. Recursion follows groups and classes, whose nesting
 * {@link RustTokens} has checked.
 */
final class RustRegexReader {
    /** The crate's {@code \w}: UTS #18, Annex C. */
    private static final List<String> WORD = List.of("Alphabetic", "M", "Nd", "Pc", "Join_Control");

    private static final Map<String, List<Range>> POSIX = Map.ofEntries(
            Map.entry("alnum", ranges("09AZaz")),
            Map.entry("alpha", ranges("AZaz")),
            Map.entry("ascii", List.of(new Range(0, 0x7F))),
            Map.entry("blank", ranges("\t\t  ")),
            Map.entry("cntrl", List.of(new Range(0, 0x1F), new Range(0x7F, 0x7F))),
            Map.entry("digit", ranges("09")),
            Map.entry("graph", ranges("!~")),
            Map.entry("lower", ranges("az")),
            Map.entry("print", ranges(" ~")),
            Map.entry("punct", ranges("!/:@[`{~")),
            Map.entry("space", ranges("\t\r  ")),
            Map.entry("upper", ranges("AZ")),
            Map.entry("word", ranges("09AZaz__")),
            Map.entry("xdigit", ranges("09AFaf")));

    private final String pattern;
    private final CompileLimits limits;

    RustRegexReader(String pattern, CompileLimits limits) {
        this.pattern = pattern;
        this.limits = limits;
    }

    /** Flags hold to the end of their group, across its alternatives. */
    Regex read(RustRegex.DisjunctionContext disjunction, RustFlags given) {
        RustFlags flags = given;
        List<Regex> alternatives = new ArrayList<>();
        for (RustRegex.AlternativeContext alternative : disjunction.alternative()) {
            List<Regex> items = new ArrayList<>();
            for (RustRegex.TermContext term : alternative.term()) {
                if (term.FLAGS() != null) {
                    String text = term.FLAGS().getText();
                    flags = flags.with(text.substring(2, text.length() - 1), position(term.getStart()));
                } else {
                    items.add(read(term, flags));
                }
            }
            alternatives.add(items.size() == 1 ? items.get(0) : new Regex.Concat(items));
        }
        return alternatives.size() == 1 ? alternatives.get(0) : new Regex.Alternate(alternatives);
    }

    private int position(Token token) {
        return EcmaTokens.position(pattern, token);
    }

    private Regex read(RustRegex.TermContext term, RustFlags flags) {
        Regex regex = read(term.atom(), flags);
        for (RustRegex.QuantifierContext quantifier : term.quantifier()) {
            regex = repeat(regex, quantifier.getStart());
        }
        return regex;
    }

    private Regex repeat(Regex item, Token quantifier) {
        return switch (quantifier.getType()) {
            case RustRegexLexer.STAR -> new Regex.Repeat(item, 0, Regex.UNBOUNDED);
            case RustRegexLexer.PLUS -> new Regex.Repeat(item, 1, Regex.UNBOUNDED);
            case RustRegexLexer.OPTIONAL -> new Regex.Repeat(item, 0, 1);
            default -> {
                String text = quantifier.getText();
                int comma = text.indexOf(',');
                int end = text.length() - 1;
                int min = comma == 1 ? 0 : count(text.substring(1, comma < 0 ? end : comma));
                int max = comma < 0 ? min : comma + 1 == end ? Regex.UNBOUNDED : count(text.substring(comma + 1, end));
                if (min > max) {
                    throw new RegexSyntaxException(position(quantifier), "expected the smaller count first in " + text);
                }
                yield new Regex.Repeat(item, min, max);
            }
        };
    }

    private int count(String digits) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        long value = significant.length() > 9 ? Long.MAX_VALUE : Long.parseLong(significant);
        if (value > limits.maxRegexSize()) {
            throw new GrammarTooComplexException("maxRegexSize", limits.maxRegexSize(), "a repetition");
        }
        return (int) value;
    }

    private Regex read(RustRegex.AtomContext atom, RustFlags flags) {
        if (atom.OPEN() != null) {
            String open = atom.OPEN().getText();
            boolean named = open.indexOf('<') >= 0;
            RustFlags inner = open.length() > 2 && !named
                    ? flags.with(open.substring(2, open.length() - 1), position(atom.getStart()))
                    : flags;
            return read(atom.disjunction(), inner);
        }
        if (atom.set() != null) {
            return set(atom.set(), flags);
        }
        if (atom.ANY() != null) {
            return flags.dotIsAny() ? Regex.ANY_CHAR : CodePoints.negate(CodePoints.of('\n'));
        }
        return chars(atom.getStart(), flags);
    }

    /** Operators between sets have one precedence and go from left to right. */
    private Chars set(RustRegex.SetContext set, RustFlags flags) {
        String open = set.CLASS_OPEN().getText();
        boolean negated = open.startsWith("[^");
        List<Range> first = new ArrayList<>();
        for (int i = negated ? 2 : 1; i < open.length(); i++) {
            first.add(new Range(open.charAt(i), open.charAt(i)));
        }
        Chars chars = union(set.union(0), first, flags);
        for (int i = 1; i < set.union().size(); i++) {
            Chars other = union(set.union(i), List.of(), flags);
            chars = switch (set.setOperator(i - 1).getStart().getType()) {
                case RustRegexLexer.AND -> both(chars, other);
                case RustRegexLexer.MINUS -> both(chars, CodePoints.negate(other));
                default -> either(both(chars, CodePoints.negate(other)), both(other, CodePoints.negate(chars)));
            };
        }
        Chars result = negated ? CodePoints.negate(chars) : chars;
        if (result.ranges().isEmpty()) {
            throw new RegexSyntaxException(position(set.getStart()), "no character is in this class");
        }
        return result;
    }

    private static Chars either(Chars a, Chars b) {
        List<Range> ranges = new ArrayList<>(a.ranges());
        ranges.addAll(b.ranges());
        return CodePoints.of(ranges);
    }

    private static Chars both(Chars a, Chars b) {
        return CodePoints.negate(either(CodePoints.negate(a), CodePoints.negate(b)));
    }

    private Chars union(RustRegex.UnionContext union, List<Range> more, RustFlags flags) {
        List<Range> ranges = new ArrayList<>(more);
        for (RustRegex.MemberContext member : union.member()) {
            if (member.set() != null) {
                ranges.addAll(set(member.set(), flags).ranges());
            } else if (member.single().size() == 2) {
                Token first = member.single(0).getStart();
                int from = codePoint(first);
                int to = codePoint(member.single(1).getStart());
                if (from > to) {
                    throw new RegexSyntaxException(
                            position(first), "expected the smaller character first in " + member.getText());
                }
                ranges.add(new Range(from, to));
            } else if (member.POSIX() != null) {
                ranges.addAll(posix(member.POSIX()).ranges());
            } else {
                ranges.addAll(chars(member.getStart(), RustFlags.NONE).ranges());
            }
        }
        return folded(CodePoints.of(ranges), flags);
    }

    private Chars posix(TerminalNode node) {
        String text = node.getText();
        boolean negated = text.startsWith("[:^");
        String name = text.substring(negated ? 3 : 2, text.length() - 2);
        List<Range> ranges = POSIX.get(name);
        if (ranges == null) {
            throw new RegexSyntaxException(
                    position(node.getSymbol()), "expected the name of a class such as alpha, not " + name);
        }
        Chars chars = CodePoints.of(ranges);
        return negated ? CodePoints.negate(chars) : chars;
    }

    private static Chars folded(Chars chars, RustFlags flags) {
        return flags.ignoresCase() ? CaseFolding.close(chars) : chars;
    }

    private Chars chars(Token token, RustFlags flags) {
        return switch (token.getType()) {
            case RustRegexLexer.CLASS_ESCAPE -> classEscape(token.getText().charAt(1));
            case RustRegexLexer.PROPERTY -> property(token, flags);
            case RustRegexLexer.DASH -> CodePoints.of('-');
            default -> folded(CodePoints.of(codePoint(token)), flags);
        };
    }

    private static Chars classEscape(char letter) {
        Chars chars = switch (letter) {
            case 'd', 'D' -> known("Nd");
            case 's', 'S' -> known("White_Space");
            default -> {
                List<Range> ranges = new ArrayList<>();
                WORD.forEach(name -> ranges.addAll(known(name).ranges()));
                yield CodePoints.of(ranges);
            }
        };
        return Character.isUpperCase(letter) ? CodePoints.negate(chars) : chars;
    }

    private static Chars known(String property) {
        return UnicodeProperties.find(property).orElseThrow(() -> new AssertionError(property));
    }

    /** Names of scripts may stand alone. */
    private Chars property(Token token, RustFlags flags) {
        String text = token.getText();
        String name = text.charAt(2) == '{' ? text.substring(3, text.length() - 1) : text.substring(2);
        boolean caret = name.startsWith("^");
        String expression = (caret ? name.substring(1) : name).replace(':', '=');
        UnicodeProperties.unavailable(expression).ifPresent(property -> {
            throw new RegexUnsupportedException(position(token), property);
        });
        Optional<Chars> found = UnicodeProperties.find(expression);
        if (found.isEmpty() && !expression.isEmpty()) {
            String script = expression.substring(0, 1).toUpperCase(Locale.ROOT) + expression.substring(1);
            found = UnicodeProperties.find("Script=" + script);
        }
        Chars chars = folded(
                found.orElseThrow(() -> new RegexSyntaxException(
                        position(token),
                        "expected the name of a Unicode property as the standard writes it, such as Greek, Lu or"
                                + " Uppercase_Letter")),
                flags);
        return (text.charAt(1) == 'P') != caret ? CodePoints.negate(chars) : chars;
    }

    /** The code point of a token that stands for one. */
    private int codePoint(Token token) {
        String text = token.getText();
        if (token.getType() != RustRegexLexer.ESCAPE) {
            return text.codePointAt(0);
        }
        return switch (text.charAt(1)) {
            case 'a' -> 0x07;
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0B;
            case 'x', 'u', 'U' -> hexadecimal(token, text);
            default -> text.codePointAt(1);
        };
    }

    private int hexadecimal(Token token, String text) {
        String digits = text.substring(2).replaceAll("[{}]", "").replaceFirst("^0+(?=.)", "");
        int value = digits.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(digits, 16);
        if (value > Character.MAX_CODE_POINT
                || (value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE)) {
            throw new RegexSyntaxException(
                    position(token), text + " is no character; expected a code point up to 10FFFF, no surrogate");
        }
        return value;
    }

    /** Pairs of first and last character. */
    private static List<Range> ranges(String pairs) {
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < pairs.length(); i += 2) {
            ranges.add(new Range(pairs.charAt(i), pairs.charAt(i + 1)));
        }
        return ranges;
    }
}
