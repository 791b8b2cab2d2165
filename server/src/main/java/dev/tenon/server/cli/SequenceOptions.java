package dev.tenon.server.cli;

import dev.tenon.sampler.engine.EngineShape;
import dev.tenon.sampler.llama.LlamaOptions;
import picocli.CommandLine.Option;

/** How many replies are generated at once, for commands that answer several. */
final class SequenceOptions {
    private static final int DEFAULT_BATCH = 512;
    private static final int DEFAULT_KEPT = 256;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "0",
            description = "Replies that are generated at once, each with a context of its own; 0 for 8, or fewer where"
                    + " memory is short. Default: ${DEFAULT-VALUE}.")
    private int parallel;

    @Option(
            names = "--batch",
            paramLabel = "TOKENS",
            defaultValue = "" + DEFAULT_BATCH,
            description = "Most tokens that are evaluated together. Default: ${DEFAULT-VALUE}.")
    private int batch = DEFAULT_BATCH;

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "" + DEFAULT_KEPT,
            description =
                    "Most finished texts that are kept in the places of idle sequences, for prompts that begin as they"
                            + " do; 0 for none, and for nothing evaluated ahead."
                            + " Default: ${DEFAULT-VALUE}.")
    private int kept = DEFAULT_KEPT;

    private SequenceOptions() {}

    /** The options of an engine, with these. */
    LlamaOptions apply(LlamaOptions options) {
        try {
            return options.withBatchSize(batch).withMaxSequences(parallel).withKeptSequences(kept);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.misuse("--parallel, --batch, --keep: " + e.getMessage());
        }
    }

    /** The shape of an engine without a model, with these. */
    EngineShape apply(EngineShape shape) {
        return parallel > 0 ? shape.withSessionLimit(parallel) : shape;
    }
}
