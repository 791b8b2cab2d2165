package dev.tenon.conformance.client;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.tenon.conformance.Scale;
import dev.tenon.sampler.parts.PartStore;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Packages that a lock file names, installed once into Tenon's cache, in a folder whose name is a hash of what was asked for. npm
 * checks each package against the lock file; no script of a package is run. Where npm is missing, or the registry cannot be
 * reached, the test that asks is skipped and says so; anything else that goes wrong is a failure.
 */
final class NodeWorkspace {
    private static final List<String> ASKED_FOR = List.of("package.json", "package-lock.json");
    private static final List<String> UNREACHABLE = List.of(
            "ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH", "ERR_SOCKET_TIMEOUT");

    private final Path source;

    NodeWorkspace(Path source) {
        this.source = source;
    }

    /** The folder {@code node_modules}. */
    Path modules() {
        try {
            Path home = PartStore.atDefaultHome().home();
            Path installed = home.resolve("parts").resolve("clients-" + source.getFileName() + "-" + key());
            if (!Files.isDirectory(installed)) {
                install(home, installed);
            }
            return installed.resolve("node_modules");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String key() throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
        for (String name : ASKED_FOR) {
            digest.update(Files.readAllBytes(source.resolve(name)));
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
    }

    private void install(Path home, Path installed) throws IOException {
        Files.createDirectories(installed.getParent());
        Files.createDirectories(home.resolve("tmp"));
        Path lockFile = Files.createDirectories(home.resolve("locks")).resolve(installed.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assert lock.isValid();
            if (Files.isDirectory(installed)) {
                return;
            }
            String prefix = installed.getFileName() + ".";
            deleteLeftovers(home.resolve("tmp"), prefix);
            Path work = Files.createTempDirectory(home.resolve("tmp"), prefix);
            try {
                npm(work);
                Files.move(work.resolve("content"), installed, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                delete(work);
            }
        }
    }

    /** Whoever left these held the lock that is held now: they are of a process that was ended. */
    private static void deleteLeftovers(Path folder, String prefix) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, prefix + "*")) {
            for (Path leftover : leftovers) {
                delete(leftover);
            }
        }
    }

    private void npm(Path work) throws IOException {
        Path content = Files.createDirectory(work.resolve("content"));
        for (String name : ASKED_FOR) {
            Files.copy(source.resolve(name), content.resolve(name));
        }
        Path output = work.resolve("output.txt");
        Process npm = new ProcessBuilder(
                        onPath("npm").toString(),
                        "ci",
                        "--ignore-scripts",
                        "--no-audit",
                        "--no-fund",
                        "--engine-strict=false",
                        "--cache",
                        work.resolve("cache").toString())
                .directory(content.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!npm.waitFor(10, TimeUnit.MINUTES)) {
                npm.destroyForcibly();
                skip("npm took more than ten minutes");
            }
        } catch (InterruptedException e) {
            npm.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (npm.exitValue() != 0) {
            String said = Files.readString(output, StandardCharsets.UTF_8);
            if (UNREACHABLE.stream().anyMatch(said::contains)) {
                skip("the clients cannot be fetched, as npm's registry cannot be reached");
            }
            fail("npm ci in " + source + ": " + said);
        }
    }

    /** A program of this machine; skips the test that asks where it is not. */
    static Path onPath(String program) {
        Optional<Path> found = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder).resolve(program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
        if (found.isEmpty()) {
            skip(program + " is missing, and with it the clients that need it");
        }
        return found.orElseThrow();
    }

    /** Skips the test that asks, and says why where nobody can miss it. */
    static void skip(String reason) {
        Scale.report("skipped: " + reason);
        abort(reason);
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
