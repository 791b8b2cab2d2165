package dev.tenon.server.cli;

import dev.tenon.sampler.engine.Engine;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.engine.EngineShape;
import dev.tenon.sampler.engine.RandomEngine;
import dev.tenon.sampler.llama.GgufFile;
import dev.tenon.sampler.llama.LlamaEmbedder;
import dev.tenon.sampler.llama.LlamaEngine;
import dev.tenon.sampler.llama.LlamaOptions;
import dev.tenon.sampler.llama.LlamaVocabulary;
import dev.tenon.sampler.llama.ModelPurpose;
import dev.tenon.sampler.parts.PartStore;
import dev.tenon.sampler.parts.Parts;
import dev.tenon.server.generation.FileModel;
import dev.tenon.server.generation.ModelSource;
import dev.tenon.server.generation.ModelStock;
import dev.tenon.server.generation.ModelsFolder;
import dev.tenon.server.generation.ServedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that loads a model. */
final class ModelOptions {
    private static final String SUFFIX = ".gguf";

    private ModelOptions() {}

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "The model, a GGUF file. Default: a small one (SmolLM2-135M), fetched once.")
    private @Nullable Path model;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            defaultValue = "llama",
            description = "llama, or random: seeded noise over the model's vocabulary, for tests."
                    + " Default: ${DEFAULT-VALUE}.")
    private Kind engine = Kind.LLAMA;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads that compute; 0 for one on each physical core. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--context",
            paramLabel = "TOKENS",
            defaultValue = "0",
            description =
                    "Tokens of a prompt and its answer together; 0 for what the model was trained for, but 4096 at"
                            + " most. Default: ${DEFAULT-VALUE}.")
    private int context;

    @Option(
            names = "--dialect",
            paramLabel = "NAME",
            description = "How the model writes calls, such as hermes or mistral. Default: what its template tells.")
    private @Nullable String dialect;

    @Option(
            names = "--engine-seed",
            paramLabel = "N",
            hidden = true,
            defaultValue = "1",
            description = "Seed of the random engine's noise.")
    private long engineSeed;

    /** What computes. */
    enum Kind {
        /** The model. */
        LLAMA,
        /** Noise. */
        RANDOM
    }

    /**
     * A loaded model.
     *
     * @param engine the model
     * @param id its file's name, without the suffix
     * @param ends what begins and ends its texts
     * @param dialect how it writes calls; empty for what its template tells
     * @param rest what else to close, after the engine
     */
    record Loaded(Engine engine, String id, ServedModel.TextEnds ends, Optional<String> dialect, Runnable rest)
            implements AutoCloseable {
        /** The model under no other name than its own. */
        ServedModel served() {
            return served(Set.of());
        }

        /**
         * The model under other names too.
         *
         * @throws CommandFailure when there is no such dialect
         */
        ServedModel served(Set<String> aliases) {
            try {
                return ServedModel.of(engine, id, aliases, ends, Clock.system(ZoneId.systemDefault()), dialect);
            } catch (IllegalArgumentException e) {
                throw CommandFailure.misuse("--dialect: " + e.getMessage());
            }
        }

        @Override
        public void close() {
            engine.close();
            rest.run();
        }
    }

    /** Where the models of commands come from. */
    @FunctionalInterface
    interface Source {
        /** {@link ModelOptions#load}, or what stands for it. */
        Loaded load(ModelOptions options);
    }

    /** The file that was named; empty for the default model. */
    Optional<Path> file() {
        return Optional.ofNullable(model);
    }

    /** Tokens of a context; 0 for what the model was trained for, within bounds. */
    int context() {
        return context;
    }

    /**
     * Loads the model.
     *
     * @throws CommandFailure when the file is not there, or the options make no sense
     * @throws EngineException when it is no model
     * @throws dev.tenon.sampler.parts.PartException when a part is missing and cannot be fetched
     */
    Loaded load() {
        return load(options -> options.withMaxSequences(1).withKeptSequences(0), shape -> shape);
    }

    /** The same, for several replies at once. */
    Loaded load(SequenceOptions sequences) {
        return load(sequences::apply, sequences::apply);
    }

    /**
     * The models of a server: this one, loaded and staying, unless there is a folder in its place, and those of the folder. The
     * other names are those of the first.
     *
     * @throws CommandFailure when the file or the folder is not there, or the options make no sense
     * @throws EngineException when this one is no model; those of the folder are not looked at
     * @throws dev.tenon.sampler.parts.PartException when a part is missing and cannot be fetched
     */
    StockedModels stock(SequenceOptions sequences, ModelsFolderOptions others, Set<String> aliases) {
        Optional<Path> folder = others.folder();
        long memory = others.memoryBytes();
        Optional<ModelsFolder> within = folder.map(path -> within(path, sequences));
        ModelStock rest = within.map(it -> (ModelStock) it).orElse(List::of);
        Set<String> names = new HashSet<>(aliases);
        within.ifPresent(it -> names.addAll(it.namesApart()));
        Path file = model;
        if (file == null && folder.isPresent()) {
            return new StockedModels(rest.withFirstCalled(aliases), memory, () -> {});
        }
        if (file != null && engine == Kind.LLAMA && isForEmbeddings(file)) {
            GgufFile gguf = GgufFile.of(file);
            ModelSource standing = new FileModel(gguf.stem(), gguf, llama(sequences), this::load).standing(names);
            ModelStock first = () -> List.of(standing);
            return new StockedModels(first.and(rest), memory, () -> {});
        }
        Loaded loaded = load(sequences);
        return new StockedModels(ModelStock.of(loaded.served(names)).and(rest), memory, loaded::close);
    }

    /** The models of a folder, with what these options say; the one that was named is not one of them. */
    ModelsFolder within(Path folder, SequenceOptions sequences) {
        LlamaOptions options = llama(sequences);
        return new ModelsFolder(folder, file(), (id, file) -> new FileModel(id, file, options, this::load));
    }

    /** How a model would be loaded. */
    LlamaOptions llama(SequenceOptions sequences) {
        return sequences.apply(LlamaOptions.defaults().withThreads(threads).withContextLength(context));
    }

    private static boolean isForEmbeddings(Path file) {
        return Files.isRegularFile(file) && ModelPurpose.of(GgufFile.of(file).info()) == ModelPurpose.EMBEDDINGS;
    }

    /** Loads a file of the folder, with what these options say. */
    private ModelSource.Loaded load(String id, Path file, ModelPurpose purpose, LlamaOptions options) {
        PartStore store = PartStore.atDefaultHome();
        if (engine == Kind.RANDOM) {
            return text(id, random(file, store, shape -> shape));
        }
        return switch (purpose) {
            case TEXT -> {
                LlamaEngine loaded = LlamaEngine.load(file, options, store);
                yield text(
                        id,
                        new Loaded(
                                loaded, id, ServedModel.TextEnds.of(loaded), Optional.ofNullable(dialect), () -> {}));
            }
            case EMBEDDINGS, RANKING -> new ModelSource.Loaded.Embeddings(LlamaEmbedder.load(file, options, store));
        };
    }

    private static ModelSource.Loaded text(String id, Loaded loaded) {
        Loaded named = new Loaded(loaded.engine(), id, loaded.ends(), loaded.dialect(), loaded.rest());
        try {
            return new ModelSource.Loaded.Text(named.served(), named::close);
        } catch (RuntimeException e) {
            named.close();
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
    }

    private Loaded load(UnaryOperator<LlamaOptions> llamaSequences, UnaryOperator<EngineShape> shapeSequences) {
        if (threads < 0 || context < 0) {
            throw new CommandFailure(ExitCode.MISUSE, "--threads and --context are 0 or more");
        }
        PartStore store = PartStore.atDefaultHome();
        Path file = model == null ? store.ensure(Parts.DEFAULT_MODEL) : model;
        if (!Files.isRegularFile(file)) {
            throw new CommandFailure(ExitCode.MISUSE, "there is no file " + file);
        }
        return switch (engine) {
            case LLAMA -> llama(file, store, llamaSequences);
            case RANDOM -> random(file, store, shapeSequences);
        };
    }

    private Loaded llama(Path file, PartStore store, UnaryOperator<LlamaOptions> sequences) {
        LlamaOptions options = LlamaOptions.defaults().withThreads(threads).withContextLength(context);
        LlamaEngine loaded = LlamaEngine.load(file, sequences.apply(options), store);
        return new Loaded(loaded, id(file), ServedModel.TextEnds.of(loaded), Optional.ofNullable(dialect), () -> {});
    }

    private Loaded random(Path file, PartStore store, UnaryOperator<EngineShape> sequences) {
        LlamaVocabulary vocabulary = LlamaVocabulary.load(file, store);
        EngineShape shape = sequences.apply(EngineShape.named("random"));
        if (context > 0) {
            shape = shape.withContextLength(context);
        }
        Optional<String> template = vocabulary.chatTemplate();
        if (template.isPresent()) {
            shape = shape.withChatTemplate(template.get());
        }
        RandomEngine noise = new RandomEngine(vocabulary.vocabulary(), engineSeed, shape, vocabulary.tokenizer());
        return new Loaded(
                noise,
                id(file),
                ServedModel.TextEnds.of(vocabulary.vocabulary()),
                Optional.ofNullable(dialect),
                vocabulary::close);
    }

    private static String id(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }
}
