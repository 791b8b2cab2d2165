package dev.tenon.automaton.regex;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import java.nio.IntBuffer;
import java.util.ArrayDeque;
import java.util.List;
import org.antlr.v4.runtime.CodePointBuffer;
import org.antlr.v4.runtime.CodePointCharStream;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * A pattern's tokens, checked for everything that can be seen on tokens alone: constructs that are not supported, escapes
 * that mean nothing, brackets that do not match, and nesting beyond the limit, which must be known before a recursive
 * parser runs.
 */
final class EcmaTokens {
    private final String pattern;
    private final CompileLimits limits;
    private final List<? extends Token> tokens;

    private EcmaTokens(String pattern, CompileLimits limits) {
        this.pattern = pattern;
        this.limits = limits;
        // By code points, unpaired surrogates included: they are patterns of their own in u-mode.
        var buffer =
                CodePointBuffer.withInts(IntBuffer.wrap(pattern.codePoints().toArray()));
        var lexer = new EcmaRegexLexer(CodePointCharStream.fromBuffer(buffer));
        lexer.removeErrorListeners();
        this.tokens = lexer.getAllTokens();
    }

    /**
     * The checked tokens, without the end of file.
     *
     * @throws RegexException when the pattern is wrong or not supported
     * @throws GrammarTooComplexException when groups are nested too deep
     */
    static List<? extends Token> read(String pattern, CompileLimits limits) {
        var reader = new EcmaTokens(pattern, limits);
        reader.checkEscapes();
        reader.checkBrackets();
        return reader.tokens;
    }

    /** The place of a token in UTF-16 code units; the lexer counts code points. */
    static int position(String pattern, Token token) {
        return pattern.offsetByCodePoints(0, token.getStartIndex());
    }

    private int position(Token token) {
        return position(pattern, token);
    }

    private void checkEscapes() {
        long groups = tokens.stream().filter(EcmaTokens::captures).count();
        for (Token token : tokens) {
            String text = token.getText();
            switch (token.getType()) {
                case EcmaRegexLexer.MODIFIERS -> throw new RegexUnsupportedException(position(token), "modifiers");
                case EcmaRegexLexer.NAMED_REFERENCE -> {
                    if (text.endsWith(">")) {
                        throw new RegexUnsupportedException(position(token), "backreference");
                    }
                    throw new RegexSyntaxException(position(token), "expected \\k<name>");
                }
                case EcmaRegexLexer.NUMBERED_REFERENCE -> checkReference(token, text, groups);
                case EcmaRegexLexer.BAD_ESCAPE -> throw new RegexSyntaxException(position(token), badEscape(text));
                case EcmaRegexLexer.BAD_GROUP ->
                    throw new RegexSyntaxException(position(token), "expected one of (?: (?<name> (?= (?! (?<= (?<!");
                case EcmaRegexLexer.BACKSLASH -> {
                    if (token.getStopIndex() + 1 == pattern.codePointCount(0, pattern.length())) {
                        throw new RegexSyntaxException(position(token), "expected a character after \\");
                    }
                }
                default -> {}
            }
        }
    }

    private static boolean captures(Token token) {
        return token.getType() == EcmaRegexLexer.OPEN && !token.getText().equals("(?:");
    }

    /** A number of no group is an octal escape where it can be read as one to its last digit (Annex B). */
    private void checkReference(Token token, String text, long groups) {
        long number = text.length() > 9 ? Long.MAX_VALUE : Long.parseLong(text.substring(1));
        if (number <= groups) {
            throw new RegexUnsupportedException(position(token), "backreference");
        }
        if (!text.matches("\\\\(?:[1-3]?[0-7]{1,2}|[89])")) {
            throw new RegexSyntaxException(
                    position(token), "expected the number of a group, of which there are " + groups);
        }
        ((CommonToken) token).setType(EcmaRegexLexer.ESCAPE);
    }

    private static String badEscape(String text) {
        return switch (text.charAt(1)) {
            case 'x' -> "expected two hexadecimal digits after \\x";
            case 'u' -> "expected four hexadecimal digits, or some in braces, after \\u";
            case 'p', 'P' -> "expected {property} after " + text;
            default ->
                text + " is no escape of ECMA-262; expected one of \\d \\w \\s \\p{...} \\n \\u0000 and the like";
        };
    }

    private void checkBrackets() {
        var open = new ArrayDeque<Token>();
        Token classOpen = null;
        for (Token token : tokens) {
            switch (token.getType()) {
                case EcmaRegexLexer.CLASS_OPEN -> classOpen = token;
                case EcmaRegexLexer.CLASS_CLOSE -> classOpen = null;
                case EcmaRegexLexer.OPEN, EcmaRegexLexer.LOOKAHEAD, EcmaRegexLexer.LOOKBEHIND -> {
                    open.push(token);
                    if (open.size() > limits.maxRegexDepth()) {
                        throw new GrammarTooComplexException("maxRegexDepth", limits.maxRegexDepth(), "a regex");
                    }
                }
                case EcmaRegexLexer.CLOSE -> {
                    if (open.poll() == null) {
                        throw new RegexSyntaxException(
                                position(token), "no group is open; expected \\) for the character");
                    }
                }
                default -> {}
            }
        }
        if (classOpen != null) {
            throw new RegexSyntaxException(pattern.length(), "expected ] for the [ at " + position(classOpen));
        }
        if (!open.isEmpty()) {
            throw new RegexSyntaxException(pattern.length(), "expected ) for the ( at " + position(open.pop()));
        }
    }
}
