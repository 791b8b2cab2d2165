package dev.tenon.sampler.parts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Run by the build after compilation: compiles the C file against the pinned llama.cpp headers and this JDK's JNI headers, and
 * puts the library where the jar and the class path carry it. Does nothing when nothing has changed. Whenever it is killed, what is in
 * its place is whole, and the next build clears what was left aside.
 *
 * <p>{@code ShimBuild SOURCE JNI-HEADERS WORK-FOLDER CLASSES-FOLDER}. Exits with 1 and a sentence when it cannot.
 */
public final class ShimBuild {
    private static final String RESOURCE_FOLDER = "dev/tenon/sampler/llama/native";
    private static final String LIBRARY = "tenon_llama";
    private static final String ASIDE = "aside";

    private final Path source;
    private final Path jniHeaders;
    private final Path work;
    private final Path classes;

    private ShimBuild(Path source, Path jniHeaders, Path work, Path classes) {
        this.source = source;
        this.jniHeaders = jniHeaders;
        this.work = work;
        this.classes = classes;
    }

    /** Compiles what has changed. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 4) {
            System.err.println("usage: ShimBuild SOURCE JNI-HEADERS WORK-FOLDER CLASSES-FOLDER");
            System.exit(2);
        }
        try {
            new ShimBuild(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), Path.of(args[3]))
                    .run(Platform.current(), PartStore.atDefaultHome());
        } catch (PartException e) {
            System.err.println("tenon: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run(Platform platform, PartStore store) throws IOException, InterruptedException {
        Files.createDirectories(work);
        Path library = work.resolve(platform.libraryFileName(LIBRARY));
        Path stamp = work.resolve("stamp.txt");
        deleteLeftovers();
        List<String> command = command(platform, store);
        String wanted = stampOf(command);
        if (!Files.exists(library)
                || !Files.exists(stamp)
                || !Files.readString(stamp).equals(wanted)) {
            Files.deleteIfExists(stamp);
            // A compiler outlives a build that is killed, and may write long after: never where the next one does.
            Path aside = Files.createTempFile(work, ASIDE, null);
            command.addAll(List.of("-o", aside.toString()));
            compile(command);
            Files.move(aside, library, StandardCopyOption.ATOMIC_MOVE);
            Files.writeString(stamp, wanted);
        }
        Path resource = classes.resolve(RESOURCE_FOLDER).resolve(platform.label());
        Files.createDirectories(resource);
        // Made beside the library and not in the classes, where it might be taken into a jar.
        Path copy = Files.createTempFile(work, ASIDE, null);
        Files.copy(library, copy, StandardCopyOption.REPLACE_EXISTING);
        Files.move(copy, resource.resolve(library.getFileName().toString()), StandardCopyOption.ATOMIC_MOVE);
    }

    private void deleteLeftovers() throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(work, ASIDE + "*")) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        }
    }

    private List<String> command(Platform platform, PartStore store) {
        Path headers = store.ensure(Parts.headers(platform));
        Path libraries = store.ensure(Parts.libraries(platform));
        Path jdk = Path.of(System.getProperty("java.home", "")).resolve("include");
        if (!Files.exists(jdk.resolve("jni.h"))) {
            throw new PartException("no jni.h in " + jdk + "; build with a JDK, not a JRE");
        }
        List<String> command = new ArrayList<>(List.of(
                Optional.ofNullable(System.getenv("CC"))
                        .filter(cc -> !cc.isBlank())
                        .orElse("cc"),
                "-std=c11",
                "-O2",
                "-fPIC",
                "-shared",
                "-fvisibility=hidden",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-I" + jniHeaders,
                "-I" + jdk,
                "-I" + jdk.resolve(platform.jniFolder()),
                "-I" + headers.resolve("include"),
                "-I" + headers.resolve("ggml").resolve("include"),
                source.toString()));
        LlamaLibraries.inLoadOrder(libraries).forEach(file -> command.add(file.toString()));
        return command;
    }

    private String stampOf(List<String> command) throws IOException {
        StringBuilder text = new StringBuilder(String.join("\n", command)).append('\n');
        text.append(PartStore.sha256(source)).append('\n');
        try (Stream<Path> headers = Files.list(jniHeaders)) {
            for (Path header : headers.sorted().toList()) {
                text.append(PartStore.sha256(header)).append('\n');
            }
        }
        return text.toString();
    }

    private void compile(List<String> command) throws InterruptedException, IOException {
        Path output = work.resolve("cc.txt");
        Optional<Command.Result> result = new Command(command, work.toAbsolutePath(), Map.of(), output).run(() -> {});
        if (result.isEmpty()) {
            throw new PartException(command.getFirst() + " is missing; install a C compiler (Debian and Ubuntu: "
                    + "sudo apt-get install gcc libc6-dev; macOS: xcode-select --install), then try again");
        }
        if (result.get().exitCode() != 0) {
            throw new PartException(
                    "the C compiler refused " + source + ":\n" + Files.readString(output, StandardCharsets.UTF_8));
        }
    }
}
