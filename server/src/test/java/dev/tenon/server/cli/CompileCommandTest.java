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

final class CompileCommandTest {
    @TempDir
    Path folder;

    private Shell.Ran compile(String schema) {
        Shell shell = new Shell(folder);
        return shell.run("compile", shell.file("s.json", schema));
    }

    @Test
    void theGrammarItsSizeAndWhatIsEnforcedAreShown() {
        Shell.Ran ran = compile("""
            {"title":"T","type":"object","properties":{"a/b":{"type":"string","maxLength":3,"nullable":true}}}
            """);
        assertAll(
                () -> assertEquals(0, ran.exitCode(), ran.err()),
                () -> assertTrue(ran.out().contains("rules, "), ran.out()),
                () -> assertTrue(ran.out().contains("states"), ran.out()),
                () -> assertTrue(ran.out().contains("enforced:\n  (root): type, properties\n"), ran.out()),
                () -> assertTrue(ran.out().contains("  /properties/a~1b: type, maxLength\n"), ran.out()),
                () -> assertTrue(ran.out().contains("restrict nothing:\n  (root): title\n"), ran.out()),
                () -> assertTrue(ran.out().contains("see the warnings:\n  /properties/a~1b: nullable\n"), ran.out()),
                () -> assertTrue(ran.err().contains("/properties/a~1b/nullable: warning: "), ran.err()),
                () -> assertTrue(ran.out().contains("root ::= "), ran.out()));
    }

    @Test
    void theGrammarOfANotationIsShownWithItsWarnings() {
        Shell shell = new Shell(folder);
        Shell.Ran ran = shell.run(
                "compile", "--gbnf", shell.file("g.gbnf", "root ::= \"(\" root \")\" | \"x\"\nother ::= \"y\""));
        assertEquals(0, ran.exitCode(), ran.err());
        assertTrue(ran.out().contains("root ::= root#0"), ran.out());
        assertTrue(ran.out().contains("the shortest text has about 1 bytes"), ran.out());
        assertTrue(ran.err().contains("g.gbnf:2:1: warning: rule other is not used"), ran.err());
    }

    @Test
    void aFormatThatNobodyKnowsIsNotCalledEnforced() {
        Shell.Ran ran = compile("{\"type\":\"string\",\"format\":\"no-such-format\"}");
        assertEquals(0, ran.exitCode(), ran.err());
        assertTrue(ran.out().contains("enforced:\n  (root): type\n"), ran.out());
        assertTrue(ran.out().contains("restrict nothing:\n  (root): format\n"), ran.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"properties\":{\"a\":{\"type\":\"array\",\"not\":{\"uniqueItems\":true}}}}|/properties/a|uniqueItems",
                "{\"items\":{\"type\":\"strnig\"}}|/items|type",
                "{\"type\":\"string\",\"pattern\":\"(a)\\\\1\"}|pattern|pattern",
                "{\"type\":\"integer\",\"minimum\":3,\"maximum\":2}|/maximum|allow",
                "false|(root)|:"
            })
    void aRefusalNamesPointerAndKeywordAndEndsWithTwo(String schema, String pointer, String keyword) {
        Shell.Ran ran = compile(schema);
        assertAll(
                () -> assertEquals(2, ran.exitCode()),
                () -> assertEquals("", ran.out()),
                () -> assertTrue(ran.err().contains(pointer), ran.err()),
                () -> assertTrue(ran.err().contains(keyword), ran.err()),
                () -> assertFalse(ran.err().contains("\tat "), ran.err()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":|s.json:1:",
                "{\"a\":1,\"a\":2}|uplicate",
                "{} {}|s.json:1:",
                "``|empty",
                "{\"const\":1e99999}|exponent"
            })
    void whatIsNoJsonIsToldWithItsPlace(String schema, String told) {
        Shell.Ran ran = compile(schema);
        assertEquals(2, ran.exitCode());
        assertTrue(ran.err().contains(told), ran.err());
    }

    @Test
    void aFileThatIsNotThereIsToldByName() {
        Shell.Ran ran = new Shell(folder).run("compile", "nowhere.json");
        assertEquals(2, ran.exitCode());
        assertTrue(ran.err().contains("nowhere.json"), ran.err());
    }
}
