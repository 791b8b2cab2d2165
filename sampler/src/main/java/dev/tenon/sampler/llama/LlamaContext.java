package dev.tenon.sampler.llama;

import dev.tenon.sampler.engine.CancelledDecodeException;
import dev.tenon.sampler.engine.EngineException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A model's working memory: cells for each sequence of tokens, and the batch that is decoded next. Not thread-safe: one thread
 * owns it at a time, but for {@link #setAbort}.
 *
 * <p>A step is: {@link #add} tokens of any sequences, {@link #decode()}, then {@link #logits} of those that asked for them.
 */
final class LlamaContext implements AutoCloseable {
    /** What a decode computes besides filling the memory. */
    enum Output {
        LOGITS,
        EMBEDDINGS
    }

    /** Whether a token's logits are wanted. */
    enum Wanted {
        NOTHING,
        LOGITS
    }

    static final int MAX_SEQUENCES = 256;

    /** The cells of a sequence are a multiple of this. */
    private static final int CELL_BLOCK = 256;

    private final LlamaModel model;
    private final NativeHandle handle;
    private final int vocabularySize;
    private final int cells;
    private final int cellsPerSequence;
    private final int maxSequences;
    private final int maxOutputs;
    /** The batch: element i of each array belongs to its i-th token. */
    private final int[] tokens;

    private final int[] positions;
    private final int[] sequences;
    private final byte[] outputs;
    private int count;
    private int outputCount;

    /**
     * @param cells tokens that all sequences together may hold: for logits each an equal share, which llama.cpp rounds up; for
     *     embeddings as it comes
     * @param batchSize most tokens in one decode
     * @param maxSequences sequence ids are below this
     * @param maxOutputs most tokens in one decode whose logits are wanted
     * @param threads how many compute
     * @throws EngineException when there is not enough memory, or the model is closed
     */
    LlamaContext(
            LlamaModel model, int cells, int batchSize, int maxSequences, int maxOutputs, int threads, Output output) {
        if (cells < 1 || maxSequences < 1 || maxSequences > MAX_SEQUENCES || threads < 1) {
            throw new IllegalArgumentException(
                    "cells " + cells + ", sequences " + maxSequences + ", threads " + threads);
        }
        if (batchSize < 1 || batchSize > cells || maxOutputs < 1 || maxOutputs > batchSize) {
            throw new IllegalArgumentException("batch size " + batchSize + ", outputs " + maxOutputs);
        }
        CellMemory.requireRoom(model.info(), cells);
        this.model = model;
        long modelAddress = model.handle().acquire();
        LlamaModel.takeErrors();
        long address = LlamaNative.contextNew(
                modelAddress,
                cells,
                batchSize,
                maxSequences,
                // llama.cpp wants room for one output of each sequence, whatever is asked for at a time.
                Math.max(maxSequences, output == Output.EMBEDDINGS ? batchSize : maxOutputs),
                threads,
                output == Output.EMBEDDINGS);
        if (address == 0) {
            model.handle().release();
            throw new EngineException("llama.cpp cannot make a context of " + cells + " tokens for "
                    + model.file().getFileName() + "; try a smaller context"
                    + LlamaModel.because(LlamaModel.takeErrors()));
        }
        this.handle = new NativeHandle(address, "the context", this::free);
        int[] numbers = new int[2];
        LlamaNative.contextNumbers(address, numbers);
        this.cells = numbers[0];
        this.vocabularySize = model.vocabularySize();
        this.maxSequences = maxSequences;
        this.cellsPerSequence = switch (output) {
            case LOGITS -> this.cells / maxSequences;
            case EMBEDDINGS -> this.cells;
        };
        this.maxOutputs = output == Output.EMBEDDINGS ? batchSize : maxOutputs;
        int capacity = Math.min(batchSize, numbers[1]);
        this.tokens = new int[capacity];
        this.positions = new int[capacity];
        this.sequences = new int[capacity];
        this.outputs = new byte[capacity];
    }

    private void free(long address) {
        LlamaNative.contextFree(address);
        model.handle().release();
    }

    /** How many cells a sequence of so many tokens takes. */
    static int cellsFor(int tokens) {
        return Math.ceilDiv(tokens, CELL_BLOCK) * CELL_BLOCK;
    }

    /** Most tokens in one decode. */
    int batchSize() {
        return tokens.length;
    }

    /** Tokens that all sequences together may hold. */
    int cells() {
        return cells;
    }

    /** Empties the batch. */
    void clearBatch() {
        count = 0;
        outputCount = 0;
    }

    /**
     * Adds a token to the batch.
     *
     * @return its index, for {@link #logits}
     * @throws EngineException when the token, the sequence or the position is out of range, or the batch is full
     */
    int add(int token, int position, int sequence, Wanted wanted) {
        if (token < 0 || token >= vocabularySize) {
            throw new EngineException("token " + token + " is not in a vocabulary of " + vocabularySize);
        }
        checkSequence(sequence);
        if (position < 0 || position >= cellsPerSequence) {
            throw new EngineException("position " + position + " is not in a context of " + cellsPerSequence);
        }
        if (count == tokens.length || (wanted == Wanted.LOGITS && outputCount == maxOutputs)) {
            throw new EngineException("the batch is full with " + count + " tokens and " + outputCount + " outputs");
        }
        tokens[count] = token;
        positions[count] = position;
        sequences[count] = sequence;
        outputs[count] = (byte) (wanted == Wanted.LOGITS ? 1 : 0);
        outputCount += outputs[count];
        return count++;
    }

    /**
     * Decodes the batch and leaves it as it is.
     *
     * @throws CancelledDecodeException when {@link #setAbort} ended it; sequences in the batch may hold a part of it
     * @throws EngineException when llama.cpp fails; likewise
     */
    void decode() {
        if (count == 0) {
            throw new EngineException("the batch is empty");
        }
        long address = handle.acquire();
        int result;
        try {
            result = LlamaNative.decode(address, tokens, 0, count, positions, sequences, outputs);
        } finally {
            handle.release();
        }
        switch (result) {
            case LlamaNative.DECODED -> {}
            case LlamaNative.NO_ROOM ->
                throw new EngineException("the context has no room for " + count + " more tokens");
            case LlamaNative.ABORTED -> throw new CancelledDecodeException();
            default ->
                throw new EngineException(
                        "llama.cpp cannot decode (" + result + ")" + LlamaModel.because(LlamaModel.takeErrors()));
        }
    }

    /** Makes a running decode end soon, or lets the next one run. May be called from any thread. */
    void setAbort(boolean abort) {
        long address = handle.acquire();
        try {
            LlamaNative.setAbort(address, abort);
        } finally {
            handle.release();
        }
    }

    /**
     * The logits after the {@code index}-th token of the last decoded batch, {@code logits[vocabulary size]}: llama.cpp's own
     * memory, valid until the next decode, and not after closing.
     *
     * @throws EngineException when they were not asked for
     */
    FloatBuffer logits(int index) {
        if (index < 0 || index >= count || outputs[index] == 0) {
            throw new EngineException("no logits were asked for at " + index);
        }
        long address = handle.acquire();
        try {
            ByteBuffer bytes = LlamaNative.logits(address, index);
            if (bytes == null) {
                throw new EngineException("llama.cpp has no logits at " + index);
            }
            return bytes.order(ByteOrder.nativeOrder()).asFloatBuffer();
        } finally {
            handle.release();
        }
    }

    /**
     * The mean embedding of a sequence in the last decoded batch.
     *
     * @throws EngineException unless the context was made for embeddings
     */
    float[] embedding(int sequence) {
        checkSequence(sequence);
        long address = handle.acquire();
        try {
            float[] embedding = LlamaNative.sequenceEmbedding(address, sequence);
            if (embedding == null) {
                throw new EngineException("no embedding of sequence " + sequence + " was computed");
            }
            return embedding;
        } finally {
            handle.release();
        }
    }

    /** Forgets a sequence's tokens from a position on; false when this model can only forget a whole sequence. */
    boolean removeFrom(int sequence, int position) {
        checkSequence(sequence);
        long address = handle.acquire();
        try {
            return LlamaNative.sequenceRemove(address, sequence, position, -1);
        } finally {
            handle.release();
        }
    }

    /** Makes a sequence hold what another holds below a position, and nothing else. Takes as long as copying all that the other holds. */
    void copyPrefix(int source, int target, int position) {
        checkSequence(source);
        checkSequence(target);
        long address = handle.acquire();
        try {
            // Between cells of their own llama.cpp copies only whole sequences.
            LlamaNative.sequenceCopy(address, source, target);
            LlamaNative.sequenceRemove(address, target, position, -1);
        } finally {
            handle.release();
        }
    }

    /** Forgets all sequences. */
    void clear() {
        long address = handle.acquire();
        try {
            LlamaNative.clear(address);
        } finally {
            handle.release();
        }
    }

    /** How many tokens a sequence holds. */
    int length(int sequence) {
        checkSequence(sequence);
        long address = handle.acquire();
        try {
            return LlamaNative.sequenceLastPosition(address, sequence) + 1;
        } finally {
            handle.release();
        }
    }

    /** Bytes that saving everything would take. */
    long stateBytes() {
        long address = handle.acquire();
        try {
            return LlamaNative.stateBytes(address);
        } finally {
            handle.release();
        }
    }

    /** Bytes that saving one sequence would take. */
    long stateBytes(int sequence) {
        checkSequence(sequence);
        long address = handle.acquire();
        try {
            return LlamaNative.sequenceStateBytes(address, sequence);
        } finally {
            handle.release();
        }
    }

    private void checkSequence(int sequence) {
        if (sequence < 0 || sequence >= maxSequences) {
            throw new EngineException("sequence " + sequence + " is not below " + maxSequences);
        }
    }

    @Override
    public void close() {
        handle.close();
    }
}
