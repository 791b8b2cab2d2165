package dev.tenon.server.generation;

import dev.tenon.sampler.GenerationResult;

/**
 * What a request cost.
 *
 * @param promptTokens tokens of the prompt, counted once however many replies were made
 * @param cachedTokens those of them that did not have to be evaluated, for any of the replies
 * @param completionTokens tokens of all replies
 * @param reasoningTokens those of them in which the model thought before it answered
 * @param forcedTokens those of them that were not sampled
 * @param promptNanos time for evaluating the prompt, for all replies together
 * @param totalNanos time from the beginning of the first reply to the end of the last
 * @param maskNanos time in the automaton: masks, accepting, forced text
 */
public record ReplyUsage(
        int promptTokens,
        int cachedTokens,
        int completionTokens,
        int reasoningTokens,
        int forcedTokens,
        long promptNanos,
        long totalNanos,
        long maskNanos) {
    /** Nothing yet. */
    static ReplyUsage none() {
        return new ReplyUsage(0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** The cost of two requests together; their times may overlap, and are added. */
    ReplyUsage plus(ReplyUsage other) {
        return new ReplyUsage(
                promptTokens + other.promptTokens,
                cachedTokens + other.cachedTokens,
                completionTokens + other.completionTokens,
                reasoningTokens + other.reasoningTokens,
                forcedTokens + other.forcedTokens,
                promptNanos + other.promptNanos,
                totalNanos + other.totalNanos,
                maskNanos + other.maskNanos);
    }

    ReplyUsage plus(GenerationResult result, int reasoning) {
        return new ReplyUsage(
                result.promptTokens(),
                // The first of several replies evaluates what the others then find.
                promptTokens == 0 ? result.cachedTokens() : Math.min(cachedTokens, result.cachedTokens()),
                completionTokens + result.completionTokens(),
                reasoningTokens + Math.min(reasoning, result.completionTokens()),
                forcedTokens + result.forcedTokens(),
                promptNanos + result.promptNanos(),
                Math.max(totalNanos, result.totalNanos()),
                maskNanos + result.maskNanos());
    }

    /** The same, taking so long in all. */
    ReplyUsage lasting(long nanos) {
        return new ReplyUsage(
                promptTokens,
                cachedTokens,
                completionTokens,
                reasoningTokens,
                forcedTokens,
                promptNanos,
                nanos,
                maskNanos);
    }
}
