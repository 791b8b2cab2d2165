package dev.tenon.automaton.regex;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.jspecify.annotations.Nullable;

/**
 * Reads regular expressions in the syntax of the Rust crate {@code regex} (docs.rs/regex, "Syntax"), which is what grammars
 * in Lark and OpenAI's custom tools are written in. A regex denotes the texts that it matches as a whole; what it would
 * prefer to match of a longer text plays no part. Stateless and thread-safe.
 *
 * <pre>{@code
 * Regex number = RustRegexParser.parse("-?\\d+(\\.\\d+)?", "", CompileLimits.defaults());
 * }</pre>
 *
 * <p>Classes are those of Unicode, as in Rust: {@code \d}, {@code \w} and {@code \s} are not ASCII alone. Lookaround,
 * backreferences, lazy quantifiers and the flags {@code x}, {@code R}, {@code U} and {@code -u} are refused with
 * {@link RegexUnsupportedException}, and so are anchors but for {@code ^} or {@code \A} at the beginning and {@code $} or
 * {@code \z} at the end in {@link #parseWhole}.
 */
public final class RustRegexParser {
    private RustRegexParser() {}

    /**
     * The regex of the texts that the pattern matches. O(length).
     *
     * @param flags letters such as {@code "i"} and {@code "s"} that count from the beginning; may be empty
     * @throws RegexSyntaxException when the pattern is no regular expression
     * @throws RegexUnsupportedException when it holds a construct that is not enforced
     * @throws GrammarTooComplexException beyond {@link CompileLimits#maxRegexSize} or {@link CompileLimits#maxRegexDepth}
     */
    public static Regex parse(String pattern, String flags, CompileLimits limits) {
        if (pattern.length() > limits.maxRegexSize()) {
            throw new GrammarTooComplexException("maxRegexSize", limits.maxRegexSize(), "a regex");
        }
        RustFlags given = RustFlags.NONE.with(flags, 0);
        var tokens = new CommonTokenStream(new ListTokenSource(RustTokens.read(pattern, limits)));
        var parser = new RustRegex(tokens);
        parser.removeErrorListeners();
        parser.addErrorListener(new Refusal(pattern));
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        Regex regex = new RustRegexReader(pattern, limits).read(parser.pattern().disjunction(), given);
        RegexMeasure.check(regex, limits);
        return regex;
    }

    /** The texts that are one with this where case does not count. O(length). */
    public static Regex literalIgnoringCase(String text) {
        return new Regex.Concat(text.codePoints()
                .<Regex>mapToObj(c -> CaseFolding.close(CodePoints.of(c)))
                .toList());
    }

    /**
     * The same for a pattern that stands for a whole text: an anchor at its very beginning and one at its very end say what
     * is so anyway.
     */
    public static Regex parseWhole(String pattern, CompileLimits limits) {
        String begun = pattern.startsWith("^") ? pattern.substring(1) : pattern;
        begun = begun.startsWith("\\A") ? begun.substring(2) : begun;
        String whole = begun;
        if (begun.endsWith("$") && !isEscaped(begun, begun.length() - 1)) {
            whole = begun.substring(0, begun.length() - 1);
        } else if (begun.endsWith("\\z") && !isEscaped(begun, begun.length() - 2)) {
            whole = begun.substring(0, begun.length() - 2);
        }
        if (whole.length() < pattern.length() && hasBranches(whole, limits)) {
            throw new RegexUnsupportedException(
                    0, "anchor on one of several alternatives (leave anchors out: the whole is always matched)");
        }
        return parse(whole, "", limits);
    }

    private static boolean isEscaped(String text, int at) {
        int backslashes = 0;
        while (at - backslashes > 0 && text.charAt(at - backslashes - 1) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    /** Whether a bar stands outside of all groups, so that an anchor would belong to one side of it. */
    private static boolean hasBranches(String pattern, CompileLimits limits) {
        int depth = 0;
        for (Token token : RustTokens.read(pattern, limits)) {
            switch (token.getType()) {
                case RustRegexLexer.OPEN -> depth++;
                case RustRegexLexer.CLOSE -> depth--;
                case RustRegexLexer.OR -> {
                    if (depth == 0) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    /** The first error ends the parse. What is left to the grammar are quantifiers in the wrong place. */
    private static final class Refusal extends BaseErrorListener {
        private final String pattern;

        Refusal(String pattern) {
            this.pattern = pattern;
        }

        @Override
        public void syntaxError(
                Recognizer<?, ?> recognizer,
                @Nullable Object offendingSymbol,
                int line,
                int charPositionInLine,
                String message,
                @Nullable RecognitionException cause) {
            int position = offendingSymbol instanceof Token token && token.getType() != Token.EOF
                    ? EcmaTokens.position(pattern, token)
                    : pattern.length();
            throw new RegexSyntaxException(position, "nothing to repeat; expected an atom before a quantifier");
        }
    }
}
