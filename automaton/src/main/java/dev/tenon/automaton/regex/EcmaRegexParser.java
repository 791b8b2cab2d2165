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
 * Reads the patterns of JSON Schema: ECMA-262 regular expressions (clause 22.2.1) as if by {@code new RegExp(pattern,
 * "u")}, found anywhere in a string. Stateless and thread-safe.
 *
 * <pre>{@code
 * Regex regex = EcmaRegexParser.parseSearch("^(?!.*--)[a-z-]+$", CompileLimits.defaults());
 * }</pre>
 *
 * <p>Where the u-grammar has no reading but Annex B.1.2 has one that nobody could take for something else, it counts:
 * <code>\-</code>, <code>\_</code>, <code>\@</code> and other escaped punctuation; a <code>{</code> that begins no count,
 * a lone <code>}</code> or <code>]</code>; a dash beside a class (<code>[\w-.]</code>); octal escapes; <code>\c</code>
 * without a letter; a repeated lookahead. Escaped letters that mean nothing (<code>\Z</code>, <code>\h</code>) are refused:
 * Annex B reads them as plain letters, which is never what was meant, since to other dialects they mean something.
 *
 * <p>Lookahead and lookbehind, anchors and word boundaries are exact wherever they stand. Backreferences are not regular, and
 * they, modifiers, and Unicode properties that the JDK has no data of are refused with {@link RegexUnsupportedException}.
 * Unicode properties are those of the running JDK. Lone surrogates are patterns that no text of scalar values meets.
 */
public final class EcmaRegexParser {
    /** Anchors nested deeper, which nobody writes, are not resolved but looked at: the resolver's recursion multiplies. */
    private static final int MAX_ANCHOR_DEPTH = 50;

    private EcmaRegexParser() {}

    /**
     * The regex of all whole strings in which the pattern is found; {@code ^} and {@code $} are resolved wherever they
     * stand (without the m flag they are the string's two ends), and a pattern that looks around any other way becomes a
     * {@link Regex.Search}. O(length), but for anchors inside repetitions, which copy their surroundings under the limits.
     *
     * @throws RegexSyntaxException when the pattern is no regular expression
     * @throws RegexUnsupportedException when it holds a construct that is not enforced
     * @throws GrammarTooComplexException when it is longer than {@link CompileLimits#maxRegexSize}, expands beyond it, or
     *     nests deeper than {@link CompileLimits#maxRegexDepth}
     */
    public static Regex parseSearch(String pattern, CompileLimits limits) {
        if (pattern.length() > limits.maxRegexSize()) {
            throw new GrammarTooComplexException("maxRegexSize", limits.maxRegexSize(), "a regex");
        }
        var tokens = new CommonTokenStream(new ListTokenSource(EcmaTokens.read(pattern, limits)));
        var parser = new EcmaRegex(tokens);
        parser.removeErrorListeners();
        parser.addErrorListener(new Refusal(pattern));
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        EcmaRegex.PatternContext tree = parser.pattern();
        GroupNames.check(pattern, tree);
        EcmaPattern read = new EcmaPatternReader(pattern, limits).read(tree.disjunction());
        if (read.looksAround() || read.depth() > MAX_ANCHOR_DEPTH) {
            Regex search = new Regex.Search(read);
            RegexMeasure.check(search, limits);
            return search;
        }
        return AnchorResolver.search(read, limits);
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
