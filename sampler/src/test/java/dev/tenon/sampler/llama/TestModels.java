package dev.tenon.sampler.llama;

import dev.tenon.sampler.parts.PartStore;
import dev.tenon.sampler.parts.Parts;
import dev.tenon.sampler.parts.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The real files that tests of this package run on, from the part store; fetched once, then offline. */
final class TestModels {
    static final PartStore STORE = PartStore.atDefaultHome();

    private TestModels() {}

    static Path defaultModel() {
        return STORE.ensure(Parts.DEFAULT_MODEL);
    }

    static Path vocabulary(String name) {
        return folder().resolve("ggml-vocab-" + name + ".gguf");
    }

    /** The names of all vocabularies there are. */
    static List<String> vocabularies() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("ggml-vocab-") && name.endsWith(".gguf"))
                    .map(name -> name.substring("ggml-vocab-".length(), name.length() - ".gguf".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        return STORE.ensure(Parts.headers(Platform.current())).resolve("models");
    }
}
