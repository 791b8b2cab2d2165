package dev.tenon.sampler;

/**
 * How a generation went.
 *
 * @param reason why it ended
 * @param promptTokens tokens of the prompt
 * @param cachedTokens those of them that the engine held already
 * @param completionTokens generated tokens, sampled and forced, END tokens not included
 * @param forcedTokens those of them that were not sampled
 * @param promptNanos time for decoding the prompt
 * @param decodeNanos time for decoding what was generated
 * @param maskNanos time in the automaton: masks, accepting, forced text
 * @param sampleNanos time for sampling and log-probabilities
 * @param totalNanos time in all
 */
public record GenerationResult(
        FinishReason reason,
        int promptTokens,
        int cachedTokens,
        int completionTokens,
        int forcedTokens,
        long promptNanos,
        long decodeNanos,
        long maskNanos,
        long sampleNanos,
        long totalNanos) {}
