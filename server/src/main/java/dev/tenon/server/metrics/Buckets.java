package dev.tenon.server.metrics;

import java.time.Duration;
import java.util.stream.LongStream;

/** The upper bounds of histograms: few, since each is a line of the page for each set of labels. */
final class Buckets {
    /** From a millisecond, which no answer takes, to five minutes. */
    static final Duration[] REQUESTS =
            millis(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000);

    /** From a token of a small model on a large machine to one that waited for long prompts. */
    static final Duration[] TOKENS = millis(1, 2, 5, 10, 20, 30, 50, 75, 100, 200, 500, 1_000, 5_000);

    /** From a schema of one line to the largest that is taken. */
    static final Duration[] COMPILES =
            micros(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 100_000, 500_000, 2_500_000);

    /** From a mask that was there to one that is made of the whole vocabulary. */
    static final Duration[] MASKS = micros(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000);

    private Buckets() {}

    private static Duration[] millis(long... bounds) {
        return LongStream.of(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    private static Duration[] micros(long... bounds) {
        return LongStream.of(bounds)
                .mapToObj(bound -> Duration.ofNanos(bound * 1_000))
                .toArray(Duration[]::new);
    }
}
