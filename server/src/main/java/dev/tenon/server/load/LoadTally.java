package dev.tenon.server.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What has happened so far; on the event loop only. Times are in microseconds. */
final class LoadTally {
    private static final long LONGEST = 3_600_000_000L;
    private static final int DIGITS = 3;
    private static final int MOST_SAMPLES = 5;
    private static final int MOST_REASONS = 20;
    private static final int LONGEST_SAMPLE = 400;

    final Histogram firstToken = histogram();
    final Histogram betweenChunks = histogram();
    final Histogram wholeAnswer = histogram();
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private final Map<String, Integer> failures = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    long promptTokens;
    long cachedTokens;
    long completionTokens;
    long characters;
    long completeAnswers;
    long tokensAfterFirst;
    long nanosAfterFirst;

    private static Histogram histogram() {
        return new Histogram(LONGEST, DIGITS);
    }

    static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.min(LONGEST, Math.max(0, nanos / 1_000)));
    }

    void ended(Outcome outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
    }

    void failed(String reason) {
        ended(Outcome.FAILED);
        String key = shortened(reason);
        failures.merge(failures.size() < MOST_REASONS || failures.containsKey(key) ? key : "others", 1, Integer::sum);
    }

    void wrong(String fault) {
        ended(Outcome.WRONG);
        if (wrong.size() < MOST_SAMPLES) {
            wrong.add(shortened(fault));
        }
    }

    int count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0);
    }

    Map<String, Integer> failures() {
        return failures;
    }

    List<String> wrongOnes() {
        return wrong;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_SAMPLE ? text : text.substring(0, LONGEST_SAMPLE) + "…";
    }
}
