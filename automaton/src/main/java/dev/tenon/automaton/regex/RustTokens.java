package dev.tenon.automaton.regex;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import java.nio.IntBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.CodePointBuffer;
import org.antlr.v4.runtime.CodePointCharStream;
import org.antlr.v4.runtime.Token;

/**
 * The tokens of a regular expression in Rust's syntax, checked for everything that can be seen on tokens alone: what is
 * not supported, brackets that do not match, and nesting beyond the limit, which must be known before a recursive parser
 * runs.
 */
final class RustTokens {
    private final String pattern;
    private final CompileLimits limits;
    private final List<? extends Token> tokens;

    private RustTokens(String pattern, CompileLimits limits) {
        this.pattern = pattern;
        this.limits = limits;
        var buffer =
                CodePointBuffer.withInts(IntBuffer.wrap(pattern.codePoints().toArray()));
        var lexer = new RustRegexLexer(CodePointCharStream.fromBuffer(buffer));
        lexer.removeErrorListeners();
        this.tokens = lexer.getAllTokens();
    }

    /**
     * The checked tokens, without the end of file.
     *
     * @throws RegexException when the pattern is wrong or not supported
     * @throws GrammarTooComplexException when groups or classes are nested too deep
     */
    static List<? extends Token> read(String pattern, CompileLimits limits) {
        var reader = new RustTokens(pattern, limits);
        reader.checkConstructs();
        reader.checkBrackets();
        return reader.tokens;
    }

    private int position(Token token) {
        return EcmaTokens.position(pattern, token);
    }

    private void checkConstructs() {
        Token before = null;
        for (Token token : tokens) {
            String text = token.getText();
            switch (token.getType()) {
                case RustRegexLexer.LOOK -> throw new RegexUnsupportedException(position(token), "lookaround");
                case RustRegexLexer.BACKREFERENCE ->
                    throw new RegexUnsupportedException(position(token), "backreference");
                case RustRegexLexer.ANCHOR ->
                    throw new RegexUnsupportedException(
                            position(token), "anchor " + text + " within a text (the whole is always matched)");
                case RustRegexLexer.BAD_GROUP ->
                    throw new RegexSyntaxException(position(token), "expected one of (?: (?i) (?i: (?P<name>");
                case RustRegexLexer.BAD_COUNT ->
                    throw new RegexSyntaxException(
                            position(token), "expected a count such as {2,4}, or \\{ for the character");
                case RustRegexLexer.BAD_ESCAPE ->
                    throw new RegexSyntaxException(position(token), text + " is no escape of Rust's regex syntax");
                case RustRegexLexer.BACKSLASH ->
                    throw new RegexSyntaxException(position(token), "expected a character after \\");
                case RustRegexLexer.OPTIONAL -> {
                    if (before != null && isQuantifier(before)) {
                        throw new RegexUnsupportedException(position(token), "lazy quantifier");
                    }
                }
                default -> {}
            }
            before = token;
        }
    }

    private static boolean isQuantifier(Token token) {
        return switch (token.getType()) {
            case RustRegexLexer.STAR, RustRegexLexer.PLUS, RustRegexLexer.OPTIONAL, RustRegexLexer.COUNT -> true;
            default -> false;
        };
    }

    private void checkBrackets() {
        Deque<Token> open = new ArrayDeque<>();
        for (Token token : tokens) {
            switch (token.getType()) {
                case RustRegexLexer.OPEN, RustRegexLexer.CLASS_OPEN -> {
                    open.push(token);
                    if (open.size() > limits.maxRegexDepth()) {
                        throw new GrammarTooComplexException("maxRegexDepth", limits.maxRegexDepth(), "a regex");
                    }
                }
                case RustRegexLexer.CLOSE -> {
                    if (open.poll() == null) {
                        throw new RegexSyntaxException(
                                position(token), "no group is open; expected \\) for the character");
                    }
                }
                case RustRegexLexer.CLASS_CLOSE -> open.pop();
                default -> {}
            }
        }
        Token left = open.poll();
        if (left != null) {
            String close = left.getType() == RustRegexLexer.OPEN ? ")" : "]";
            throw new RegexSyntaxException(
                    pattern.length(),
                    "expected " + close + " for the " + left.getText().charAt(0) + " at " + position(left));
        }
    }
}
