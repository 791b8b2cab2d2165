package dev.tenon.benchmarks.versus;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A row of the table: what is measured, and which number of it.
 *
 * @param name as the row says it
 * @param quantity of which values
 * @param unit how many of the values' microseconds are one of the row's unit
 * @param of the number
 */
record Figure(String name, Quantity quantity, double unit, ToDoubleFunction<Series> of) {
    private static final double MILLIS = 1_000;

    /** What is measured. */
    enum Quantity {
        /** From a schema's text to a grammar that can be matched, by the clock. */
        COMPILE,
        /** The same as time on a processor. */
        COMPILE_CPU,
        /** A mask and the acceptance of the token after it, by the clock. */
        MASK,
        /** The same as time on a processor. */
        MASK_CPU
    }

    /** All rows. */
    static List<Figure> all() {
        return List.of(
                new Figure("compile, ms: p50", Quantity.COMPILE, MILLIS, s -> s.percentile(0.5)),
                new Figure("p90", Quantity.COMPILE, MILLIS, s -> s.percentile(0.9)),
                new Figure("p99", Quantity.COMPILE, MILLIS, s -> s.percentile(0.99)),
                new Figure("max", Quantity.COMPILE, MILLIS, s -> s.percentile(1)),
                new Figure("compile, CPU ms: p50", Quantity.COMPILE_CPU, MILLIS, s -> s.percentile(0.5)),
                new Figure("p99", Quantity.COMPILE_CPU, MILLIS, s -> s.percentile(0.99)),
                new Figure("max", Quantity.COMPILE_CPU, MILLIS, s -> s.percentile(1)),
                new Figure("mask + commit, µs: mean", Quantity.MASK, 1, Series::mean),
                new Figure("p50", Quantity.MASK, 1, s -> s.percentile(0.5)),
                new Figure("p90", Quantity.MASK, 1, s -> s.percentile(0.9)),
                new Figure("p99", Quantity.MASK, 1, s -> s.percentile(0.99)),
                new Figure("p99.9", Quantity.MASK, 1, s -> s.percentile(0.999)),
                new Figure("max", Quantity.MASK, 1, s -> s.percentile(1)),
                new Figure("mask + commit, CPU µs: mean", Quantity.MASK_CPU, 1, Series::mean),
                new Figure("p50", Quantity.MASK_CPU, 1, s -> s.percentile(0.5)),
                new Figure("p99", Quantity.MASK_CPU, 1, s -> s.percentile(0.99)),
                new Figure("p99.9", Quantity.MASK_CPU, 1, s -> s.percentile(0.999)),
                new Figure("max", Quantity.MASK_CPU, 1, s -> s.percentile(1)));
    }

    /** The number over some schemas, in the row's unit; NaN when none of them has a value. */
    double over(List<EngineRun.Case> cases) {
        return of.applyAsDouble(new Series(values(cases))) / unit;
    }

    private double[] values(List<EngineRun.Case> cases) {
        return switch (quantity) {
            case COMPILE ->
                cases.stream().mapToDouble(EngineRun.Case::compileMicros).toArray();
            case COMPILE_CPU ->
                cases.stream().mapToDouble(EngineRun.Case::compileCpuMicros).toArray();
            case MASK ->
                cases.stream()
                        .flatMapToDouble(c -> Arrays.stream(c.maskMicros()))
                        .toArray();
            case MASK_CPU ->
                cases.stream()
                        .flatMapToDouble(c -> Arrays.stream(c.maskCpuMicros()))
                        .toArray();
        };
    }
}
