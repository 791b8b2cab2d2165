package dev.tenon.benchmarks.versus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SeriesTest {
    @ParameterizedTest
    @CsvSource({
        "1000, 0.5, 500",
        "1000, 0.9, 900",
        "1000, 0.99, 990",
        "1000, 0.999, 999",
        "1000, 1, 1000",
        "1001, 0.999, 1000",
        "3, 0.5, 2",
        "3, 0.999, 3",
        "1, 0.5, 1",
    })
    void percentilesAreByNearestRank(int count, double part, double expected) {
        double[] values = IntStream.range(0, count).mapToDouble(i -> count - i).toArray();
        assertEquals(expected, new Series(values).percentile(part));
    }

    @Test
    void theMeanIsOverAll() {
        assertEquals(2.5, new Series(new double[] {4, 1, 2, 3}).mean());
    }

    @Test
    void ofNothingThereIsNoNumber() {
        Series nothing = new Series(new double[0]);
        assertEquals(Double.NaN, nothing.percentile(0.5));
        assertEquals(Double.NaN, nothing.mean());
    }
}
