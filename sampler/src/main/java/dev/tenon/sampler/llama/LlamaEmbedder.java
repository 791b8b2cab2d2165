package dev.tenon.sampler.llama;

import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.engine.CancelledDecodeException;
import dev.tenon.sampler.engine.EmbeddingEngine;
import dev.tenon.sampler.engine.EmbeddingInputs;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.engine.Tokenizer;
import dev.tenon.sampler.parts.PartStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings of a GGUF model by llama.cpp, pooled as the file's metadata says, or by the mean over all tokens where it says
 * nothing. Thread-safe: one batch at a time, on the caller's thread.
 *
 * <p>It has a context of its own beside the one that generates text, made at first use and freed when it is closed. llama.cpp pools
 * within one physical batch, so an input must fit into one whole; several short ones share it as sequences.
 */
public final class LlamaEmbedder implements EmbeddingEngine {
    /** Bytes that the logits of a batch may take, which llama.cpp computes for every token of a model that generates text. */
    private static final long LOGIT_BYTES = 256L << 20;

    private static final int MIN_TOKENS = 512;
    private static final int MAX_TOKENS = 8192;
    private static final int MAX_SEQUENCES = 32;

    private final LlamaModel model;
    private final Vocabulary vocabulary;
    private final LlamaTokenizer tokenizer;
    private final int threads;
    private final int maxTokens;
    /** What the model puts before and after an input. */
    private final int[] before;

    private final int[] after;
    /** Whether the model is closed with this. */
    private final Ownership ownership;

    /** Held while the context is used; guards what follows. */
    private final ReentrantLock using = new ReentrantLock();

    private @Nullable LlamaContext context;
    private boolean closed;

    /** Whose the model is. */
    enum Ownership {
        /** It is closed with the embedder. */
        OWNED,
        /** It belongs to an engine that generates text. */
        SHARED
    }

    LlamaEmbedder(LlamaModel model, Vocabulary vocabulary, LlamaTokenizer tokenizer, int threads, Ownership ownership) {
        this.model = model;
        this.vocabulary = vocabulary;
        this.tokenizer = tokenizer;
        this.threads = threads;
        this.ownership = ownership;
        this.maxTokens = maxTokens(model);
        int[][] around = tokenizer.around();
        this.before = around[0];
        this.after = around[1];
    }

    /**
     * Loads a model for its embeddings alone.
     *
     * @throws EngineException when the file is no GGUF model with embeddings, or there is not enough memory
     * @throws dev.tenon.sampler.parts.PartException when llama.cpp is not there and cannot be fetched
     */
    public static LlamaEmbedder load(Path gguf, LlamaOptions options, PartStore store) {
        NativeLibrary.load(store);
        LlamaModel model = LlamaModel.load(gguf, options.gpuLayers(), LlamaModel.Content.WEIGHTS);
        try {
            if (!model.embedsText()) {
                throw new EngineException(gguf + " is a model without embeddings");
            }
            TokenTable table = model.readTokens();
            int threads = options.threads() == LlamaOptions.AUTOMATIC ? CpuCores.count() : options.threads();
            return new LlamaEmbedder(
                    model, table.toVocabulary(), new LlamaTokenizer(model, table), threads, Ownership.OWNED);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static int maxTokens(LlamaModel model) {
        int trained = model.info().trainedContextLength();
        int most = Math.min(trained > 0 ? trained : MIN_TOKENS, MAX_TOKENS);
        if (!model.generatesText()) {
            return most;
        }
        long affordable = LOGIT_BYTES / Float.BYTES / model.vocabularySize();
        return (int) Math.min(most, Math.max(MIN_TOKENS, affordable));
    }

    @Override
    public String id() {
        return model.id();
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** What the model says about itself. */
    public ModelInfo info() {
        return model.info();
    }

    @Override
    public int maxInputTokens() {
        return maxTokens;
    }

    @Override
    public int dimensions() {
        return model.info().embeddingLength();
    }

    @Override
    public int[] tokenize(String text) {
        return Stream.of(before, tokenizer.trained(text), after)
                .flatMapToInt(IntStream::of)
                .toArray();
    }

    @Override
    public List<float[]> embed(List<int[]> inputs, BooleanSupplier cancelled) {
        for (int[] input : inputs) {
            EmbeddingInputs.check(input, maxTokens, vocabulary.size());
        }
        List<float[]> vectors = new ArrayList<>(inputs.size());
        int from = 0;
        while (from < inputs.size()) {
            int to = batchEnd(inputs, from);
            // Held for one batch and no longer, so that a long request does not keep the others out.
            using.lock();
            try {
                if (cancelled.getAsBoolean()) {
                    throw new CancelledDecodeException();
                }
                vectors.addAll(decode(inputs.subList(from, to)));
            } finally {
                using.unlock();
            }
            from = to;
        }
        return vectors;
    }

    private int batchEnd(List<int[]> inputs, int from) {
        int tokens = 0;
        int to = from;
        while (to < inputs.size() && to - from < sequences() && tokens + inputs.get(to).length <= maxTokens) {
            tokens += inputs.get(to).length;
            to++;
        }
        return to;
    }

    private int sequences() {
        return Math.min(MAX_SEQUENCES, maxTokens);
    }

    private List<float[]> decode(List<int[]> inputs) {
        LlamaContext opened = context();
        opened.clear();
        opened.clearBatch();
        for (int sequence = 0; sequence < inputs.size(); sequence++) {
            int[] input = inputs.get(sequence);
            for (int position = 0; position < input.length; position++) {
                opened.add(input[position], position, sequence, LlamaContext.Wanted.LOGITS);
            }
        }
        opened.decode();
        List<float[]> vectors = new ArrayList<>(inputs.size());
        for (int sequence = 0; sequence < inputs.size(); sequence++) {
            float[] vector = opened.embedding(sequence);
            vectors.add(vector.length == dimensions() ? vector : Arrays.copyOf(vector, dimensions()));
        }
        return vectors;
    }

    private LlamaContext context() {
        if (closed) {
            throw new EngineException("the embeddings of " + id() + " are closed");
        }
        LlamaContext made = context;
        if (made == null) {
            // llama.cpp plans for as many tokens of each sequence, and ends the process where the outputs are fewer.
            int batchSize = Math.ceilDiv(maxTokens, sequences()) * sequences();
            made = new LlamaContext(
                    model, batchSize, batchSize, sequences(), batchSize, threads, LlamaContext.Output.EMBEDDINGS);
            context = made;
        }
        return made;
    }

    @Override
    public void close() {
        using.lock();
        try {
            closed = true;
            LlamaContext made = context;
            if (made != null) {
                made.close();
                context = null;
            }
        } finally {
            using.unlock();
        }
        switch (ownership) {
            case OWNED -> model.close();
            case SHARED -> {}
        }
    }
}
