package dev.tenon.benchmarks.versus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServeTableTest {
    @TempDir
    Path folder;

    private void report(String name, String json) throws IOException {
        Files.writeString(folder.resolve(name + ".json"), json.replace('\'', '"'));
    }

    private String line(String begin) throws IOException {
        return new ServeTable(folder)
                .lines().stream()
                        .filter(line -> line.startsWith("| " + begin))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void mediansOfRoundsAreComparedWithTheirSpread() throws IOException {
        report("clients8.tenon.1", "{'tokens_per_second':300}");
        report("clients8.tenon.2", "{'tokens_per_second':500}");
        report("clients8.tenon.3", "{'tokens_per_second':310}");
        report("clients8.llama-server.1", "{'tokens_per_second':200}");
        report("clients8.llama-server.2", "{'tokens_per_second':220}");
        assertEquals(
                "| 8 clients, schemas: tokens/s | 310 (300..500) | 210 (200..220) | 1.48 | 1.2 or more |",
                line("8 clients"));
    }

    @Test
    void whatIsNotMeasuredIsADash() throws IOException {
        report("free.tenon.1", "{'stream_tokens_per_second':5.5}");
        assertEquals(
                "| one stream, no schema: tokens/s within an answer | 5.50 | – | – | 0.97 or more |",
                line("one stream, no"));
        assertTrue(new ServeTable(folder).lines().stream().noneMatch(line -> line.contains("32 clients")));
    }

    @Test
    void promptsCountWithoutWhatWasThereAlready() throws IOException {
        report("tools.tenon.1", "{'requests':4,'tokens':{'prompt':8000,'cached':7900}}");
        report("tools.llama-server.1", "{'requests':4,'tokens':{'prompt':8000,'cached':0}}");
        assertEquals(
                "| 20 tools, from the second request on: prompt tokens evaluated for each | 25.0 | 2,000 | 0.01 |  |",
                line("20 tools"));
    }

    @Test
    void outcomesAndWhatWentWrongAreTold() throws IOException {
        report(
                "schema.llama-server.1",
                "{'outcomes':{'complete':7,'wrong':1,'failed':2,'busy':0},'failures':{'status 500':2},'wrong':['no"
                        + " JSON']}");
        List<String> lines = new ServeTable(folder).lines();
        assertTrue(
                lines.contains("- schema.llama-server.1: 7 complete 1 wrong 2 failed; status 500; wrong: no JSON"),
                lines.toString());
    }
}
