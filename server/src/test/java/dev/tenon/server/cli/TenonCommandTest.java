package dev.tenon.server.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TenonCommandTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"serve", "generate", "compile", "check", "sample", "bench", "doctor"})
    void everyCommandHasHelpWithAnExample(String command) {
        Shell.Ran ran = new Shell(folder).run(command, "--help");
        assertAll(
                () -> assertEquals(0, ran.exitCode()),
                () -> assertTrue(ran.out().contains("\n  tenon " + command), ran.out()),
                () -> assertEquals("", ran.err()));
    }

    @Test
    void theHelpListsTheCommandsAndTheExitCodes() {
        String out = new Shell(folder).run("--help").out();
        for (String shown : new String[] {"generate", "compile", "check", "sample", "bench", "doctor", "Exit codes"}) {
            assertTrue(out.contains(shown), shown + " in " + out);
        }
    }

    @Test
    void theVersionIsShown() {
        Shell.Ran ran = new Shell(folder).run("--version");
        assertEquals(0, ran.exitCode());
        assertTrue(ran.out().startsWith("tenon "), ran.out());
    }

    @ParameterizedTest
    @CsvSource({
        "'', tenon: name a command",
        "frobnicate, frobnicate",
        "check, Missing required argument (specify one of these)",
        "check --schema, --schema",
        "sample --schema x.json --count many, many",
        "compile a.json b.json, b.json",
        "generate --schema x.json --prompt a --prompt-file b, exclusive",
        "check --schema x.json --whitespace LOTS, LOTS"
    })
    void wrongUseIsToldInOnePlaceAndEndsWithTwo(String line, String named) {
        Shell.Ran ran = new Shell(folder).run(line.isEmpty() ? new String[0] : line.split(" ", -1));
        assertAll(
                () -> assertEquals(2, ran.exitCode()),
                () -> assertEquals("", ran.out()),
                () -> assertTrue(ran.err().contains(named), ran.err()),
                () -> assertTrue(ran.err().lines().count() <= 3, ran.err()));
    }

    @Test
    void aDefectIsOneLineAndNoStackTrace() {
        Shell shell = new Shell(folder).withModels(options -> {
            throw new IllegalStateException("the sky fell");
        });
        String schema = shell.file("s.json", Shell.PERSON);
        Shell.Ran ran = shell.run("generate", "--schema", schema);
        assertAll(
                () -> assertEquals(70, ran.exitCode()),
                () -> assertTrue(ran.err().contains("the sky fell"), ran.err()),
                () -> assertFalse(ran.err().contains("\tat "), ran.err()));
    }

    @Test
    void aStackTraceIsShownOnRequest() {
        Shell shell = new Shell(folder).withModels(options -> {
            throw new IllegalStateException("the sky fell");
        });
        String schema = shell.file("s.json", Shell.PERSON);
        for (Shell.Ran ran : new Shell.Ran[] {
            shell.run("--stacktrace", "generate", "--schema", schema),
            shell.run("generate", "--stacktrace", "--schema", schema)
        }) {
            assertEquals(70, ran.exitCode());
            assertTrue(ran.err().contains("\tat dev.tenon"), ran.err());
        }
    }
}
