package dev.tenon.server.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckCommandTest {
    @TempDir
    Path folder;

    private Shell.Ran check(String text) {
        Shell shell = new Shell(folder);
        return shell.run("check", "--schema", shell.file("s.json", Shell.PERSON), shell.file("text.json", text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--gbnf|root ::= root \"+\" root / [0-9]+|1+22+3|0|in the language",
                "--gbnf|root ::= root \"+\" root / [0-9]+|1++2|1|text.json:1:3: left the language at byte 2",
                "--gbnf|root ::= \"a\" / b|a|2|grammar.txt:1:16: there is no rule b",
                "--lark|start: \"x\" %json {\"type\": \"boolean\"}|xtrue|0|in the language",
                "--lark|start: \"x\" %json {\"type\": \"boolean\"}|xnull|1|left the language at byte 1",
                "--lark|start: \"x\" %json {\"type\": \"bolean\"}|x|2|grammar.txt:1:18: %json: schema: "
            })
    void grammarsAreChecked(String option, String grammar, String text, int exitCode, String told) {
        Shell shell = new Shell(folder);
        Shell.Ran ran = shell.run(
                "check", option, shell.file("grammar.txt", grammar.replace('/', '|')), shell.file("text.json", text));
        assertEquals(exitCode, ran.exitCode(), ran.out() + ran.err());
        assertTrue((ran.out() + ran.err()).contains(told), ran.out() + ran.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"Ada\",\"age\":36}",
                "{\"name\": \"Ada\", \"age\": 36}",
                "{\"name\":\"\u00e9\uD83D\uDE00\",\"age\":0}\n",
                "{\"name\":\"Ada\",\"age\":120}\r\n"
            })
    void aTextOfTheLanguageEndsWithZero(String text) {
        Shell.Ran ran = check(text);
        assertEquals(0, ran.exitCode(), ran.out());
        assertTrue(ran.out().endsWith("text.json: in the language" + System.lineSeparator()), ran.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\":\"Ada\",\"age\":121}|:1:23: left the language at byte 22, at '1'|'}'",
                "{\"age\":1}|:1:3: left the language at byte 2, at 'a'|'n'",
                "{\"name\":\"Ada\"}|:1:14: left the language at byte 13, at '}'|','",
                "{\"name\":\"\",\"age\":1}|:1:10: left the language at byte 9, at '\"'|any character beyond ASCII",
                "{\"name\":\"A\u00e9\",\"age\":\u00e9}|:1:20: left the language at byte 20, at 0xC3 of '\u00e9'"
                        + " (U+00E9)|'0'..'9'",
                "{\"name\":\"Ada\",\"age\":36} {}|:1:24: left the language at byte 23, at space|the end",
                "x|:1:1: left the language at byte 0, at 'x'|'{'"
            })
    void aTextThatLeavesTheLanguageEndsWithOneAndThePlace(String text, String place, String next) {
        Shell.Ran ran = check(text);
        assertAll(
                () -> assertEquals(1, ran.exitCode()),
                () -> assertTrue(ran.out().contains(place), ran.out()),
                () -> assertTrue(following(ran).contains(next), ran.out()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\":\"Ada\"|:1:14: the text ended too early, after 13 bytes|','",
                "{\"na|:1:5: the text ended too early, after 4 bytes|'m'",
                "{\"name\":\"Ada\",\"age\":36|:1:23: the text ended too early, after 22 bytes|'}'",
                "``|:1:1: the text ended too early, after 0 bytes|'{'"
            })
    void aTextThatEndsTooEarlyEndsWithOne(String text, String place, String next) {
        Shell.Ran ran = check(text);
        assertAll(
                () -> assertEquals(1, ran.exitCode()),
                () -> assertTrue(ran.out().contains(place), ran.out()),
                () -> assertTrue(following(ran).contains(next), ran.out()));
    }

    private static String following(Shell.Ran ran) {
        return ran.out().substring(ran.out().indexOf("could have followed:"));
    }

    @Test
    void aTextMayComeFromStandardInput() {
        Shell shell = new Shell(folder).withInput("{\"name\":\"Ada\",\"age\":36}\n");
        String schema = shell.file("s.json", Shell.PERSON);
        assertEquals(0, shell.run("check", "--schema", schema).exitCode());
        assertEquals(0, shell.run("check", "--schema", schema, "-").exitCode());
        assertEquals(1, shell.withInput("[]").run("check", "--schema", schema).exitCode());
    }

    @Test
    void schemaAndTextCannotBothBeStandardInput() {
        assertEquals(2, new Shell(folder).run("check", "--schema", "-").exitCode());
    }

    @Test
    void quietSaysNothing() {
        Shell shell = new Shell(folder).withInput("[]");
        Shell.Ran ran = shell.run("check", "-q", "--schema", shell.file("s.json", Shell.PERSON));
        assertEquals(new Shell.Ran(1, "", ""), ran);
    }

    @Test
    void compactWhiteSpaceIsNone() {
        Shell shell = new Shell(folder).withInput("{\"name\": \"Ada\",\"age\":36}");
        String schema = shell.file("s.json", Shell.PERSON);
        assertEquals(0, shell.run("check", "--schema", schema).exitCode());
        assertEquals(
                1,
                shell.run("check", "--schema", schema, "--whitespace", "compact")
                        .exitCode());
    }
}
