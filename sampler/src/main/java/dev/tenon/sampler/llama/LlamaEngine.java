package dev.tenon.sampler.llama;

import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.engine.CancelledDecodeException;
import dev.tenon.sampler.engine.EmbeddingEngine;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.engine.EngineSession;
import dev.tenon.sampler.engine.Tokenizer;
import dev.tenon.sampler.parts.PartStore;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A GGUF model served by llama.cpp: one context whose cells all sessions share, one decode at a time.
 *
 * <p>Thread-safe. A decode in one session makes the logits of the last one, in whichever session, invalid.
 */
public final class LlamaEngine implements Engine {
    private static final String SUFFIX = ".gguf";
    private static final int MAX_OUTPUTS = 16;

    private final LlamaModel model;
    private final LlamaContext context;
    private final Vocabulary vocabulary;
    private final LlamaTokenizer tokenizer;
    private final int contextLength;
    private final int maxSequences;
    private final int threads;

    /** Held while the context is used. */
    private final ReentrantLock decoding = new ReentrantLock();

    /** Guards the fields below; never held during a decode. */
    private final Object state = new Object();

    private final Deque<Integer> freeSequences = new ArrayDeque<>();
    private @Nullable LlamaSession running;
    private boolean closed;

    private LlamaEngine(LlamaModel model, LlamaContext context, int contextLength, int maxSequences, int threads) {
        this.model = model;
        this.context = context;
        TokenTable table = model.readTokens();
        this.vocabulary = table.toVocabulary();
        this.tokenizer = new LlamaTokenizer(model, table);
        this.contextLength = contextLength;
        this.maxSequences = maxSequences;
        this.threads = threads;
        for (int sequence = 0; sequence < maxSequences; sequence++) {
            freeSequences.add(sequence);
        }
    }

    /**
     * Loads a model, with llama.cpp from the default part store.
     *
     * @throws EngineException when the file is no GGUF model that generates text, the options ask for more context than it was
     *     trained for, or there is not enough memory
     * @throws dev.tenon.sampler.parts.PartException when llama.cpp is not there and cannot be fetched
     */
    public static LlamaEngine load(Path gguf, LlamaOptions options) {
        return load(gguf, options, PartStore.atDefaultHome());
    }

    /** The same, with llama.cpp from a given store. */
    public static LlamaEngine load(Path gguf, LlamaOptions options, PartStore store) {
        NativeLibrary.load(store);
        LlamaModel model = LlamaModel.load(gguf, options.gpuLayers(), LlamaModel.Content.WEIGHTS);
        try {
            if (!model.generatesText()) {
                throw new EngineException(gguf + " is not a model that generates text");
            }
            int contextLength = contextLength(model, options);
            int cells = Math.multiplyExact(contextLength, options.maxSequences());
            int batchSize = Math.min(options.batchSize(), cells);
            int threads = options.threads() == LlamaOptions.AUTOMATIC ? CpuCores.count() : options.threads();
            LlamaContext context = new LlamaContext(
                    model,
                    cells,
                    batchSize,
                    options.maxSequences(),
                    Math.min(batchSize, Math.max(MAX_OUTPUTS, options.maxSequences())),
                    threads,
                    LlamaContext.Output.LOGITS);
            return new LlamaEngine(model, context, contextLength, options.maxSequences(), threads);
        } catch (EngineException | ArithmeticException e) {
            model.close();
            throw e;
        }
    }

    private static int contextLength(LlamaModel model, LlamaOptions options) {
        int trained = model.info().trainedContextLength();
        if (options.contextLength() == LlamaOptions.AUTOMATIC) {
            return trained > 0
                    ? Math.min(trained, LlamaOptions.DEFAULT_CONTEXT_LENGTH)
                    : LlamaOptions.DEFAULT_CONTEXT_LENGTH;
        }
        if (trained > 0 && options.contextLength() > trained) {
            throw new EngineException(model.file().getFileName() + " was trained for " + trained
                    + " tokens; a context of " + options.contextLength() + " is more than it can use");
        }
        return options.contextLength();
    }

    @Override
    public String id() {
        String name = String.valueOf(model.file().getFileName());
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public int contextLength() {
        return contextLength;
    }

    @Override
    public Optional<String> chatTemplate() {
        return model.chatTemplate();
    }

    /** How many logits there are. */
    int vocabularySize() {
        return model.vocabularySize();
    }

    /** How many threads compute. */
    public int threads() {
        return threads;
    }

    @Override
    public Optional<EmbeddingEngine> embeddings() {
        return model.embedsText()
                ? Optional.of(new LlamaEmbedder(model, vocabulary, tokenizer, threads, LlamaEmbedder.Ownership.SHARED))
                : Optional.empty();
    }

    /** What the model says about itself. */
    public ModelInfo info() {
        return model.info();
    }

    @Override
    public EngineSession open() {
        synchronized (state) {
            if (closed) {
                throw new EngineException("the engine is closed");
            }
            Integer sequence = freeSequences.poll();
            if (sequence == null) {
                throw new EngineException("all " + maxSequences + " sequences are in use");
            }
            return new LlamaSession(this, sequence, contextLength);
        }
    }

    /** Runs one session's step with the context to itself. */
    FloatBuffer exclusively(LlamaSession session, Step step) {
        decoding.lock();
        try {
            synchronized (state) {
                if (session.isCancelled()) {
                    throw new CancelledDecodeException();
                }
                running = session;
            }
            try {
                return step.run(context);
            } finally {
                synchronized (state) {
                    running = null;
                    context.setAbort(false);
                }
            }
        } finally {
            decoding.unlock();
        }
    }

    /** A decode that a session runs. */
    @FunctionalInterface
    interface Step {
        FloatBuffer run(LlamaContext context);
    }

    /** Changes what the context holds. */
    void withContext(Consumer<LlamaContext> change) {
        decoding.lock();
        try {
            change.accept(context);
        } finally {
            decoding.unlock();
        }
    }

    /** Ends the running decode if it is this session's. */
    void abort(LlamaSession session) {
        synchronized (state) {
            if (running == session) {
                context.setAbort(true);
            }
        }
    }

    /** Takes a sequence back from a session that closes; the last one after the engine was closed frees everything. */
    void giveBack(int sequence) {
        withContext(held -> held.removeFrom(sequence, 0));
        boolean last;
        synchronized (state) {
            freeSequences.add(sequence);
            last = closed && freeSequences.size() == maxSequences;
        }
        if (last) {
            free();
        }
    }

    @Override
    public void close() {
        boolean idle;
        synchronized (state) {
            idle = !closed && freeSequences.size() == maxSequences;
            closed = true;
        }
        if (idle) {
            free();
        }
    }

    private void free() {
        context.close();
        model.close();
    }
}
