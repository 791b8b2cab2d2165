package dev.tenon.sampler.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Which files of the fetched libraries the C file is linked with: all else there is loaded by llama.cpp itself when it starts. */
public final class LlamaLibraries {
    /** In the order in which they need each other. */
    private static final List<String> LINKED = List.of("libggml-base", "libggml", "libllama");

    private LlamaLibraries() {}

    /**
     * The linked libraries of a folder, in the order in which they are to be loaded.
     *
     * @throws PartException when one is not there
     */
    public static List<Path> inLoadOrder(Path folder) {
        List<Path> all = new ArrayList<>();
        for (String name : LINKED) {
            try (Stream<Path> files = Files.list(folder)) {
                all.add(files.filter(
                                file -> baseName(file.getFileName().toString()).equals(name))
                        .findFirst()
                        .orElseThrow(() -> new PartException("no " + name + " in " + folder)));
            } catch (IOException e) {
                throw new PartException("cannot read " + folder, e);
            }
        }
        return List.copyOf(all);
    }

    /** {@code libllama} of {@code libllama.v0.5.0.so} and of {@code libllama.metal.v0.4.0.dylib}. */
    private static String baseName(String fileName) {
        int dot = fileName.indexOf('.');
        return dot < 0 ? fileName : fileName.substring(0, dot);
    }
}
