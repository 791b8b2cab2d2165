package dev.tenon.sampler.parts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
 * puts the library where the jar and the class path carry it. Does nothing when nothing has changed.
 *
 * <p>{@code ShimBuild SOURCE JNI-HEADERS WORK-FOLDER CLASSES-FOLDER}. Exits with 1 and a sentence when it cannot.
 */
public final class ShimBuild {
    private static final String RESOURCE_FOLDER = "dev/tenon/sampler/llama/native";
    private static final String LIBRARY = "tenon_llama";

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
        List<String> command = command(platform, store, library);
        String wanted = stampOf(command);
        if (!Files.exists(library)
                || !Files.exists(stamp)
                || !Files.readString(stamp).equals(wanted)) {
            Files.deleteIfExists(stamp);
            compile(command);
            Files.writeString(stamp, wanted);
        }
        Path resource = classes.resolve(RESOURCE_FOLDER).resolve(platform.label());
        Files.createDirectories(resource);
        Files.copy(library, resource.resolve(library.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
    }

    private List<String> command(Platform platform, PartStore store, Path library) {
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
                source.toString(),
                "-o",
                library.toString()));
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
