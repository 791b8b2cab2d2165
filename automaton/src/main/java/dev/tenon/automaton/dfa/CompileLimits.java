package dev.tenon.automaton.dfa;

import org.jspecify.annotations.Nullable;

/**
 * Every bound on the work of compiling a grammar, in work units and never in time, so that the same input is refused
 * on a fast machine and on a slow one.
 *
 * @param maxDfaStates states that one frozen automaton may have; default 100,000 (about 10 MB of table): longer
 *     alternations than anybody writes by hand fit, exponential blow-ups do not
 * @param maxDeterminizeSteps subset-construction steps (one nondeterministic state visited in one subset) for one
 *     automaton; default 5,000,000, about 100 ms
 * @param maxRegexSize nodes of one regex after counted repetitions are expanded; default 200,000
 * @param maxRegexDepth nesting of groups in one regex; default 250
 * @param maxGrammarSize expression nodes of one grammar; default 2,000,000
 */
public record CompileLimits(
        int maxDfaStates, long maxDeterminizeSteps, int maxRegexSize, int maxRegexDepth, int maxGrammarSize) {

    private static final CompileLimits DEFAULTS = new CompileLimits(100_000, 5_000_000L, 200_000, 250, 2_000_000);

    /** Rejects bounds below one. */
    public CompileLimits {
        if (maxDfaStates < 1
                || maxDeterminizeSteps < 1
                || maxRegexSize < 1
                || maxRegexDepth < 1
                || maxGrammarSize < 1) {
            throw new IllegalArgumentException("every limit must be at least 1");
        }
    }

    /** Limits are part of the keys of caches, and most are one object: to compare them costs nothing then. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof CompileLimits that
                        && maxDfaStates == that.maxDfaStates
                        && maxDeterminizeSteps == that.maxDeterminizeSteps
                        && maxRegexSize == that.maxRegexSize
                        && maxRegexDepth == that.maxRegexDepth
                        && maxGrammarSize == that.maxGrammarSize);
    }

    @Override
    public int hashCode() {
        return ((maxDfaStates * 31 + Long.hashCode(maxDeterminizeSteps)) * 31 + maxRegexSize) * 31
                + maxRegexDepth
                + maxGrammarSize;
    }

    /** The limits used where nothing else is said. */
    public static CompileLimits defaults() {
        return DEFAULTS;
    }
}
