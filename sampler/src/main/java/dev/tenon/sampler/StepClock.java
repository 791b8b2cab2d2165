package dev.tenon.sampler;

/** Where the time of one generation goes. Not thread-safe; one activity at a time. */
final class StepClock {
    private final long begin = System.nanoTime();
    private long started = begin;
    private long promptNanos;
    private long decodeNanos;
    private long maskNanos;
    private long sampleNanos;

    /** An activity begins. */
    void start() {
        started = System.nanoTime();
    }

    /** It was the prompt's decode. */
    void addPrompt() {
        promptNanos += System.nanoTime() - started;
    }

    /** It was the decode of generated tokens. */
    void addDecode() {
        decodeNanos += System.nanoTime() - started;
    }

    /** It was the automaton's work. */
    void addMask() {
        maskNanos += System.nanoTime() - started;
    }

    /** It was sampling. */
    void addSample() {
        sampleNanos += System.nanoTime() - started;
    }

    GenerationResult result(
            FinishReason reason, int promptTokens, int cachedTokens, int completionTokens, int forcedTokens) {
        return new GenerationResult(
                reason,
                promptTokens,
                cachedTokens,
                completionTokens,
                forcedTokens,
                promptNanos,
                decodeNanos,
                maskNanos,
                sampleNanos,
                System.nanoTime() - begin);
    }
}
