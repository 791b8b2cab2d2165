package dev.tenon.server.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The rounds of a comparison, and what they say.
 *
 * @param rounds a measure of each side, for each round
 */
record BenchReport(List<Map<BenchSide, BenchMeasure>> rounds) {
    BenchReport {
        rounds = List.copyOf(rounds);
    }

    /**
     * Several values of one thing.
     *
     * @param median the middle one, or the mean of the two in the middle
     * @param least the least
     * @param greatest the greatest
     */
    record Spread(double median, double least, double greatest) {
        static Spread of(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int middle = sorted.length / 2;
            double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            return new Spread(median, sorted[0], sorted[sorted.length - 1]);
        }
    }

    /** Tokens per second of a side. */
    Spread speed(BenchSide side) {
        return spread(side, BenchMeasure::tokensPerSecond);
    }

    /** Speed of a side over that of the unconstrained one in the same round. */
    Spread ratio(BenchSide side) {
        return Spread.of(rounds.stream()
                .mapToDouble(round -> measure(round, side).tokensPerSecond()
                        / measure(round, BenchSide.UNCONSTRAINED).tokensPerSecond())
                .toArray());
    }

    private Spread spread(BenchSide side, ToDoubleFunction<BenchMeasure> value) {
        return Spread.of(rounds.stream()
                .mapToDouble(round -> value.applyAsDouble(measure(round, side)))
                .toArray());
    }

    private static BenchMeasure measure(Map<BenchSide, BenchMeasure> round, BenchSide side) {
        BenchMeasure measure = round.get(side);
        if (measure == null) {
            throw new IllegalStateException("a round without " + side);
        }
        return measure;
    }

    /** A table: a line for each side, medians with the least and the greatest of the rounds. */
    void print(PrintWriter out) {
        out.println(String.format(
                Locale.ROOT,
                "%-26s %26s %26s %8s %8s %10s %10s",
                "",
                "tokens/s",
                "ratio to unconstrained",
                "tokens",
                "forced",
                "mask us/t",
                "pick us/t"));
        for (BenchSide side : BenchSide.values()) {
            BenchMeasure last = measure(rounds.get(rounds.size() - 1), side);
            out.println(String.format(
                    Locale.ROOT,
                    "%-26s %26s %26s %8d %8d %10.1f %10.1f",
                    side.label(),
                    text(speed(side), 1),
                    text(ratio(side), 3),
                    last.tokens(),
                    last.forced(),
                    spread(side, BenchMeasure::maskMicros).median(),
                    spread(side, BenchMeasure::sampleMicros).median()));
        }
    }

    private static String text(Spread spread, int digits) {
        String number = "%." + digits + "f";
        return String.format(
                Locale.ROOT,
                number + " (" + number + ".." + number + ")",
                spread.median(),
                spread.least(),
                spread.greatest());
    }
}
