package dev.tenon.server.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.server.TestModels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchCommandTest {
    @TempDir
    Path folder;

    private static String line(String out, BenchSide side) {
        return out.lines()
                .filter(line -> line.matches(side.label() + " {2,}.*"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(out));
    }

    /** The number of tokens stands after two spreads in brackets. */
    private static long tokens(String line) {
        return Long.parseLong(line.replaceAll(".*\\)\\s+(\\d+)\\s+\\d+\\s+[\\d.]+\\s+[\\d.]+$", "$1"));
    }

    @Test
    void allSidesWriteTheSameNumberOfTokens() {
        Shell.Ran ran =
                new Shell(folder).withEngine(TestModels.random(1)).run("bench", "--tokens", "64", "--rounds", "3");
        assertAll(
                () -> assertEquals(0, ran.exitCode(), ran.err()),
                () -> assertTrue(ran.out().contains("machine  "), ran.out()),
                () -> assertTrue(ran.out().contains("threads"), ran.out()),
                () -> assertTrue(ran.out().contains("versions tenon"), ran.out()),
                () -> assertTrue(ran.out().contains("model    random"), ran.out()));
        for (String kind : BenchSchemas.all().keySet()) {
            String table = ran.out().substring(ran.out().indexOf(kind + ":"));
            for (BenchSide side : BenchSide.values()) {
                assertEquals(63, tokens(line(table, side)), kind);
            }
        }
    }

    @Test
    void textsThatEndEarlyAreRepeatedOnAllSides() {
        Shell shell = new Shell(folder).withEngine(TestModels.random(1));
        Shell.Ran ran =
                shell.run("bench", "--tokens", "200", "--rounds", "1", "--schema", shell.file("s.json", Shell.PERSON));
        assertEquals(0, ran.exitCode(), ran.err());
        assertTrue(ran.out().contains("end early"), ran.out());
        long constrained = tokens(line(ran.out(), BenchSide.CONSTRAINED));
        assertTrue(constrained > 150 && constrained < 200, ran.out());
        assertEquals(constrained, tokens(line(ran.out(), BenchSide.UNCONSTRAINED)));
    }

    @Test
    void textsTooShortToTimeAreRefused() {
        Shell shell = new Shell(folder).withEngine(TestModels.random(1));
        Shell.Ran ran = shell.run("bench", "--schema", shell.file("s.json", "{\"enum\":[1,2]}"));
        assertEquals(2, ran.exitCode());
        assertTrue(ran.err().contains("too short"), ran.err());
    }

    @Test
    void whatDoesNotFitIntoTheContextIsRefused() {
        Shell.Ran ran = new Shell(folder).withEngine(TestModels.random(1)).run("bench", "--tokens", "9000");
        assertEquals(2, ran.exitCode());
        assertTrue(ran.err().contains("context"), ran.err());
    }

    @Test
    void ratiosAreOfTheSameRoundAndTheMedianIsTheMiddleOne() {
        BenchReport report = new BenchReport(List.of(round(100, 90), round(50, 60), round(80, 80)));
        assertEquals(new BenchReport.Spread(80, 50, 100), report.speed(BenchSide.UNCONSTRAINED));
        assertEquals(new BenchReport.Spread(1.0, 0.9, 1.2), report.ratio(BenchSide.CONSTRAINED));
        assertEquals(2.5, BenchReport.Spread.of(new double[] {4, 1, 3, 2}).median());
    }

    private static Map<BenchSide, BenchMeasure> round(long free, long constrained) {
        return Map.of(
                BenchSide.UNCONSTRAINED, new BenchMeasure(free, 0, 1_000_000_000, 0, 0),
                BenchSide.CONSTRAINED, new BenchMeasure(constrained, 0, 1_000_000_000, 0, 0),
                BenchSide.FORCED_TEXT, new BenchMeasure(constrained, 0, 1_000_000_000, 0, 0));
    }
}
