package dev.tenon.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.conformance.suite.Ratchet.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RatchetTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("expected").resolve("suite.txt");
    }

    private Ratchet found(Verdict a, Verdict b) {
        Ratchet ratchet = new Ratchet(file());
        ratchet.add("a", a, "cause");
        ratchet.add("b", b, "");
        return ratchet;
    }

    @BeforeEach
    void record() {
        Ratchet ratchet = found(Verdict.REFUSED, Verdict.PASS);
        ratchet.add("not always run", Verdict.FALSE_NEGATIVE, "");
        ratchet.check(Recording.UPDATED);
    }

    @Test
    void recordsWhatDoesNotPass() throws IOException {
        List<String> lines = Files.readAllLines(file());
        assertEquals(List.of("refused\ta\tcause", "false-negative\tnot always run\t"), lines.subList(1, lines.size()));
    }

    @Test
    void whatIsWorseFailsAndIsNamed() {
        AssertionError worse = assertThrows(
                AssertionError.class,
                () -> found(Verdict.FALSE_POSITIVE, Verdict.PASS).check(Recording.KEPT));
        assertTrue(String.valueOf(worse.getMessage()).contains("a: refused -> false-positive cause"));
        assertThrows(
                AssertionError.class,
                () -> found(Verdict.REFUSED, Verdict.REFUSED).check(Recording.KEPT));
    }

    @Test
    void whatIsAsItWasOrBetterDoesNotFailAndIsNotRecordedUnasked() throws IOException {
        String before = Files.readString(file());
        found(Verdict.REFUSED, Verdict.PASS).check(Recording.KEPT);
        found(Verdict.PASS, Verdict.PASS).check(Recording.KEPT);
        assertEquals(before, Files.readString(file()));
    }

    @Test
    void whatDidNotRunStaysRecorded() throws IOException {
        found(Verdict.PASS, Verdict.PASS).check(Recording.UPDATED);
        List<String> lines = Files.readAllLines(file());
        assertEquals(List.of("false-negative\tnot always run\t"), lines.subList(1, lines.size()));
    }

    @Test
    void noTwoCasesShareAName() {
        Ratchet ratchet = found(Verdict.PASS, Verdict.PASS);
        assertThrows(IllegalArgumentException.class, () -> ratchet.add("a", Verdict.PASS, ""));
    }
}
