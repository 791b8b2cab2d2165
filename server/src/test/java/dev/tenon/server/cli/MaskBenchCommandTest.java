package dev.tenon.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MaskBenchCommandTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--stride=0",
                "--offset=1",
                "--offset=-1",
                "--warmup=-1",
                "--compile-only=-1",
                "--give-up-after=0"
            })
    void rejectsNumbersOutOfRange(String option) {
        Shell.Ran ran = new Shell(folder).run("maskbench", "--vocab", "v", "--data", "d", option);
        assertEquals(2, ran.exitCode());
        assertTrue(ran.err().contains("--offset is below --stride"), ran.err());
    }

    @Test
    void namesTheVocabularyThatIsNotThere() {
        Shell.Ran ran = new Shell(folder).run("maskbench", "--vocab", "no-such.gguf", "--data", "d");
        assertEquals(2, ran.exitCode());
        assertTrue(ran.err().contains("no-such.gguf: there is no such file"), ran.err());
    }

    /** Single bytes, and one longer token. */
    private String tokenizerJson(Shell shell) {
        StringBuilder vocabulary = new StringBuilder("\"<unk>\":0,\"</s>\":1,\"true\":2");
        for (int b = 0; b < 256; b++) {
            vocabulary.append(",\"<0x%02X>\":%d".formatted(b, b + 3));
        }
        return shell.file("tokenizer.json", """
            {"added_tokens":[{"id":0,"content":"<unk>","special":true},{"id":1,"content":"</s>","special":true}],
             "decoder":{"type":"Sequence","decoders":[
               {"type":"Replace","pattern":{"String":"\u2581"},"content":" "},{"type":"ByteFallback"},{"type":"Fuse"}]},
             "model":{"type":"BPE","unk_token":"<unk>","byte_fallback":true,"vocab":{%s},"merges":[]}}
            """.formatted(vocabulary));
    }

    @Test
    void writesALineForEachCaseAndASummary() throws IOException {
        Shell shell = new Shell(folder);
        String data = shell.file("cases.jsonl", """
            {"id": "right", "schema": {"type": "boolean"}, "tests": [{"valid": true, "data": true}]}
            {"id": "skipped", "schema": true, "tests": []}
            {"id": "wrong", "schema": {"type": "boolean"}, "tests": [{"valid": true, "data": 1}]}
            {"id": "skipped, too", "schema": true, "tests": []}
            {"id": "refused", "schema": {"properties": {"a": {"pattern": "("}}}, "tests": []}
            """);
        Path out = folder.resolve("out.jsonl");
        Shell.Ran ran = shell.run(
                "maskbench",
                "--vocab",
                tokenizerJson(shell),
                "--data",
                data,
                "--stride=2",
                "--warmup=1",
                "-v",
                "--out",
                out.toString());
        assertEquals(0, ran.exitCode(), ran.err());
        assertTrue(ran.out().contains("259 tokens; texts are tokenised greedily"), ran.out());
        assertTrue(ran.out().contains("key order free, numbers any"), ran.out());
        assertTrue(ran.out().contains("passing           1 (33.33 %)"), ran.out());
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(out)) {
            lines.add(JsonMapper.builder().build().readTree(line));
        }
        assertEquals(3, lines.size());
        assertEquals("right", lines.get(0).get("id").asText());
        assertTrue(lines.get(0).get("error").isNull());
        assertTrue(lines.get(0).get("compile_us").isIntegralNumber());
        // The token "true", and the end.
        assertEquals(2, lines.get(0).get("masks_us").size());
        assertEquals("[{\"i\":0,\"valid\":true}]", lines.get(1).get("wrong").toString());
        JsonNode error = lines.get(2).get("error");
        assertEquals("Invalid", error.get("kind").asText());
        assertEquals("/properties/a/pattern", error.get("pointer").asText());
        assertEquals("pattern", error.get("keyword").asText());
    }

    @Test
    void badDataIsNamed() {
        Shell shell = new Shell(folder);
        String tokenizer = tokenizerJson(shell);
        Shell.Ran missing = shell.run("maskbench", "--vocab", tokenizer, "--data", "no-such.jsonl");
        assertEquals(2, missing.exitCode());
        assertTrue(missing.err().contains("no-such.jsonl: there is no such file"), missing.err());
        Shell.Ran broken = shell.run("maskbench", "--vocab", tokenizer, "--data", shell.file("b.jsonl", "{\"id\": 1}"));
        assertEquals(2, broken.exitCode());
        assertTrue(broken.err().contains("case 1"), broken.err());
    }

    @ParameterizedTest
    @CsvSource({"--compile-only=0, 3", "--compile-only=2, 1", "--compile-only, 1"})
    void measuresCompilingAloneEachCaseOnce(String option, int measured) {
        Shell shell = new Shell(folder);
        String data = shell.file("cases.jsonl", """
            {"id": "first", "schema": {"type": "boolean"}, "tests": [{"valid": true, "data": true}]}
            {"id": "refused", "schema": {"properties": {"a": {"pattern": "("}}}, "tests": []}
            {"id": "third", "schema": true, "tests": []}
            """);
        Shell.Ran ran = shell.run("maskbench", "--vocab", tokenizerJson(shell), "--data", data, option);
        assertEquals(0, ran.exitCode(), ran.err());
        assertTrue(ran.out().contains("processor time of one thread"), ran.out());
        assertTrue(ran.out().lines().anyMatch(line -> line.matches("compile +" + measured + " .*")), ran.out());
        assertTrue(ran.out().contains("  refused"), ran.out());
        assertEquals(measured == 3, ran.out().contains("  third"), ran.out());
    }
}
