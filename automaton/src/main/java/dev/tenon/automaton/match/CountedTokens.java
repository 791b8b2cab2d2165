package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.WordLengths;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.match.Head.LexemeHead;
import dev.tenon.automaton.token.TokenMask;

/**
 * What tokens can do within a lexeme of bounded length: those that it has without bounds, less the ones that count too many
 * units, or end it after too few. Far from its bounds they are all there.
 *
 * @param inside tokens that stay inside to their end
 * @param except tokens that would end it and go on, but after too few units or too many
 * @param canEnd whether any token ends it within the bounds
 */
record CountedTokens(TokenMask inside, int[] except, boolean canEnd) {
    /** Whether the reading is so far from its bounds that they say nothing. */
    static boolean areAll(MaskEngine engine, LexemeHead head, WordLengths lengths) {
        CompiledLexeme lexeme = head.lexeme;
        // No token counts more units than it has bytes.
        return head.units >= lexeme.minUnits
                && (lexeme.maxUnits == Expr.UNBOUNDED
                        || lexeme.maxUnits - head.units
                                >= engine.vocabulary().longestTokenBytes() + lengths.mostLeast());
    }

    /**
     * Whether the bounds are a matter of counting alone. Once there are units enough a word must only not become too long,
     * so that the shortest way to its end decides; before that every larger length must be possible.
     */
    static boolean applies(LexemeHead head) {
        CompiledLexeme lexeme = head.lexeme;
        return lexeme.endsForGood() && (lexeme.isFree() || head.units >= lexeme.minUnits);
    }

    /** A rough size for cache bounds. */
    int bytes() {
        return inside.wordCount() * 8 + except.length * 4 + 256;
    }
}
