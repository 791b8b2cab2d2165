package dev.tenon.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.server.ServerOptions;
import dev.tenon.server.TenonServer;
import dev.tenon.server.TestModels;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
final class BenchServeCommandTest {
    @TempDir
    Path folder;

    @Test
    void printsATableOrJson() throws Exception {
        try (TenonServer server = TenonServer.start(
                TestModels.served(TestModels.random(1)),
                ServerOptions.defaults().withAddress("127.0.0.1", 0))) {
            String url = "http://127.0.0.1:" + server.port() + "/v1";
            Shell shell = new Shell(folder);
            Shell.Ran table = shell.run("bench", "serve", url, "--clients", "2", "-n", "4", "--mix", "sentiment");
            assertEquals(0, table.exitCode(), table.err() + table.out());
            assertTrue(table.out().contains("4 complete"), table.out());
            assertTrue(table.out().contains("0 wrong"), table.out());
            assertTrue(table.out().contains("first token "), table.out());
            Shell.Ran json = shell.run(
                    "bench",
                    "serve",
                    url + "/",
                    "--rate",
                    "50",
                    "-n",
                    "3",
                    "--mix",
                    "sentiment",
                    "--json",
                    "--body",
                    "{\"temperature\":1}");
            JsonNode report = new ObjectMapper().readTree(json.out());
            assertEquals(3, report.at("/outcomes/complete").intValue(), json.out());
            assertEquals(50, report.get("rate").doubleValue());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--clients 2 --rate 3      | not both",
                "--clients 0               | 1 to 20000",
                "--rate 0                  | 0.001",
                "--requests 0              | 1 or more",
                "--mix nonsense            | there is no task",
                "--cut-off x%              | --cut-off",
                "--cut-off 60% --malformed 60% | more than all",
                "--body []                 | --body",
                "--body {                  | --body",
                "ftp://host/v1             | http://",
            })
    void whatMakesNoSenseIsRefused(String arguments, String message) {
        Shell.Ran ran = new Shell(folder).run(("bench serve " + arguments).split(" "));
        assertEquals(2, ran.exitCode(), ran.err());
        assertTrue(ran.err().contains(message), ran.err());
    }
}
