package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.WordLengths;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.match.Head.LexemeHead;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What tokens can do within a lexeme of bounded length: those that it has without bounds, less the ones that count too many
 * units, or end it after too few. Far from its bounds they are all there.
 *
 * @param inside tokens that stay inside to their end
 * @param ends where tokens end it within the bounds and go on, or null where that is where they end it without bounds,
 *     but for {@code except}
 * @param except tokens that would end it and go on, but after too few units or too many
 */
record CountedTokens(TokenMask inside, @Nullable Ends ends, int[] except) {
    /** Places in the vocabulary's trie at which a lexeme ends. Thread-safe. */
    static final class Ends {
        /** Not to be written. */
        final int[] nodes;

        private final int[] depths;
        private final ConcurrentHashMap<FirstBytes, Crossing> crossings = new ConcurrentHashMap<>();

        /** @param depths bytes up to each node */
        Ends(int[] nodes, int[] depths) {
            this.nodes = nodes;
            this.depths = depths;
        }

        /** What follows the lexeme, for a continuation that begins with these bytes. */
        Crossing crossing(Vocabulary vocabulary, FirstBytes first) {
            Crossing known = crossings.get(first);
            if (known == null) {
                known = Crossing.of(vocabulary, nodes, depths, first);
                crossings.put(first, known);
            }
            return known;
        }
    }

    /**
     * What is asked for: the tokens from a state of a lexeme that ends for good.
     *
     * @param most how many units may be counted to the end of the lexeme
     * @param least how many must be
     */
    record Bounds(ByteDfa dfa, int state, WordLengths lengths, int most, int least) {
        static Bounds of(LexemeHead head, WordLengths lengths) {
            CompiledLexeme lexeme = head.lexeme;
            int most = lexeme.maxUnits == Expr.UNBOUNDED ? Expr.UNBOUNDED : lexeme.maxUnits - head.units;
            return new Bounds(lexeme.dfa, head.state, lengths, most, Math.max(0, lexeme.minUnits - head.units));
        }

        /** Whether a word can end after so many units. */
        boolean holds(int units) {
            return units >= least && units <= most;
        }

        /** Whether a word can still be completed from a state that is not the end, after so many units. */
        boolean isAlive(int state, int units) {
            if (lengths.isFree()) {
                return (long) units + lengths.least(state) <= most;
            }
            return lengths.canReach(
                    state, Math.max(0, least - units), most == Expr.UNBOUNDED ? Expr.UNBOUNDED : most - units);
        }

        /** Whether the bounds say nothing any more after so many units, and at most so many more. */
        boolean areFar(int units, int more) {
            return units >= least && (most == Expr.UNBOUNDED || (long) units + more + lengths.mostLeast() <= most);
        }
    }

    /** Whether the reading is so far from its bounds that they say nothing. */
    static boolean areAll(MaskEngine engine, LexemeHead head, WordLengths lengths) {
        CompiledLexeme lexeme = head.lexeme;
        // No token counts more units than it has bytes.
        return head.units >= lexeme.minUnits
                && (lexeme.maxUnits == Expr.UNBOUNDED
                        || lexeme.maxUnits - head.units
                                >= engine.vocabulary().longestTokenBytes() + lengths.mostLeast());
    }

    /** A rough size for cache bounds. */
    int bytes() {
        return inside.bytes() + (except.length + (ends == null ? 0 : 4 * ends.nodes.length)) * 4 + 256;
    }
}
