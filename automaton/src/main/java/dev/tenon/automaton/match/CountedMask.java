package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.WordLengths;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.match.Head.LexemeHead;
import dev.tenon.automaton.token.TokenMask;

/**
 * The mask of a reading within a lexeme of bounded length, made from the one without bounds, which all lengths share: less
 * the tokens that count too many units, or end the lexeme after too few. Far from its bounds it is that mask itself.
 */
final class CountedMask {
    private CountedMask() {}

    /** Whether the bounds are a matter of counting alone, so that {@link #of} applies. */
    static boolean applies(CompiledLexeme lexeme) {
        return lexeme.isFree() && lexeme.endsForGood();
    }

    /** The mask of a reading to which it applies. */
    static TokenMask of(MaskEngine engine, Stepper stepper, LexemeHead head, WordLengths lengths) {
        CompiledLexeme lexeme = head.lexeme;
        Head unbounded = new LexemeHead(lexeme.unbounded(), head.state, 0, head.below, null);
        TokenMask all = engine.mask(new Position(new Head[] {unbounded}, false, null), stepper);
        int most = lexeme.maxUnits - head.units;
        int least = lexeme.minUnits - head.units;
        // No token counts more units than it has bytes.
        boolean canBeLonger = lexeme.maxUnits != Expr.UNBOUNDED
                && most < engine.vocabulary().longestTokenBytes() + lengths.mostLeast();
        if (!canBeLonger && least <= 0) {
            return all;
        }
        LexemeScan scan = engine.scan(lexeme.dfa, head.state);
        long[] words = new long[all.wordCount()];
        all.orInto(words);
        if (canBeLonger) {
            scan.removeLonger(words, most, lengths);
        }
        scan.removeEndingBefore(words, least, lengths);
        return TokenMask.adopt(words, all.size());
    }
}
