package dev.tenon.sampler.llama;

/** How fast batches go, so that one can be made to take about a given time. Not thread-safe. */
final class BatchPace {
    /** Smaller batches say little: their time is that of reading the weights once. */
    private static final int TELLING = 16;

    /** A guess for the first batch. */
    private static final double START = 128;

    private static final double WEIGHT = 0.25;

    private double tokensPerSecond = START;
    private boolean measured;

    /** So many tokens took so long. */
    void add(int tokens, long nanos) {
        if (tokens < TELLING || nanos <= 0) {
            return;
        }
        double now = tokens * 1e9 / nanos;
        tokensPerSecond += measured ? WEIGHT * (now - tokensPerSecond) : now - tokensPerSecond;
        measured = true;
    }

    /** How many tokens take about so long. */
    int tokensIn(long nanos) {
        return (int) Math.min(Integer.MAX_VALUE, tokensPerSecond * nanos / 1e9);
    }
}
