package dev.tenon.server.generation;

/**
 * Told what becomes of requests, for whoever counts and times them. Thread-safe; its methods return at once and do not throw.
 */
public interface GenerationObserver {
    /** How a request ended. */
    enum Outcome {
        /** Every reply is complete. */
        COMPLETE,
        /** Some reply was cut off at its limit. */
        LENGTH,
        /** The client went away. */
        CANCELLED,
        /** Its time was over. */
        EXPIRED,
        /** The engine failed, or the server stopped. */
        FAILED
    }

    /** A request leaves the queue, so many nanoseconds after it entered. */
    void onStarted(long waitedNanos);

    /** The prompt of a reply was evaluated: so many tokens, of which so many were held from before. */
    void onPrompt(int tokens, int cachedTokens, long nanos);

    /** A reply's first token, so many nanoseconds after the request entered the queue. */
    void onFirstToken(long nanos);

    /** A later token, so many nanoseconds after the one before it. Tokens that came together are told one by one, with 0. */
    void onToken(long nanos);

    /** A request is over, so many nanoseconds after it entered the queue. */
    void onFinished(Outcome outcome, long nanos);

    /** Nobody listens. */
    static GenerationObserver none() {
        return new GenerationObserver() {
            @Override
            public void onStarted(long waitedNanos) {}

            @Override
            public void onPrompt(int tokens, int cachedTokens, long nanos) {}

            @Override
            public void onFirstToken(long nanos) {}

            @Override
            public void onToken(long nanos) {}

            @Override
            public void onFinished(Outcome outcome, long nanos) {}
        };
    }
}
