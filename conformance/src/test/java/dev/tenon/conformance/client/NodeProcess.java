package dev.tenon.conformance.client;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Node with the scripts of one workspace: a line of JSON in, a line of JSON out. Not thread-safe. */
final class NodeProcess implements AutoCloseable {
    private static final Path SCRIPTS = Path.of("src", "test", "node");
    private static final String RUNNER = "run.mjs";
    private static final int OLDEST_NODE = 22;
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;
    private final Path said;

    private NodeProcess(Process process, Path said) {
        this.process = process;
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.said = said;
    }

    /** Node with the scripts of a workspace beside the modules that they import. */
    static NodeProcess start(String workspace) {
        try {
            Path modules = new NodeWorkspace(SCRIPTS.resolve(workspace)).modules();
            Path node = node(new NodeWorkspace(SCRIPTS.resolve("clients")).modules());
            Path folder = Files.createDirectories(Path.of("target", "node", workspace));
            copyScripts(SCRIPTS.resolve(workspace), folder);
            Files.copy(SCRIPTS.resolve(RUNNER), folder.resolve(RUNNER), StandardCopyOption.REPLACE_EXISTING);
            Path link = folder.resolve("node_modules");
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, modules);
            Path said = folder.resolve("said.txt").toAbsolutePath();
            Process process = new ProcessBuilder(node.toString(), RUNNER)
                    .directory(folder.toFile())
                    .redirectError(said.toFile())
                    .start();
            return new NodeProcess(process, said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyScripts(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".mjs")).toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** The Node that came with the modules, or else the machine's own, if it is new enough. */
    private static Path node(Path modules) throws IOException {
        try (Stream<Path> folders = Files.list(modules)) {
            Optional<Path> brought = folders.filter(
                            folder -> folder.getFileName().toString().startsWith("node-"))
                    .flatMap(folder -> Stream.of(folder.resolve("bin/node"), folder.resolve("bin/node.exe")))
                    .filter(Files::isExecutable)
                    .findFirst();
            if (brought.isPresent()) {
                return brought.get();
            }
        }
        Path node = NodeWorkspace.onPath("node");
        Process asked = new ProcessBuilder(node.toString(), "--version").start();
        String version = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (Integer.parseInt(version.replaceAll("v([0-9]+).*", "$1")) < OLDEST_NODE) {
            NodeWorkspace.skip(
                    "Node " + version + " is older than the clients need, and npm has no other for this platform");
        }
        return node;
    }

    /** What a script answers. */
    JsonNode ask(JsonNode request) throws IOException, InterruptedException {
        in.write(request.toString());
        in.newLine();
        in.flush();
        CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> {
            try {
                return String.valueOf(out.readLine());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try {
            String answer = line.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer.equals("null")) {
                return fail("Node ended: " + tail());
            }
            JsonNode reply = Values.read(answer);
            return reply.has("error") ? fail(reply.get("error").asText()) : reply;
        } catch (TimeoutException e) {
            close();
            return fail("no answer to " + request + " in " + PATIENCE_SECONDS + " s: " + tail(), e);
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }

    private String tail() throws IOException {
        List<String> lines = Files.readAllLines(said);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
