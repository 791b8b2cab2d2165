package dev.tenon.conformance.dos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.conformance.Scale;
import dev.tenon.conformance.wire.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a server that is told to end, or is ended, as a process of its own. Needs the default model, and skips without it. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init") // JUnit and the method before each set them.
final class KilledServerTest {
    private static final String MODEL = "SmolLM2-135M-Instruct.Q4_1";
    private static final String SHORT = """
        {"model":"%s","messages":[{"role":"user","content":"hi"}],"max_completion_tokens":3}\
        """.formatted(MODEL);
    private static final String LONG = """
        {"model":"%s","messages":[{"role":"user","content":"hi"}],"stream":true,"seed":1,"temperature":1,"n":8,\
        "max_completion_tokens":2000,"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":\
        {"type":"array","minItems":300,"maxItems":300,"items":{"type":"integer"}}}}}\
        """.formatted(MODEL);

    @TempDir
    Path folder;

    /** A folder of parts that shares the fetched ones, and has written out nothing yet. */
    private Path home;

    @BeforeEach
    void shareParts() throws IOException {
        home = ServerProcess.homeIn(folder);
    }

    private ServerProcess noise(String... flags) throws IOException {
        String[] all = new String[flags.length + 2];
        all[0] = "--engine";
        all[1] = "random";
        System.arraycopy(flags, 0, all, 2, flags.length);
        return ServerProcess.start(home, folder, all);
    }

    private static RawClient ask(ServerProcess server, String body) throws IOException {
        return RawClient.to(server.port())
                .send(RawClient.post(
                        "Content-Length: " + body.getBytes(UTF_8).length + "\r\nConnection: close\r\n", body));
    }

    @Test
    void aServerThatIsToldToEndFinishesWhatRunsAndEndsWithZero() throws Exception {
        try (ServerProcess server = noise()) {
            server.await("/ready", 200);
            try (RawClient running = ask(server, LONG)) {
                assertEquals('H', running.read());
                server.terminate();
                String answer = running.rest();
                assertTrue(answer.contains("data: [DONE]"), "the answer is whole: " + answer.length() + " bytes");
            }
            assertEquals(0, server.exitCode());
            assertTrue(server.log().contains("stopping: no new requests"), server.log());
        }
    }

    @Test
    void whileItDrainsItSaysSo() throws Exception {
        try (ServerProcess server = noise()) {
            server.await("/ready", 200);
            try (RawClient running = ask(server, LONG)) {
                assertEquals('H', running.read());
                server.terminate();
                server.await("/ready", 503);
                assertEquals(200, server.status("/health"));
                try (RawClient late = ask(server, SHORT)) {
                    String refused = late.rest();
                    assertTrue(refused.startsWith("HTTP/1.1 503 "), refused);
                    assertTrue(refused.contains("retry-after: 2") && refused.contains("x-should-retry: true"), refused);
                }
                server.terminate();
                long begin = System.nanoTime();
                assertEquals(143, server.exitCode());
                assertTrue(
                        System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(25), "the second signal ends it at once");
            }
        }
    }

    @Test
    void aServerThatIsToldToEndWhileItLoadsEndsAtOnce() throws Exception {
        try (ServerProcess server = noise("--rehearse", "20")) {
            server.await("/health", 200);
            assertEquals(503, server.status("/ready"));
            server.terminate();
            assertEquals(143, server.exitCode());
        }
    }

    @Test
    void aServerThatIsKilledStartsAgainAndItsPartsAreWhole() throws Exception {
        Map<String, Long> before = files();
        SplittableRandom random = new SplittableRandom(3);
        int kills = Scale.of(3, 40);
        int served = 0;
        for (int i = 0; i < kills; i++) {
            if (i % 4 == 0) {
                deleteShim();
            }
            try (ServerProcess server = ServerProcess.start(home, folder, "--rehearse", "0")) {
                if (i % 2 == 1) {
                    server.await("/ready", 200);
                    try (RawClient running = ask(server, LONG)) {
                        assertEquals('H', running.read());
                        Thread.sleep(random.nextInt(500));
                        server.kill();
                    }
                    served++;
                } else {
                    Thread.sleep(random.nextInt(3_000));
                    server.kill();
                }
                server.exitCode();
            }
        }
        try (ServerProcess server = ServerProcess.start(home, folder, "--rehearse", "0")) {
            server.await("/ready", 200);
            try (RawClient client = ask(server, SHORT)) {
                assertTrue(client.rest().startsWith("HTTP/1.1 200 "));
            }
            server.terminate();
            assertEquals(0, server.exitCode());
        }
        assertEquals(before, files());
        assertNothingLeft();
        Scale.report("killed " + kills + " servers, " + served + " of them with an answer under way");
    }

    /** Beside the parts there are the native library, whole, and empty files that are locked while something is written. */
    private void assertNothingLeft() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = String.valueOf(file.getFileName());
                assertTrue(
                        name.endsWith(".lock") ? Files.size(file) == 0 : name.contains("tenon_llama."),
                        () -> "left over: " + file);
            }
        }
    }

    private void deleteShim() throws IOException {
        Path shim = home.resolve("shim");
        if (Files.isDirectory(shim)) {
            try (Stream<Path> files = Files.walk(shim)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** The files of all parts, with their lengths. */
    private Map<String, Long> files() throws IOException {
        Map<String, Long> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(home.resolve("parts").toRealPath())) {
            all.filter(Files::isRegularFile).forEach(file -> {
                try {
                    files.put(file.toString(), Files.size(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return files;
    }
}
