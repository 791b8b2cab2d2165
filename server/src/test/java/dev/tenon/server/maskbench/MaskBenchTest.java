package dev.tenon.server.maskbench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.TextSampler;
import dev.tenon.sampler.engine.GreedyTokenizer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MaskBenchTest {
    private static final Vocabulary BYTES = TextSampler.byteVocabulary();

    @TempDir
    Path folder;

    private static MaskBenchResult run(String schema, String... instances) {
        List<MaskBenchCase.Instance> list = new ArrayList<>();
        for (String instance : instances) {
            list.add(new MaskBenchCase.Instance(instance.substring(1), instance.startsWith("+")));
        }
        return new MaskBench(BYTES, new GreedyTokenizer(BYTES)).run(new MaskBenchCase("case", schema, list));
    }

    @Test
    void verdictsThatAreRightPass() {
        MaskBenchResult result = run("""
            {"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]}\
            """, "+{\"a\":1}", "-{\"a\":\"1\"}", "-{}", "-[]");
        assertNull(result.error());
        assertEquals(List.of(), result.wrong());
        assertTrue(result.passes());
        // {"a": 1} has eight bytes and an end; {"a": " leaves at the seventh, {} at the second, [] at the first.
        assertEquals(9 + 7 + 2 + 1, result.masks().count());
        assertArrayEquals(new int[] {9, 7, 2, 1}, result.masks().counts());
        assertEquals(result.masks().count(), result.masks().cpuNanos().length);
    }

    @Test
    void verdictsThatAreWrongAreNamed() {
        MaskBenchResult result = run("{\"type\":\"boolean\"}", "-true", "+1", "+false");
        assertEquals(List.of(new MaskBenchResult.Wrong(0, false), new MaskBenchResult.Wrong(1, true)), result.wrong());
        assertTrue(result.acceptsInvalid());
        assertFalse(result.passes());
    }

    @Test
    void aTextThatEndsTooEarlyIsRejected() {
        assertEquals(List.of(), run("{\"const\":12}", "+12", "-1").wrong());
    }

    @Test
    void halfASurrogatePairIsRejected() {
        assertEquals(List.of(), run("{\"type\":\"string\"}", "-\"\\ud800\"").wrong());
    }

    @Test
    void refusalsKeepKindPointerAndKeyword() {
        MaskBenchError error = run("{\"properties\":{\"a\":{\"type\":\"integer\",\"pattern\":7}}}")
                .error();
        assertNotNull(error);
        assertEquals("Invalid", error.kind());
        assertEquals("/properties/a/pattern", error.pointer());
        assertEquals("pattern", error.keyword());
        MaskBenchError unsatisfiable = run("false").error();
        assertNotNull(unsatisfiable);
        assertEquals("Unsatisfiable", unsatisfiable.kind());
    }

    @Test
    void hugeExponentsAreRefused() {
        MaskBenchError error = run("{\"minimum\":1e1000000}").error();
        assertNotNull(error);
        assertEquals("Invalid", error.kind());
    }

    @Test
    void readsEverySoManiethCaseOfAPackedFile() throws IOException {
        Path file = folder.resolve("cases.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < 7; i++) {
                String line = """
                    {"id": "c%d", "meta": {"x": [1]}, "schema": {"const": 1.50, "é": "\\u00e9"},\
                     "tests": [{"description": "d", "valid": true, "data": %d}, {"data": [1 ,2], "valid": false}]}
                    """.formatted(i, i);
                out.write(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        List<MaskBenchCase> cases = new ArrayList<>();
        MaskBenchCase.read(file, 3, 1, cases::add);
        assertEquals(List.of("c1", "c4"), cases.stream().map(MaskBenchCase::id).toList());
        assertEquals("{\"const\": 1.50, \"é\": \"\\u00e9\"}", cases.get(1).schema());
        assertEquals(
                List.of(new MaskBenchCase.Instance("4", true), new MaskBenchCase.Instance("[1 ,2]", false)),
                cases.get(1).instances());
        assertEquals("[1, 2]", cases.get(1).instances().get(1).text());
    }

    @Test
    void exportsTheVocabularyAndTheTokensOfEachInstance() throws IOException {
        List<MaskBenchCase.Instance> instances =
                List.of(new MaskBenchCase.Instance("[1,2]", true), new MaskBenchCase.Instance("\"\\ud800\"", false));
        MaskBenchExport export = new MaskBenchExport(folder.resolve("out"));
        export.write(BYTES, Path.of("bytes.gguf"));
        export.write(
                List.of(
                        new MaskBenchCase("a", "{\"const\": 1.50}", instances),
                        new MaskBenchCase("b", "true", List.of())),
                new MaskBench(BYTES, new GreedyTokenizer(BYTES)));
        JsonNode vocabulary = new ObjectMapper()
                .readTree(folder.resolve("out")
                        .resolve(MaskBenchExport.VOCABULARY)
                        .toFile());
        assertEquals(BYTES.fingerprint(), vocabulary.get("fingerprint").textValue());
        assertTrue(vocabulary.get("file").textValue().endsWith("bytes.gguf"));
        assertEquals("T".repeat(256) + "E", vocabulary.get("kinds").textValue());
        assertEquals(BYTES.size(), vocabulary.get("tokens").size());
        assertEquals("5b", vocabulary.get("tokens").get('[').textValue());
        assertEquals(
                List.of(
                        "{\"id\":\"a\",\"schema\":\"{\\\"const\\\": 1.50}\",\"tests\":["
                                + "{\"valid\":true,\"tokens\":[91,49,44,32,50,93]},{\"valid\":false,\"tokens\":null}]}",
                        "{\"id\":\"b\",\"schema\":\"true\",\"tests\":[]}"),
                Files.readAllLines(folder.resolve("out").resolve(MaskBenchExport.CASES)));
    }

    @Test
    void aLineThatIsNoCaseIsNamed() throws IOException {
        Path file = folder.resolve("cases.jsonl");
        Files.writeString(file, "{\"id\":\"a\",\"schema\":true,\"tests\":[]}\n{\"id\":\"b\"}\n");
        List<MaskBenchCase> cases = new ArrayList<>();
        IOException thrown = assertThrows(IOException.class, () -> MaskBenchCase.read(file, 1, 0, cases::add));
        assertTrue(String.valueOf(thrown.getMessage()).startsWith("case 2: expected"), thrown.getMessage());
        assertEquals(1, cases.size());
    }

    @Test
    void theSummaryCounts() {
        MaskBenchSummary summary = new MaskBenchSummary();
        summary.add(run("{\"type\":\"boolean\"}", "+true"));
        summary.add(run("{\"type\":\"boolean\"}", "-true", "+1"));
        summary.add(run("false"));
        StringWriter text = new StringWriter();
        summary.print(new PrintWriter(text), MaskBenchSummary.Verbosity.DETAILED);
        String printed = text.toString().replaceAll(" +", " ");
        assertTrue(printed.contains("schemas 3\n"), printed);
        assertTrue(printed.contains("passing 1 (33.33 %)"), printed);
        assertTrue(printed.contains("refused 1\n 1 Unsatisfiable"), printed);
        assertTrue(printed.contains("wrong 1 schemas: 1 valid instances rejected, 1 invalid ones accepted"), printed);
        assertTrue(printed.contains("accepted-invalid 1 schemas"), printed);
    }

    @Test
    void percentilesAreByNearestRank() {
        Durations durations = new Durations();
        for (int i = 1; i <= 2_000; i++) {
            durations.add(i * 1_000L);
        }
        assertEquals(
                "x 2000 1000.0 1800.0 1980.0 1998.0 2000.0", durations.line("x").replaceAll(" +", " "));
    }
}
