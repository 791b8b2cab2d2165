package dev.tenon.server.cli;

import dev.tenon.sampler.llama.GgufFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A folder of models beside the one of {@link ModelOptions}, or in its place. */
final class ModelsFolderOptions {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15})([KMGT]?)");
    private static final String UNITS = "KMGT";

    @Option(
            names = "--models-dir",
            paramLabel = "FOLDER",
            description =
                    "Serve every GGUF file of this folder, called by its path without suffix; each is loaded when it"
                            + " is asked for. Without --model, no other model is served.")
    private @Nullable Path folder;

    @Option(
            names = "--models-memory",
            paramLabel = "BYTES",
            description = "What all loaded models together may take, such as 24G; the one that was not used for the"
                    + " longest time makes room for another. Default: three quarters of this machine's memory.")
    private @Nullable String memory;

    private ModelsFolderOptions() {}

    /** The folder. */
    Optional<Path> folder() {
        Path given = folder;
        if (given != null && !Files.isDirectory(given)) {
            throw CommandFailure.misuse("--models-dir: there is no folder " + given);
        }
        return Optional.ofNullable(given);
    }

    /** The bound, in bytes. */
    long memoryBytes() {
        String given = memory;
        if (given == null) {
            return GgufFile.machineBytes() / 4 * 3;
        }
        if (folder == null) {
            throw CommandFailure.misuse("--models-memory bounds the models of --models-dir, which is not given");
        }
        Matcher amount = AMOUNT.matcher(given.toUpperCase(Locale.ROOT));
        if (!amount.matches()) {
            throw CommandFailure.misuse("--models-memory is a number of bytes, or one with K, M, G or T, not " + given);
        }
        int power = amount.group(2).isEmpty() ? 0 : UNITS.indexOf(amount.group(2)) + 1;
        try {
            return Math.multiplyExact(Long.parseLong(amount.group(1)), 1L << (10 * power));
        } catch (ArithmeticException e) {
            throw CommandFailure.misuse("--models-memory is too much: " + given);
        }
    }
}
