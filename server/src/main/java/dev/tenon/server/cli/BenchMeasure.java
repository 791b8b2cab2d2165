package dev.tenon.server.cli;

import dev.tenon.sampler.GenerationResult;

/**
 * What the texts of one side took together; the evaluation of prompts is left out, as is the first token of each text,
 * which comes out of the prompt's evaluation.
 *
 * @param tokens tokens after the first of each text
 * @param forced how many of all tokens were forced
 * @param nanos time from the first token's choice to the end
 * @param maskNanos how much of it the automaton took
 * @param sampleNanos how much of it sampling took
 */
record BenchMeasure(long tokens, long forced, long nanos, long maskNanos, long sampleNanos) {
    static final BenchMeasure NONE = new BenchMeasure(0, 0, 0, 0, 0);

    /** With one more text. */
    BenchMeasure plus(GenerationResult result) {
        return new BenchMeasure(
                tokens + Math.max(0, result.completionTokens() - 1),
                forced + result.forcedTokens(),
                nanos + result.totalNanos() - result.promptNanos(),
                maskNanos + result.maskNanos(),
                sampleNanos + result.sampleNanos());
    }

    double tokensPerSecond() {
        return tokens * 1e9 / nanos;
    }

    double maskMicros() {
        return maskNanos / 1e3 / tokens;
    }

    double sampleMicros() {
        return sampleNanos / 1e3 / tokens;
    }
}
