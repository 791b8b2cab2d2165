package dev.tenon.conformance.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.conformance.JavaProgram;
import dev.tenon.conformance.RealVocabulary;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** {@code tenon serve} as a process of its own. Not thread-safe. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** For one that lives seconds. */
    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final int port;
    private final Path log;

    private ServerProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** A folder of parts that shares the fetched ones, and has written out nothing yet; skips the test where there are none. */
    public static Path homeIn(Path folder) throws IOException {
        Path parts = RealVocabulary.defaultModel();
        while (!String.valueOf(parts.getFileName()).equals("parts")) {
            parts = Objects.requireNonNull(parts.getParent());
        }
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.createSymbolicLink(home.resolve("parts"), parts);
        return home;
    }

    /** Starts one with its parts in a folder, and further flags; does not wait for it. */
    public static ServerProcess start(Path home, Path folder, String... flags) throws IOException {
        return start(QUICK_START, home, folder, flags);
    }

    /** The same with other flags of the virtual machine. */
    static ServerProcess start(List<String> machine, Path home, Path folder, String... flags) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path log = Files.createTempFile(folder, "serve", ".log");
        List<String> machineFlags = new ArrayList<>(machine);
        machineFlags.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-Dtenon.home=" + home,
                "-Dtenon.log=INFO",
                // The server's own, and not that of these tests.
                "-Dlogback.configurationFile=logback.xml"));
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", String.valueOf(port)));
        arguments.addAll(List.of(flags));
        Process process = new ProcessBuilder(
                        JavaProgram.command(machineFlags, "dev.tenon.server.cli.TenonCommand", arguments))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new ServerProcess(process, port, log);
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** What clients have to be told as their base URL. */
    String url() {
        return "http://127.0.0.1:" + port + "/v1";
    }

    /** The number of the process. */
    long id() {
        return process.pid();
    }

    /** What it has written so far. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    /** The status of a path; 0 where nobody listens. */
    public int status(String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** What it tells of itself now. */
    MetricsPage metrics() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .timeout(PATIENCE)
                .build();
        return MetricsPage.of(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /** Waits until a path has a status. */
    public void await(String path, int status) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (status(path) != status) {
            assertTrue(process.isAlive() && System.nanoTime() < end, () -> path + " not " + status + ": " + quietLog());
            Thread.sleep(10);
        }
    }

    private String quietLog() {
        try {
            return log();
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Whether it has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it ended with. */
    public int exitCode() throws InterruptedException {
        assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "it ends");
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        http.close();
    }
}
