package dev.tenon.sampler.llama;

import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.engine.EmbeddingEngine;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.engine.EngineSession;
import dev.tenon.sampler.engine.EngineStatistics;
import dev.tenon.sampler.engine.Tokenizer;
import dev.tenon.sampler.parts.PartStore;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A GGUF model served by llama.cpp: one context with cells for each session, and one {@link DecodeThread} that evaluates in one
 * batch what they bring together.
 *
 * <p>Thread-safe. Each session is used by a thread of its own, so that they sample while others do. Sums may come out a little
 * different in batches of different sizes, and with them logits, in their last digits.
 */
public final class LlamaEngine implements Engine {
    private static final String SUFFIX = ".gguf";

    /** Most tokens that are evaluated ahead: sixteen rows of a matrix are what processors multiply at once. */
    private static final int MOST_DRAFTED = 15;

    private final LlamaModel model;
    private final DecodeThread decoder;
    private final Vocabulary vocabulary;
    private final LlamaTokenizer tokenizer;
    private final int contextLength;
    private final int maxSequences;
    private final int threads;
    /** How many tokens a session may evaluate ahead while it is the only one. */
    private final int drafted;

    /** Guards the fields below. */
    private final Object state = new Object();

    private int open;
    private boolean closed;

    /** An engine over a context, which is closed with it. */
    LlamaEngine(LlamaModel model, LlamaContext context, SequencePool pool, Limits limits, int threads) {
        this.model = model;
        TokenTable table = model.readTokens();
        this.vocabulary = table.toVocabulary();
        this.tokenizer = new LlamaTokenizer(model, table);
        this.contextLength = limits.contextLength;
        this.maxSequences = limits.maxSequences;
        this.threads = threads;
        this.drafted = limits.drafted;
        this.decoder = new DecodeThread(context, pool, maxSequences);
    }

    /**
     * What sessions may hold.
     *
     * @param contextLength tokens of one
     * @param maxSequences how many may be open
     * @param drafted tokens that one may evaluate ahead while it is the only one
     */
    record Limits(int contextLength, int maxSequences, int drafted) {}

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
            return load(model, options);
        } catch (EngineException | ArithmeticException e) {
            model.close();
            throw e;
        }
    }

    private static LlamaEngine load(LlamaModel model, LlamaOptions options) {
        int contextLength = contextLength(model, options);
        int maxSequences = options.maxSequences() == LlamaOptions.AUTOMATIC
                ? Math.min(options.batchSize(), CellMemory.sequences(model.info(), contextLength))
                : options.maxSequences();
        int cells = Math.multiplyExact(LlamaContext.cellsFor(contextLength), maxSequences);
        int batchSize = Math.min(options.batchSize(), cells);
        int threads = options.threads() == LlamaOptions.AUTOMATIC ? CpuCores.count() : options.threads();
        // What is kept of other texts shows in the sizes of batches, and so in the last digits of logits.
        boolean drafts = options.keptSequences() > 0 && model.sharing() == SequencePool.Sharing.PARTS;
        int outputs = Math.min(batchSize, maxSequences + (drafts ? MOST_DRAFTED : 0));
        LlamaContext context =
                new LlamaContext(model, cells, batchSize, maxSequences, outputs, threads, LlamaContext.Output.LOGITS);
        SequencePool pool = new SequencePool(context, maxSequences, options.keptSequences(), model.sharing());
        return new LlamaEngine(
                model,
                context,
                pool,
                new Limits(contextLength, maxSequences, Math.max(0, outputs - maxSequences)),
                threads);
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

    /** How many tokens a session may evaluate ahead now: alone it may, and beside others a batch is full enough. */
    int draftLimit() {
        synchronized (state) {
            return open == 1 ? drafted : 0;
        }
    }

    /** Logits after how many tokens a session may have at once. */
    int mostRows() {
        return drafted + 1;
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
    public int sessionLimit() {
        return maxSequences;
    }

    @Override
    public EngineStatistics statistics() {
        EngineStatistics counted = decoder.statistics();
        synchronized (state) {
            return new EngineStatistics(
                    maxSequences,
                    open,
                    counted.cells(),
                    counted.cellsHeld(),
                    counted.cellsKept(),
                    counted.batches(),
                    counted.batchedTokens(),
                    counted.decodeNanos(),
                    counted.promptTokens(),
                    counted.reusedTokens());
        }
    }

    @Override
    public EngineSession open() {
        synchronized (state) {
            if (closed) {
                throw new EngineException("the engine is closed");
            }
            if (open == maxSequences) {
                throw new EngineException("all " + maxSequences + " sequences are in use");
            }
            open++;
        }
        return new LlamaSession(this, decoder, contextLength);
    }

    /** Takes a sequence back from a session that closes; the last one after the engine was closed frees everything. */
    void giveBack(LlamaSession session) {
        decoder.leave(session);
        boolean last;
        synchronized (state) {
            open--;
            last = closed && open == 0;
        }
        if (last) {
            free();
        }
    }

    @Override
    public void close() {
        boolean idle;
        synchronized (state) {
            idle = !closed && open == 0;
            closed = true;
        }
        if (idle) {
            free();
        }
    }

    private void free() {
        model.close();
        decoder.stop();
    }
}
