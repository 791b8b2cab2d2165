package dev.tenon.benchmarks.versus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.benchmarks.versus.EngineRun.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReportTest {
    private static final String REFUSED = "{\"kind\":\"Refused\",\"message\":\"no\"}";
    private static final String TIMEOUT = "{\"kind\":\"Timeout\",\"message\":\"20 s\"}";

    @TempDir
    Path folder;

    private static String line(String id, int compileMicros, String error, String masks, String wrong) {
        String counts = masks.isEmpty() ? "" : "1";
        return """
            {"id":"%s","compile_us":%d,"compile_cpu_us":%d,"error":%s,"masks_us":[%s],"masks_cpu_us":[%s],"counts":[%s],\
            "wrong":[%s]}\
            """.formatted(id, compileMicros, compileMicros, error, masks, masks, counts, wrong);
    }

    private EngineRun run(String name, String... lines) throws IOException {
        return EngineRun.read(name, Files.write(folder.resolve(name + ".jsonl"), List.of(lines)));
    }

    private EngineRun ours() throws IOException {
        return run(
                "tenon",
                line("warm", 999_000, "null", "999", ""),
                line("a", 1_000, "null", "1,2", ""),
                line("b", 2_000, "null", "3", "{\"i\":0,\"valid\":true}"),
                line("c", 9_000, "null", "90", ""),
                line("d", 4_000, "null", "4", ""));
    }

    private EngineRun theirs() throws IOException {
        return run(
                "peer",
                line("warm", 1, "null", "1", "{\"i\":0,\"valid\":false}"),
                line("a", 500, "null", "10,20", ""),
                line("b", 10_000, "null", "30", "{\"i\":0,\"valid\":false},{\"i\":1,\"valid\":true}"),
                line("c", 70_000, REFUSED, "", ""),
                line("d", 20_000_000, TIMEOUT, "", ""));
    }

    private List<String> table() throws IOException {
        return new Report(List.of(ours(), theirs()), 1).lines();
    }

    private void assertRow(String expected) throws IOException {
        assertTrue(table().contains(expected), () -> expected + " is not in " + tableText());
    }

    private String tableText() {
        try {
            return String.join("\n", table());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void verdictsAreCountedOverAllSchemas() throws IOException {
        assertRow("| schemas | 5 | 5 | |");
        assertRow("| refused | 0 | 1 | |");
        assertRow("| given up | 0 | 1 | |");
        assertRow("| wrong | 1 | 2 | |");
        assertRow("| of which accept what is invalid | 0 | 2 | |");
    }

    @Test
    void timesLeaveOutTheFirstSchemasAndThoseThatDidNotCompile() throws IOException {
        assertRow("| schemas timed | 4 | 2 | |");
        assertRow("| masks timed | 5 | 3 | |");
    }

    @Test
    void ratiosAreOverTheSchemasThatBothCompile() throws IOException {
        // Ours over all four is 1, 2, 4, 9; over the two in common 1 and 2, theirs 0.5 and 10.
        assertRow("| compile, ms: p50 | 2.00 | 0.50 | 0.50 (peer is better) |");
        assertRow("| mask + commit, µs: mean | 20.0 | 20.0 | 10.0 |");
        assertRow("| mask + commit, CPU µs: mean | 20.0 | 20.0 | 10.0 |");
    }

    @Test
    void theHeadNamesTheEngines() throws IOException {
        assertEquals("| | tenon | peer | peer ÷ tenon |", table().get(0));
        assertEquals("|---|---:|---:|---:|", table().get(1));
    }

    @Test
    void rejectsRunsOverOtherSchemas() throws IOException {
        EngineRun other = run("other", line("warm", 1, "null", "1", ""));
        EngineRun ours = ours();
        assertThrows(IllegalArgumentException.class, () -> new Report(List.of(ours, other), 1));
    }

    @Test
    void readsWhatAnEngineWrote() throws IOException {
        EngineRun.Case read = theirs().cases().get(2);
        assertEquals("b", read.id());
        assertEquals(Outcome.COMPILED, read.outcome());
        assertEquals(10_000, read.compileMicros());
        assertArrayEquals(new double[] {30}, read.maskMicros());
        assertArrayEquals(new int[] {1}, read.counts());
        assertEquals(1, read.acceptedInvalid());
        assertEquals(1, read.rejectedValid());
    }

    @ParameterizedTest
    @CsvSource({
        "0.004, 0.00",
        "1.234, 1.23",
        "9.949, 9.95",
        "12.34, 12.3",
        "99.4, 99.4",
        "99.6, 100",
        "'1234.6', '1,235'"
    })
    void numbersHaveAboutThreeDigits(double value, String expected) {
        assertEquals(expected, Report.number(value));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 20, 10.0",
        "2, 2, 1.00",
        "2, 1, 0.50 (peer is better)",
        "0, 1, ''",
        "NaN, 1, ''",
        "1, NaN, ''",
    })
    void ratiosSayWhoIsBetter(double ours, double theirs, String expected) {
        assertEquals(expected, Report.ratio(ours, theirs, "peer"));
    }
}
