package dev.tenon.server.cli;

<<<<<<< HEAD
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TenonCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return TenonCommand.run(args, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    @Test
    void explainsItselfOnStderrWhenNothingIsAsked() {
        assertEquals(2, run());
        assertEquals("", out.toString());
        assertTrue(err.toString().contains("Usage: tenon"));
=======
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
>>>>>>> main
    }

    @ParameterizedTest
    @CsvSource({
<<<<<<< HEAD
        "--help, Usage: tenon",
        "serve --help, --max-body=BYTES",
        "help serve, tenon serve --alias",
        "--version, tenon "
    })
    void printsHelpOnStdout(String args, String part) {
        assertEquals(0, run(args.split(" ", -1)));
        assertTrue(out.toString().contains(part), out.toString());
        assertEquals("", err.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "fly, Unmatched argument",
        "serve --port many, Invalid value for option '--port'",
        "serve --port 99999, tenon: a port is 0 to 65535",
        "serve --queue 0, tenon: a server has at least one place",
        "serve --max-body 0, tenon: every limit must be at least 1",
        "serve --engine steam, Invalid value for option '--engine'",
        "serve --model /no/such/file.gguf, tenon: there is no file",
        "serve --threads -1 --model /no/such/file.gguf, tenon: --threads and --context",
    })
    void refusesWrongUseWithOneSentence(String args, String sentence) {
        assertEquals(2, run(args.split(" ", -1)));
        assertEquals("", out.toString());
        assertTrue(err.toString().contains(sentence), err.toString());
=======
        "'', name a command",
        "frobnicate, frobnicate",
        "check, --schema",
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
>>>>>>> main
    }
}
