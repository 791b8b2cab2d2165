package dev.tenon.sampler.llama;

/**
 * How a model is served.
 *
 * @param contextLength tokens that one session may hold; {@link #AUTOMATIC} is the model's own length, but 4,096 at most, because
 *     its memory is set aside for every sequence
 * @param maxSequences sessions that may be open at a time, 1 to 256
 * @param threads how many compute; {@link #AUTOMATIC} is one for each physical core
 * @param batchSize most tokens in one decode; a longer prompt takes several
 * @param gpuLayers layers to put on a GPU, where the libraries have one; negative for all
 */
public record LlamaOptions(int contextLength, int maxSequences, int threads, int batchSize, int gpuLayers) {
    /** Leaves the choice to the engine. */
    public static final int AUTOMATIC = 0;

    static final int DEFAULT_CONTEXT_LENGTH = 4096;

    public LlamaOptions {
        if (contextLength < 0 || threads < 0) {
            throw new IllegalArgumentException("context length " + contextLength + ", threads " + threads);
        }
        if (maxSequences < 1 || maxSequences > LlamaContext.MAX_SEQUENCES) {
            throw new IllegalArgumentException(
                    "sequences are 1 to " + LlamaContext.MAX_SEQUENCES + ", not " + maxSequences);
        }
        if (batchSize < maxSequences) {
            throw new IllegalArgumentException(
                    "a batch of " + batchSize + " cannot hold " + maxSequences + " sequences");
        }
    }

    /** Four sequences, batches of 512 tokens, no GPU, all else automatic. */
    public static LlamaOptions defaults() {
        return new LlamaOptions(AUTOMATIC, 4, AUTOMATIC, 512, 0);
    }

    /** The same with another context length, in tokens. */
    public LlamaOptions withContextLength(int length) {
        return new LlamaOptions(length, maxSequences, threads, batchSize, gpuLayers);
    }

    /** The same with another number of sequences. */
    public LlamaOptions withMaxSequences(int count) {
        return new LlamaOptions(contextLength, count, threads, Math.max(batchSize, count), gpuLayers);
    }

    /** The same with another number of threads. */
    public LlamaOptions withThreads(int count) {
        return new LlamaOptions(contextLength, maxSequences, count, batchSize, gpuLayers);
    }

    /** The same with another batch size, in tokens. */
    public LlamaOptions withBatchSize(int tokens) {
        return new LlamaOptions(contextLength, maxSequences, threads, tokens, gpuLayers);
    }

    /** The same with other layers on a GPU. */
    public LlamaOptions withGpuLayers(int layers) {
        return new LlamaOptions(contextLength, maxSequences, threads, batchSize, layers);
    }
}
