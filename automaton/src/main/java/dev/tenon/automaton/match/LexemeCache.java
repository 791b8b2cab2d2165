package dev.tenon.automaton.match;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.WordLengths;
import dev.tenon.automaton.grammar.Expr;

/**
 * Lexemes that are ready to be run, by language and bounds: grammars have the same strings, numbers and punctuation, and
 * what one grammar has worked out about them serves all others. Bounded by bytes; thread-safe.
 */
final class LexemeCache {
    private static final long MOST_BYTES = 24L << 20;
    /** Beside an automaton and what is known of each of its states. */
    private static final int BYTES_OF_LEXEME = 1_024;

    private static final int BYTES_OF_STATE = 64;
    /** Least bytes are worked out for each length up to the least one, and a few beyond. */
    private static final int MORE_LENGTHS = 16;

    private final CompileLimits limits;
    private final Cache<Expr.Lexeme, CompiledLexeme> made = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Expr.Lexeme key, CompiledLexeme lexeme) -> bytes(key))
            .executor(Runnable::run)
            .build();
    private final Cache<ByteDfa, LeastByLength> least = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((ByteDfa key, LeastByLength table) -> bytes(new Expr.Lexeme(key)))
            .executor(Runnable::run)
            .build();

    LexemeCache(CompileLimits limits) {
        this.limits = limits;
    }

    private static int bytes(Expr.Lexeme lexeme) {
        long lengths = Math.min(LeastByLength.EXACT, (long) lexeme.minUnits() + MORE_LENGTHS);
        long bytes = BYTES_OF_LEXEME
                + lexeme.dfa().bytes()
                + lexeme.dfa().stateCount() * (BYTES_OF_STATE + (lexeme.isCounted() ? 4 * lengths : 0));
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }

    /**
     * The lexeme, from the cache or made now.
     *
     * @throws dev.tenon.automaton.dfa.GrammarTooComplexException when its lengths are beyond the limits
     */
    CompiledLexeme get(Expr.Lexeme lexeme) {
        CompiledLexeme known = made.getIfPresent(lexeme);
        if (known == null) {
            known = lexeme.isCounted() ? bounded(lexeme) : new CompiledLexeme(lexeme.dfa());
            made.put(lexeme, known);
        }
        return known;
    }

    private CompiledLexeme bounded(Expr.Lexeme lexeme) {
        CompiledLexeme unbounded = get(new Expr.Lexeme(lexeme.dfa()));
        if (WordLengths.of(lexeme.dfa(), limits).areWithin(0, lexeme.minUnits(), lexeme.maxUnits())) {
            // The pattern says so already.
            return unbounded;
        }
        LeastByLength table = least.getIfPresent(lexeme.dfa());
        if (table == null) {
            table = new LeastByLength(lexeme.dfa());
            least.put(lexeme.dfa(), table);
        }
        return new CompiledLexeme(lexeme, unbounded, table, limits);
    }
}
