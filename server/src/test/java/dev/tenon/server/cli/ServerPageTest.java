package dev.tenon.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.server.ApiClient;
import dev.tenon.server.ServerOptions;
import dev.tenon.server.TenonServer;
import dev.tenon.server.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

/** {@code docs/server.md} names every flag with its default, and every endpoint, and none that there is not. */
final class ServerPageTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "tenon", "server");
    private static final Pattern FLAG = Pattern.compile("(?m)^\\| `--([a-z-]+)` \\| (?:`(.*)`)? *\\| .* \\|$");
    private static final Pattern ENDPOINT = Pattern.compile("`(GET|POST) (/[^`]*)`");
    private static final Pattern ROUTE = Pattern.compile("\\.on\\(\"(GET|POST)\", \"(/[^\"]*)\"");

    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "server.md"));
    }

    @Test
    void namesEveryFlagWithItsDefault() throws IOException {
        Map<String, String> flags = new TreeMap<>();
        for (OptionSpec option :
                ServeCommand.commandLine(Map.of()).getCommandSpec().options()) {
            boolean isEverywhere = option.usageHelp() || option.versionHelp();
            if (!option.hidden() && !isEverywhere) {
                flags.put(option.longestName().substring(2), Objects.requireNonNullElse(option.defaultValue(), ""));
            }
        }
        Map<String, String> told = new TreeMap<>();
        Matcher row = FLAG.matcher(page());
        while (row.find()) {
            told.put(row.group(1), Objects.requireNonNullElse(row.group(2), ""));
        }
        assertEquals(flags, told);
    }

    @Test
    void namesEveryEndpoint() throws Exception {
        String table = page().lines()
                .dropWhile(line -> !line.startsWith("| endpoint |"))
                .takeWhile(line -> line.startsWith("|"))
                .collect(Collectors.joining("\n"));
        Set<String> told = new TreeSet<>();
        Matcher endpoint = ENDPOINT.matcher(table);
        while (endpoint.find()) {
            told.add(endpoint.group(1) + " " + endpoint.group(2));
        }
        assertTrue(told.remove("GET /v1/models/ID"));
        Set<String> laid = new TreeSet<>();
        for (String file : new String[] {"openai/OpenAiApi.java", "Reception.java"}) {
            Matcher route = ROUTE.matcher(Files.readString(SOURCES.resolve(file)));
            while (route.find()) {
                laid.add(route.group(1) + " " + route.group(2));
            }
        }
        assertEquals(laid, told);
        try (TenonServer server = TenonServer.start(
                        TestModels.served(TestModels.random(1)),
                        ServerOptions.defaults().withAddress("127.0.0.1", 0));
                ApiClient client = new ApiClient(server.port())) {
            for (String one : told) {
                String[] parts = one.split(" ", 2);
                int status = parts[0].equals("GET")
                        ? client.get(parts[1]).statusCode()
                        : client.postTo(parts[1], "{}").statusCode();
                assertNotEquals(404, status, one);
                assertNotEquals(405, status, one);
            }
        }
    }
}
