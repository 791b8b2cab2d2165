package dev.tenon.sampler.llama;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Every native method there is; {@code tenon_llama.c} has one function for each, in the same order. Nothing is checked here:
 * callers pass open handles and indices that are inside. Text goes as UTF-8 bytes, because JNI's own strings do not.
 *
 * <p>Model functions are thread-safe while the model is open. Context functions belong to one thread at a time, but for
 * {@link #setAbort}.
 */
final class LlamaNative {
    /** Indices into the array that {@link #modelNumbers} fills. */
    static final int TRAINED_CONTEXT_LENGTH = 0;

    static final int EMBEDDING_LENGTH = 1;
    static final int LAYER_COUNT = 2;
    static final int PARAMETER_COUNT = 3;
    static final int MODEL_BYTES = 4;
    static final int GENERATES_TEXT = 5;
    static final int HAS_STATE = 6;
    static final int MODEL_NUMBERS = 7;

    /** Indices into the array that {@link #vocabularyNumbers} fills; a token that the vocabulary lacks is -1. */
    static final int VOCABULARY_SIZE = 0;

    static final int VOCABULARY_TYPE = 1;
    static final int TOKEN_BOS = 2;
    static final int TOKEN_EOS = 3;
    static final int TOKEN_EOT = 4;
    static final int TOKEN_SEP = 5;
    static final int TOKEN_NEWLINE = 6;
    static final int TOKEN_PAD = 7;
    static final int ADDS_BOS = 8;
    static final int VOCABULARY_NUMBERS = 9;

    /** Values of {@link #VOCABULARY_TYPE}: {@code enum llama_vocab_type}. */
    static final int TYPE_NONE = 0;

    static final int TYPE_BPE = 2;

    /** Bits of a token's attributes: {@code enum llama_token_attr}. */
    static final int ATTRIBUTE_UNKNOWN = 1;

    static final int ATTRIBUTE_UNUSED = 1 << 1;
    static final int ATTRIBUTE_NORMAL = 1 << 2;
    static final int ATTRIBUTE_CONTROL = 1 << 3;
    static final int ATTRIBUTE_USER_DEFINED = 1 << 4;
    static final int ATTRIBUTE_BYTE = 1 << 5;

    /** Results of {@link #decode}; what is below zero is a failure. */
    static final int DECODED = 0;

    static final int NO_ROOM = 1;
    static final int ABORTED = 2;

    private LlamaNative() {}

    // The process.

    /** Silences llama.cpp's log but for errors, and loads the compute libraries of a folder that suit this processor; once. */
    static native void start(byte[] folder);

    /** What llama.cpp has logged as errors since the last call. */
    static native byte[] takeErrors();

    static native byte @Nullable [] version();

    static native int deviceCount();

    // Models.

    /** A handle, or 0 when the file cannot be loaded; {@link #takeErrors} says why. */
    static native long modelLoad(byte[] path, int gpuLayers, boolean vocabularyOnly);

    static native void modelFree(long model);

    static native void modelNumbers(long model, long[] numbers);

    static native byte @Nullable [] modelDescription(long model);

    static native byte @Nullable [] modelChatTemplate(long model);

    static native int modelMetadataCount(long model);

    static native byte @Nullable [] modelMetadataKey(long model, int index);

    static native byte @Nullable [] modelMetadataValue(long model, int index);

    // Vocabularies.

    static native void vocabularyNumbers(long model, int[] numbers);

    /** Attribute bits, and whether it ends a generation, for each token. */
    static native void vocabularyKinds(long model, int[] attributes, boolean[] ends);

    /** The bytes of all tokens; those of token t are {@code [offsets[t], offsets[t + 1])}. */
    static native byte[] vocabularyPieces(long model, int[] offsets);

    /** With {@code addSpecial}, the tokens that begin and end a sequence are put around where the vocabulary wants them. */
    static native int[] tokenize(long model, byte[] text, boolean addSpecial, boolean parseSpecial);

    // Contexts.

    /** A handle, or 0 when there is not enough memory. */
    static native long contextNew(
            long model, int cells, int batchSize, int maxSequences, int maxOutputs, int threads, boolean embeddings);

    static native void contextFree(long context);

    /** Fills in the cells and the batch size that the context really has. */
    static native void contextNumbers(long context, int[] numbers);

    /** Decodes {@code tokens[offset .. offset + count)}; element i of the other arrays belongs to the i-th of them. */
    static native int decode(
            long context, int[] tokens, int offset, int count, int[] positions, int[] sequences, byte[] outputs);

    /** May be called from any thread while the context is open. */
    static native void setAbort(long context, boolean abort);

    /** The logits after batch token {@code index}: llama.cpp's own memory, valid until the next decode; null for no output. */
    static native @Nullable ByteBuffer logits(long context, int index);

    static native float @Nullable [] sequenceEmbedding(long context, int sequence);

    // The memory of a context. Positions are [from, to); a negative "to" means to the end.

    /** False when the model's memory cannot forget a part of a sequence; a whole one it always can. */
    static native boolean sequenceRemove(long context, int sequence, int from, int to);

    /** Makes a sequence hold what another holds. */
    static native void sequenceCopy(long context, int source, int target);

    /** -1 for an empty sequence. */
    static native int sequenceLastPosition(long context, int sequence);

    static native void clear(long context);

    static native long stateBytes(long context);

    static native long sequenceStateBytes(long context, int sequence);
}
