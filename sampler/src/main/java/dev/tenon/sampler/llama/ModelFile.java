package dev.tenon.sampler.llama;

import dev.tenon.sampler.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a model's file tells without being loaded.
 *
 * @param architecture e.g. {@code llama}
 * @param bytes the file's length
 * @param contextLength tokens that the model was trained for; 0 where the file does not tell
 * @param bytesPerCell memory that a token of the context takes; an estimate where layers differ
 */
public record ModelFile(String architecture, long bytes, long contextLength, long bytesPerCell) {
    /** Keys and values are kept as 16-bit floats. */
    private static final int BYTES_PER_NUMBER = 2;

    /**
     * Reads the header, and finds what loading would find there.
     *
     * @throws EngineException with one sentence when it is not a GGUF file that can be loaded
     */
    public static ModelFile read(Path file) {
        GgufHeader header = GgufHeader.read(file);
        long heads = Math.max(1, header.number("attention.head_count", 1));
        long headLength = header.number("embedding_length", 0) / heads;
        long perLayer = header.number("attention.head_count_kv", heads)
                * (header.number("attention.key_length", headLength)
                        + header.number("attention.value_length", headLength));
        try {
            return new ModelFile(
                    header.architecture(),
                    Files.size(file),
                    header.number("context_length", 0),
                    header.number("block_count", 0) * perLayer * BYTES_PER_NUMBER);
        } catch (IOException e) {
            throw new EngineException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
