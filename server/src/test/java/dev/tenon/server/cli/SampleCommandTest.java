package dev.tenon.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.sampler.TextSampler;
import dev.tenon.schema.SchemaCompiler;
import dev.tenon.schema.SchemaOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SampleCommandTest {
    private static final String TREE = """
        {"$ref":"#/$defs/tree","$defs":{"tree":{"type":"object","required":["left","right"],
        "properties":{"left":{"anyOf":[{"$ref":"#/$defs/tree"},{"type":"null"}]},
        "right":{"anyOf":[{"$ref":"#/$defs/tree"},{"type":"null"}]}},"additionalProperties":false}}}
        """;

    @TempDir
    Path folder;

    private List<String> sample(String schema, String... more) {
        Shell shell = new Shell(folder);
        String[] arguments = new String[more.length + 3];
        arguments[0] = "sample";
        arguments[1] = "--schema";
        arguments[2] = shell.file("s.json", schema);
        System.arraycopy(more, 0, arguments, 3, more.length);
        Shell.Ran ran = shell.run(arguments);
        assertEquals(0, ran.exitCode(), ran.err());
        assertEquals("", ran.err());
        return ran.out().lines().toList();
    }

    @Test
    void textsOfAGrammarAreDrawn() {
        Shell shell = new Shell(folder);
        Shell.Ran ran = shell.run(
                "sample", "--lark", shell.file("g.lark", "start: start \"-\" /[a-c]+/ | \"x\"i"), "--count", "50");
        assertEquals(0, ran.exitCode(), ran.err());
        List<String> texts = ran.out().lines().toList();
        assertEquals(50, texts.size());
        texts.forEach(text -> assertTrue(text.matches("[xX](-[a-c]+)*"), text));
    }

    @Test
    void everyLineIsATextOfTheLanguage() throws IOException {
        List<String> texts = sample(Shell.PERSON, "--count", "200");
        assertEquals(200, texts.size());
        CompiledGrammar grammar = new GrammarCompiler(TextSampler.byteVocabulary(), CompileLimits.defaults())
                .compile(SchemaCompiler.compile(
                                JsonMapper.builder().build().readTree(Shell.PERSON),
                                SchemaOptions.defaults(),
                                CompileLimits.defaults())
                        .grammar());
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            Matcher matcher = grammar.matcher();
            assertEquals(bytes.length, matcher.acceptBytes(bytes, 0, bytes.length), text);
            assertTrue(matcher.isAccepting(), text);
        }
        assertTrue(new HashSet<>(texts).size() > 190);
    }

    @Test
    void theSeedDecidesAndAnotherDiffers() {
        List<String> texts = sample(Shell.PERSON, "--seed", "5");
        assertEquals(10, texts.size());
        assertEquals(texts, sample(Shell.PERSON, "--seed", "5"));
        assertNotEquals(texts, sample(Shell.PERSON, "--seed", "6"));
        assertEquals(texts.subList(0, 4), sample(Shell.PERSON, "--seed", "5", "--count", "4"));
    }

    @Test
    void recursiveSchemasEndWithinTheBound() throws IOException {
        int longest = 0;
        for (String text : sample(TREE, "--count", "100", "--max-bytes", "600")) {
            assertTrue(JsonMapper.builder().build().readTree(text).has("left"), text);
            assertTrue(text.length() <= 600, text);
            longest = Math.max(longest, text.length());
        }
        assertTrue(longest > 400, longest + " bytes");
    }

    @Test
    void allOfAFewValuesComeUp() {
        assertEquals(
                Set.of("\"red\"", "\"green\"", "7", "null", "[true]"),
                Set.copyOf(sample("{\"enum\":[\"red\",\"green\",7,null,[true]]}", "--count", "200")));
    }

    @Test
    void anyValueIsOfEveryType() {
        String starts = sample("true", "--count", "300").stream()
                .map(text -> text.substring(0, 1).replaceAll("[0-9-]", "0"))
                .distinct()
                .sorted()
                .reduce("", String::concat);
        assertEquals("\"0[fnt{", starts);
    }

    @Test
    void aReaderThatGoesAwayEndsIt() {
        Shell shell = new Shell(folder).withReaderThatLeavesAfter(1_000);
        Shell.Ran ran = shell.run("sample", "--schema", shell.file("s.json", Shell.PERSON), "--count", "1000000000000");
        assertEquals(0, ran.exitCode(), ran.err());
    }

    @Test
    void aVocabularyThatIsNotThereIsToldByName() {
        Shell shell = new Shell(folder);
        Shell.Ran ran = shell.run(
                "sample",
                "--schema",
                shell.file("s.json", Shell.PERSON),
                "--vocab",
                folder.resolve("no.gguf").toString());
        assertEquals(2, ran.exitCode());
        assertTrue(ran.err().contains("no.gguf"), ran.err());
    }

    @Test
    void anAbsurdLeastLengthIsRefused() {
        Shell shell = new Shell(folder);
        Shell.Ran ran =
                shell.run("sample", "--schema", shell.file("s.json", "{\"type\":\"string\",\"minLength\":1000000000}"));
        assertEquals(2, ran.exitCode());
        assertTrue(ran.err().contains("shortest"), ran.err());
    }
}
