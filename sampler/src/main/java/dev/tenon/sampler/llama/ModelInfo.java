package dev.tenon.sampler.llama;

import java.util.Map;

/**
 * What a model says about itself.
 *
 * @param description architecture, size class and quantisation, such as {@code llama 135M Q4_1}
 * @param parameterCount how many weights
 * @param bytes how large its tensors are
 * @param trainedContextLength how many tokens it was trained to see
 * @param embeddingLength numbers in one embedding
 * @param layerCount how many layers
 * @param metadata the scalar values of the file's header, as text
 */
public record ModelInfo(
        String description,
        long parameterCount,
        long bytes,
        int trainedContextLength,
        int embeddingLength,
        int layerCount,
        Map<String, String> metadata) {
    public ModelInfo {
        metadata = Map.copyOf(metadata);
    }
}
