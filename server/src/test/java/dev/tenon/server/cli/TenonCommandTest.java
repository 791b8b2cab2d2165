package dev.tenon.server.cli;

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
    }

    @ParameterizedTest
    @CsvSource({
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
    }
}
