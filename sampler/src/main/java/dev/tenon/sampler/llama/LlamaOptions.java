package dev.tenon.sampler.llama;

/**
 * How a model is served.
 *
 * @param contextLength tokens that one session may hold; {@link #AUTOMATIC} is the model's own length, but 4,096 at most, because
 *     its memory is set aside for every sequence
 * @param maxSequences sessions that may be open at a time, 1 to 256; {@link #AUTOMATIC} is 8, or fewer where their cells would
 *     take more than a quarter of the memory that the model leaves
 * @param threads how many compute; {@link #AUTOMATIC} is one for each physical core
 * @param batchSize most tokens in one decode; a longer prompt takes several
 * @param gpuLayers layers to put on a GPU, where the libraries have one; negative for all
 * @param keptSequences most sequences that are kept when their sessions close, for prompts that begin as they do; 0 for none.
 *     They stay in the places of sessions that are not open, so there are never more of both than {@code maxSequences}; of models
 *     whose memory is a state none is kept. Where none is kept, a session that is alone evaluates nothing ahead either
 */
public record LlamaOptions(
        int contextLength, int maxSequences, int threads, int batchSize, int gpuLayers, int keptSequences) {
    /** Leaves the choice to the engine. */
    public static final int AUTOMATIC = 0;

    static final int DEFAULT_CONTEXT_LENGTH = 4096;

    public LlamaOptions {
        if (contextLength < 0 || threads < 0 || keptSequences < 0) {
            throw new IllegalArgumentException(
                    "context length " + contextLength + ", threads " + threads + ", kept sequences " + keptSequences);
        }
        if (maxSequences < 0 || maxSequences > LlamaContext.MAX_SEQUENCES) {
            throw new IllegalArgumentException(
                    "sequences are at most " + LlamaContext.MAX_SEQUENCES + ", and not " + maxSequences);
        }
        if (batchSize < Math.max(1, maxSequences)) {
            throw new IllegalArgumentException(
                    "a batch of " + batchSize + " cannot hold " + maxSequences + " sequences");
        }
    }

    /** Four sequences, batches of 512 tokens, no GPU, as many sequences kept as there is room for, all else automatic. */
    public static LlamaOptions defaults() {
        return new LlamaOptions(AUTOMATIC, 4, AUTOMATIC, 512, 0, LlamaContext.MAX_SEQUENCES);
    }

    /** The same with another context length, in tokens. */
    public LlamaOptions withContextLength(int length) {
        return new LlamaOptions(length, maxSequences, threads, batchSize, gpuLayers, keptSequences);
    }

    /** The same with another number of sequences. */
    public LlamaOptions withMaxSequences(int count) {
        return new LlamaOptions(contextLength, count, threads, Math.max(batchSize, count), gpuLayers, keptSequences);
    }

    /** The same with another number of threads. */
    public LlamaOptions withThreads(int count) {
        return new LlamaOptions(contextLength, maxSequences, count, batchSize, gpuLayers, keptSequences);
    }

    /** The same with another batch size, in tokens. */
    public LlamaOptions withBatchSize(int tokens) {
        return new LlamaOptions(contextLength, maxSequences, threads, tokens, gpuLayers, keptSequences);
    }

    /** The same with other layers on a GPU. */
    public LlamaOptions withGpuLayers(int layers) {
        return new LlamaOptions(contextLength, maxSequences, threads, batchSize, layers, keptSequences);
    }

    /** The same with another number of sequences that are kept. */
    public LlamaOptions withKeptSequences(int count) {
        return new LlamaOptions(contextLength, maxSequences, threads, batchSize, gpuLayers, count);
    }

    /** Sessions of a model that may be open at a time with these options. */
    public int sequencesOf(ModelInfo info) {
        return maxSequences == AUTOMATIC
                ? Math.min(batchSize, CellMemory.sequences(info, contextLengthOf(info)))
                : maxSequences;
    }

    /** Tokens that one session of a model holds with these options, where they are not more than it was trained for. */
    public int contextLengthOf(ModelInfo info) {
        int trained = info.trainedContextLength();
        int wanted = contextLength == AUTOMATIC ? DEFAULT_CONTEXT_LENGTH : contextLength;
        return trained > 0 ? Math.min(trained, wanted) : wanted;
    }
}
