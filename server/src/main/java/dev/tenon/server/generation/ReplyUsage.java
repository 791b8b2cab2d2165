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
 * @param times what else took time
 */
public record ReplyUsage(
        int promptTokens,
        int cachedTokens,
        int completionTokens,
        int reasoningTokens,
        int forcedTokens,
        long promptNanos,
        long totalNanos,
        Times times) {
    /**
     * Times for whoever looks into one request. Those of two requests together are the longer wait, the earlier first token, and the sum
     * of the rest.
     *
     * @param queueNanos from entering the queue to leaving it
     * @param firstTokenNanos from entering the queue to the first token; 0 where there was none
     * @param maskNanos in the automaton: masks, accepting, forced text
     */
    public record Times(long queueNanos, long firstTokenNanos, long maskNanos) {
        /** Nothing yet. */
        static final Times NONE = new Times(0, 0, 0);

        Times plus(Times other) {
            long first = firstTokenNanos == 0 || other.firstTokenNanos == 0
                    ? Math.max(firstTokenNanos, other.firstTokenNanos)
                    : Math.min(firstTokenNanos, other.firstTokenNanos);
            return new Times(Math.max(queueNanos, other.queueNanos), first, maskNanos + other.maskNanos);
        }
    }

    /** Nothing yet. */
    static ReplyUsage none() {
        return new ReplyUsage(0, 0, 0, 0, 0, 0, 0, Times.NONE);
    }

    /** The cost of two requests together; they ran beside each other. */
    ReplyUsage plus(ReplyUsage other) {
        return new ReplyUsage(
                promptTokens + other.promptTokens,
                cachedTokens + other.cachedTokens,
                completionTokens + other.completionTokens,
                reasoningTokens + other.reasoningTokens,
                forcedTokens + other.forcedTokens,
                promptNanos + other.promptNanos,
                Math.max(totalNanos, other.totalNanos),
                times.plus(other.times));
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
                times.plus(new Times(0, 0, result.maskNanos())));
    }

    /** The same, with what only the queue knows. */
    ReplyUsage after(long queueNanos, long firstTokenNanos) {
        return new ReplyUsage(
                promptTokens,
                cachedTokens,
                completionTokens,
                reasoningTokens,
                forcedTokens,
                promptNanos,
                totalNanos,
                times.plus(new Times(queueNanos, firstTokenNanos, 0)));
    }

    /** The same, taking so long in all. */
    ReplyUsage lasting(long nanos) {
        return new ReplyUsage(
                promptTokens, cachedTokens, completionTokens, reasoningTokens, forcedTokens, promptNanos, nanos, times);
    }
}
