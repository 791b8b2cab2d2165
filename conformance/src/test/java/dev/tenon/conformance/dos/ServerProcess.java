package dev.tenon.conformance.dos;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** {@code tenon serve} as a process of its own. Not thread-safe. */
final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final int port;
    private final Path log;

    private ServerProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Starts one with its parts in a folder, and further flags; does not wait for it. */
    static ServerProcess start(Path home, Path folder, String... flags) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path log = Files.createTempFile(folder, "serve", ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dtenon.home=" + home,
                "-Dtenon.log=INFO",
                // The server's own, and not that of these tests.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                classPath(),
                "dev.tenon.server.cli.TenonCommand",
                "serve",
                "--port",
                String.valueOf(port)));
        command.addAll(List.of(flags));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new ServerProcess(process, port, log);
    }

    private static String classPath() {
        if (ServerProcess.class.getClassLoader() instanceof URLClassLoader loader) {
            return Arrays.stream(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(":"));
        }
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    int port() {
        return port;
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** The status of a path; 0 where nobody listens. */
    int status(String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Waits until a path has a status. */
    void await(String path, int status) throws Exception {
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
    void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it ended with. */
    int exitCode() throws InterruptedException {
        assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "it ends");
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        http.close();
    }
}
