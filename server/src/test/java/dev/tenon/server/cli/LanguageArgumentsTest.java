package dev.tenon.server.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.server.TestModels;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LanguageArgumentsTest {
    private static final String BACKREFERENCE = "{\"anyOf\":[{\"const\":1},{\"const\":2}],\"pattern\":\"(a)\\\\1\"}";
    private static final String ADDRESS = "http://x.y/number";
    private static final String ELSEWHERE = "{\"type\":\"array\",\"items\":{\"$ref\":\"" + ADDRESS + "\"}}";

    @TempDir
    Path folder;

    private int check(String schema, String text, String... flags) {
        Shell shell = new Shell(folder);
        String[] arguments = new String[flags.length + 4];
        arguments[0] = "check";
        arguments[1] = "--schema";
        arguments[2] = shell.file("s.json", schema);
        arguments[3] = shell.file("text.json", text);
        System.arraycopy(flags, 0, arguments, 4, flags.length);
        return shell.run(arguments).exitCode();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--key-order=free|{\"required\":[\"a\",\"b\"],\"type\":\"object\"}|{\"b\":1,\"a\":1}|0|1",
                "--numbers=any|{\"type\":\"integer\"}|5.0|0|1",
                "--strings=any|{\"type\":\"string\"}|\"\\u0041\"|0|1",
                "--formats=annotated|{\"type\":\"string\",\"format\":\"date\"}|\"today\"|0|1",
                "--whitespace=compact|{\"type\":\"array\"}|[1, 2]|1|0",
                "--objects=closed|{\"properties\":{\"a\":true}}|{\"b\":1}|1|0",
                "--unsupported=dropped|{\"pattern\":\"(a)\\\\1\"}|\"b\"|0|2",
                "--references=root_too|{\"properties\":{\"a\":{\"$id\":\"http://x.y/a\",\"$ref\":\"#/$defs/d\"}},"
                        + "\"$defs\":{\"d\":{\"const\":1}}}|{\"a\":1}|0|2"
            })
    void aFlagDecides(String flag, String schema, String text, int with, int without) {
        assertEquals(with, check(schema, text, flag));
        assertEquals(without, check(schema, text));
    }

    @Test
    void aDocumentIsWhereReferencesLeadTo() {
        String document = ADDRESS + "=" + new Shell(folder).file("number.json", "{\"type\":\"number\"}");
        assertAll(
                () -> assertEquals(0, check(ELSEWHERE, "[1]", "--document", document)),
                () -> assertEquals(1, check(ELSEWHERE, "[true]", "--document", document)),
                () -> assertEquals(2, check(ELSEWHERE, "[1]")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://x.y/", "=file", "http://x.y/=", "http://x.y/=nowhere.json", "http://x.y/=-"})
    void aDocumentThatCannotBeReadIsToldByName(String document) {
        Shell shell = new Shell(folder);
        Shell.Ran ran = shell.run("compile", shell.file("s.json", "{}"), "--document", document);
        assertEquals(2, ran.exitCode());
        assertTrue(ran.err().contains("document") || ran.err().contains("nowhere.json"), ran.err());
    }

    @Test
    void anAddressHasOneDocument() {
        Shell shell = new Shell(folder);
        String document = ADDRESS + "=" + shell.file("number.json", "{}");
        Shell.Ran ran =
                shell.run("compile", shell.file("s.json", "{}"), "--document", document, "--document", document);
        assertEquals(2, ran.exitCode());
        assertTrue(ran.err().contains("two documents"), ran.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"compile FILE", "check -s FILE TEXT", "sample -n 1 -s FILE", "generate -s FILE"})
    void everyCommandTakesTheFlagsAndWarnsOnStandardError(String command) {
        Shell shell = new Shell(folder).withEngine(TestModels.scripted("1"));
        String[] arguments = (command + " --unsupported dropped --key-order FREE")
                .replace("FILE", shell.file("s.json", BACKREFERENCE))
                .replace("TEXT", shell.file("text.json", "2"))
                .split(" ");
        Shell.Ran ran = shell.run(arguments);
        assertAll(
                () -> assertEquals(0, ran.exitCode(), ran.err()),
                () -> assertTrue(ran.err().contains("s.json: /pattern: warning: "), ran.err()),
                () -> assertEquals(-1, ran.out().indexOf("warning: "), ran.out()));
    }

    @Test
    void whatIsAnnotatedIsNotCalledEnforced() {
        Shell shell = new Shell(folder);
        String schema = shell.file("s.json", "{\"format\":\"date\"}");
        assertAll(
                () -> assertTrue(shell.run("compile", schema).out().contains("enforced:\n  (root): format\n")),
                () -> assertTrue(shell.run("compile", schema, "--formats", "annotated")
                        .out()
                        .contains("restrict nothing:\n  (root): format\n")));
    }
}
