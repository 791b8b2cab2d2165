package dev.tenon.server.generation;

import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.llama.GgufFile;
import dev.tenon.sampler.llama.LlamaOptions;
import dev.tenon.sampler.llama.ModelInfo;
import dev.tenon.sampler.llama.ModelPurpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A GGUF file as a model that is loaded when it is asked for. Thread-safe; its header is read once for each version of the file. */
public final class FileModel implements ModelSource {
    private static final String TEMPLATE = "tokenizer.chat_template";

    private final String id;
    private final GgufFile file;
    private final LlamaOptions options;
    private final Loader loader;
    private final Set<String> aliases;
    private final Stay stay;

    private @Nullable Known known;

    private record Known(String version, ModelFacts facts) {}

    /** Loads files. */
    @FunctionalInterface
    public interface Loader {
        /**
         * Loads a file.
         *
         * @param id how the model is to be called
         * @param purpose what it was made for, {@link ModelPurpose#TEXT} or {@link ModelPurpose#EMBEDDINGS}
         * @param options with a context that the model can use
         * @throws EngineException with one sentence when it cannot be loaded
         */
        Loaded load(String id, Path first, ModelPurpose purpose, LlamaOptions options);
    }

    /**
     * A file that nobody has read yet.
     *
     * @param options how it will be loaded; a longer context than it was trained for is cut to that
     */
    public FileModel(String id, GgufFile file, LlamaOptions options, Loader loader) {
        this(id, file, options, loader, Set.of(), Stay.WHILE_THERE_IS_ROOM);
    }

    private FileModel(String id, GgufFile file, LlamaOptions options, Loader loader, Set<String> aliases, Stay stay) {
        this.id = id;
        this.file = file;
        this.options = options;
        this.loader = loader;
        this.aliases = Set.copyOf(aliases);
        this.stay = stay;
    }

    /** The same file as a model that is loaded from the beginning and stays. */
    public FileModel standing(Set<String> otherNames) {
        return new FileModel(id, file, options, loader, otherNames, Stay.FOR_GOOD);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Set<String> aliases() {
        return aliases;
    }

    @Override
    public Object version() {
        return file.version();
    }

    @Override
    public Stay stay() {
        return stay;
    }

    @Override
    public synchronized ModelFacts facts() {
        String version = file.version();
        Known held = known;
        if (held == null || !held.version.equals(version)) {
            held = new Known(version, facts(info()));
            known = held;
        }
        return held.facts;
    }

    /** Messages name the file and not the folder, which is nobody's business outside of this machine. */
    private ModelInfo info() {
        try {
            return file.info();
        } catch (EngineException e) {
            throw withoutFolder(e);
        }
    }

    private EngineException withoutFolder(EngineException e) {
        Path folder = file.parts().get(0).toAbsolutePath().getParent();
        Path given = file.parts().get(0).getParent();
        String message = String.valueOf(e.getMessage());
        message = given == null ? message : message.replace(given + "/", "");
        return new EngineException(folder == null ? message : message.replace(folder + "/", ""), e);
    }

    private ModelFacts facts(ModelInfo info) {
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        switch (ModelPurpose.of(info)) {
            case TEXT -> {
                capabilities.addAll(
                        EnumSet.of(Capability.CHAT, Capability.COMPLETIONS, Capability.TOOLS, Capability.EMBEDDINGS));
                String template = info.metadata().getOrDefault(TEMPLATE, "");
                if (ServedModel.thinking(template) == ServedModel.Thinking.TAUGHT) {
                    capabilities.add(Capability.REASONING);
                }
            }
            case EMBEDDINGS -> capabilities.add(Capability.EMBEDDINGS);
            case RANKING -> {}
        }
        return new ModelFacts(
                created(), options.contextLengthOf(info), capabilities, GgufFile.memoryBytes(info, options));
    }

    private Instant created() {
        try {
            return Files.getLastModifiedTime(file.parts().get(0)).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    @Override
    public Loaded load() {
        ModelInfo info = info();
        ModelPurpose purpose = ModelPurpose.of(info);
        if (purpose == ModelPurpose.RANKING) {
            throw new EngineException(file.stem() + " ranks texts, which this server has no endpoint for");
        }
        try {
            return loader.load(
                    id,
                    file.parts().get(0),
                    purpose,
                    options.withContextLength(
                            options.contextLength() == LlamaOptions.AUTOMATIC
                                    ? LlamaOptions.AUTOMATIC
                                    : options.contextLengthOf(info)));
        } catch (EngineException e) {
            throw withoutFolder(e);
        }
    }
}
