package dev.tenon.server.cli;

import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.llama.GgufFile;
import dev.tenon.sampler.llama.LlamaOptions;
import dev.tenon.sampler.llama.ModelFile;
import dev.tenon.sampler.llama.ModelInfo;
import dev.tenon.sampler.parts.PartStore;
import dev.tenon.sampler.parts.Parts;
import dev.tenon.server.generation.ModelFacts;
import dev.tenon.server.generation.ModelSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks at the models that a server is to have, by their files' headers, and at the memory they would take.
 *
 * @param models the one that is loaded at the start
 * @param sequences how many replies at once it is loaded for
 * @param others a folder of further ones, or in its place
 */
record ModelCheck(ModelOptions models, SequenceOptions sequences, ModelsFolderOptions others) {
    /** What a context has where nobody says otherwise, if the model takes so many. */
    private static final int DEFAULT_CONTEXT = 4_096;

    private static final long MEGABYTE = 1_000_000;

    /**
     * Prints what was found.
     *
     * @throws CommandFailure when there would be no model, or not the one that was named
     */
    void run(PartStore store, PrintWriter out) {
        Optional<Path> folder = others.folder();
        long bound = others.memoryBytes();
        if (models.file().isPresent() || folder.isEmpty()) {
            first(store, out);
        }
        if (folder.isEmpty()) {
            return;
        }
        List<ModelSource> found = models.within(folder.get(), sequences).sources();
        out.println("models: " + found.size() + " in " + folder.get() + ", which may take " + bound / MEGABYTE
                + " MB together");
        int served = 0;
        for (ModelSource source : found) {
            Optional<String> fault = fault(source, bound);
            out.println("  " + source.id() + ": "
                    + fault.map(it -> "cannot be served: " + it).orElseGet(() -> told(source)));
            served += fault.isPresent() ? 0 : 1;
        }
        if (served == 0 && models.file().isEmpty()) {
            throw CommandFailure.misuse(
                    "--models-dir: of " + found.size() + " models in " + folder.get() + " none can be served");
        }
    }

    private static Optional<String> fault(ModelSource source, long bound) {
        ModelFacts facts;
        try {
            facts = source.facts();
        } catch (EngineException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        if (facts.capabilities().isEmpty()) {
            return Optional.of("it ranks texts, which the server has no endpoint for");
        }
        return facts.bytes() > bound
                ? Optional.of("it takes about " + facts.bytes() / MEGABYTE + " MB")
                : Optional.empty();
    }

    private static String told(ModelSource source) {
        ModelFacts facts = source.facts();
        return facts.capabilities().stream()
                        .map(capability -> capability.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))
                + "; contexts of " + facts.contextLength() + " tokens; about " + facts.bytes() / MEGABYTE + " MB";
    }

    private void first(PartStore store, PrintWriter out) {
        Optional<Path> file = models.file().or(() -> store.find(Parts.DEFAULT_MODEL));
        if (file.isEmpty()) {
            out.println("model: the default one, which is not here yet and would be fetched");
            return;
        }
        LlamaOptions options = models.llama(sequences);
        ModelFile header;
        ModelInfo info;
        try {
            header = ModelFile.read(file.get());
            info = GgufFile.of(file.get()).info();
        } catch (EngineException e) {
            throw CommandFailure.misuse("--model: " + e.getMessage());
        }
        long trained = header.contextLength() == 0 ? DEFAULT_CONTEXT : header.contextLength();
        if (header.contextLength() > 0 && models.context() > trained) {
            throw CommandFailure.misuse("--context: " + file.get().getFileName() + " was trained for " + trained
                    + " tokens; a context of " + models.context() + " is more than it can use");
        }
        long cells = models.context() == 0 ? Math.min(DEFAULT_CONTEXT, trained) : models.context();
        int parallel = options.sequencesOf(info);
        long each = cells * header.bytesPerCell();
        long needed = each * parallel;
        long machine = GgufFile.machineBytes();
        out.println("model: " + file.get() + ", " + header.architecture() + ", " + info.bytes() / MEGABYTE
                + " MB; a context of " + cells + " tokens takes " + each / MEGABYTE + " MB, and " + parallel
                + " at once " + needed / MEGABYTE + "; this machine has " + machine / MEGABYTE + " MB");
        if (info.bytes() + needed > machine) {
            throw CommandFailure.misuse("the model and " + parallel + " contexts of " + cells + " tokens take "
                    + (info.bytes() + needed) / MEGABYTE + " MB, and this machine has " + machine / MEGABYTE
                    + "; lower --context or --parallel, or take a smaller model");
        }
    }
}
