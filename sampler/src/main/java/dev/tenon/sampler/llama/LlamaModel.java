package dev.tenon.sampler.llama;

import dev.tenon.sampler.engine.EngineException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A loaded GGUF file, memory-mapped. Immutable and thread-safe. Its contexts keep it loaded after it is closed. */
final class LlamaModel implements AutoCloseable {
    /** How much of the file is loaded. */
    enum Content {
        WEIGHTS,
        VOCABULARY_ONLY
    }

    /** Architectures that end the process when a part of a sequence is copied: llama.cpp's llama-kv-cache-dsv4.cpp. */
    private static final Set<String> WHOLE_COPIES_ONLY = Set.of("deepseek4");

    private final NativeHandle handle;
    private final Path file;
    private final int[] vocabularyNumbers = new int[LlamaNative.VOCABULARY_NUMBERS];
    private final ModelInfo info;
    private final boolean generatesText;
    private final boolean hasState;

    private LlamaModel(long address, Path file) {
        this.handle = new NativeHandle(address, "the model " + file.getFileName(), LlamaNative::modelFree);
        this.file = file;
        LlamaNative.vocabularyNumbers(address, vocabularyNumbers);
        long[] numbers = new long[LlamaNative.MODEL_NUMBERS];
        LlamaNative.modelNumbers(address, numbers);
        this.generatesText = numbers[LlamaNative.GENERATES_TEXT] != 0;
        this.hasState = numbers[LlamaNative.HAS_STATE] != 0;
        this.info = new ModelInfo(
                text(LlamaNative.modelDescription(address)),
                numbers[LlamaNative.PARAMETER_COUNT],
                numbers[LlamaNative.MODEL_BYTES],
                Math.toIntExact(numbers[LlamaNative.TRAINED_CONTEXT_LENGTH]),
                Math.toIntExact(numbers[LlamaNative.EMBEDDING_LENGTH]),
                Math.toIntExact(numbers[LlamaNative.LAYER_COUNT]),
                metadata(address));
    }

    /**
     * Loads a file. The native library must be loaded.
     *
     * @param gpuLayers how many layers to put on a GPU, if there is one
     * @throws EngineException when it is no GGUF file, is cut short, or holds no model that llama.cpp knows
     */
    static LlamaModel load(Path file, int gpuLayers, Content content) {
        GgufFile.of(file).check();
        byte[] path = file.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
        // Loads are one at a time, so that what llama.cpp logs belongs to this one.
        synchronized (LlamaModel.class) {
            takeErrors();
            long address = LlamaNative.modelLoad(path, gpuLayers, content == Content.VOCABULARY_ONLY);
            if (address == 0) {
                throw new EngineException("llama.cpp cannot load " + file + because(takeErrors()));
            }
            LlamaModel model = new LlamaModel(address, file);
            if (model.vocabularyType() == LlamaNative.TYPE_NONE || model.vocabularySize() < 1) {
                model.close();
                throw new EngineException(file + " carries no vocabulary");
            }
            return model;
        }
    }

    /** What llama.cpp has said about its last failures, on one line; empty if nothing. */
    static String takeErrors() {
        return new String(LlamaNative.takeErrors(), StandardCharsets.UTF_8)
                .strip()
                .replaceAll("\\s*\\R\\s*", "; ");
    }

    /** A clause for the end of a message; empty if there is nothing to say. */
    static String because(String errors) {
        return errors.isEmpty() ? "" : ": " + errors;
    }

    Path file() {
        return file;
    }

    ModelInfo info() {
        return info;
    }

    /** Whether it is a model that goes on with a text: not an encoder, not a translator, and not made for embeddings. */
    boolean generatesText() {
        return generatesText && ModelPurpose.of(info.metadata()) == ModelPurpose.TEXT;
    }

    /** Whether texts have embeddings in it: not a ranker, and not a translator, which has an encoder of its own. */
    boolean embedsText() {
        return generatesText && ModelPurpose.of(info.metadata()) != ModelPurpose.RANKING;
    }

    /** The file's name without its suffix. */
    String id() {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".gguf") ? name.substring(0, name.length() - ".gguf".length()) : name;
    }

    /** What its memory can do. */
    SequencePool.Sharing sharing() {
        String architecture = info.metadata().getOrDefault("general.architecture", "");
        return hasState || WHOLE_COPIES_ONLY.contains(architecture)
                ? SequencePool.Sharing.NOTHING
                : SequencePool.Sharing.PARTS;
    }

    /** How many tokens there are, which is how many logits. */
    int vocabularySize() {
        return vocabularyNumbers[LlamaNative.VOCABULARY_SIZE];
    }

    /** {@code enum llama_vocab_type}. */
    int vocabularyType() {
        return vocabularyNumbers[LlamaNative.VOCABULARY_TYPE];
    }

    /** The token that begins a sequence, if the model wants prompts to begin with one. */
    Optional<Integer> leadingToken() {
        int bos = vocabularyNumbers[LlamaNative.TOKEN_BOS];
        return vocabularyNumbers[LlamaNative.ADDS_BOS] != 0 && bos >= 0 ? Optional.of(bos) : Optional.empty();
    }

    /** The Jinja text of the file's default chat template. */
    Optional<String> chatTemplate() {
        long address = handle.acquire();
        try {
            return Optional.ofNullable(LlamaNative.modelChatTemplate(address))
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        } finally {
            handle.release();
        }
    }

    /** Tokens of UTF-8 text, as llama.cpp makes them, without any that begin or end a sequence. */
    int[] tokenize(byte[] text, boolean parseSpecial) {
        long address = handle.acquire();
        try {
            return LlamaNative.tokenize(address, text, false, parseSpecial);
        } finally {
            handle.release();
        }
    }

    /** Tokens of UTF-8 text with those that begin and end a sequence, where the model wants them. */
    int[] tokenizeWhole(byte[] text) {
        long address = handle.acquire();
        try {
            return LlamaNative.tokenize(address, text, true, false);
        } finally {
            handle.release();
        }
    }

    /** Reads what every token stands for. */
    TokenTable readTokens() {
        long address = handle.acquire();
        try {
            int size = vocabularySize();
            int[] offsets = new int[size + 1];
            int[] attributes = new int[size];
            boolean[] ends = new boolean[size];
            byte[] pieces = LlamaNative.vocabularyPieces(address, offsets);
            LlamaNative.vocabularyKinds(address, attributes, ends);
            return TokenTable.of(pieces, offsets, attributes, ends, vocabularyType());
        } finally {
            handle.release();
        }
    }

    /** The handle, for contexts. */
    NativeHandle handle() {
        return handle;
    }

    @Override
    public void close() {
        handle.close();
    }

    private static Map<String, String> metadata(long address) {
        Map<String, String> metadata = new TreeMap<>();
        int count = LlamaNative.modelMetadataCount(address);
        for (int i = 0; i < count; i++) {
            metadata.put(
                    text(LlamaNative.modelMetadataKey(address, i)), text(LlamaNative.modelMetadataValue(address, i)));
        }
        return metadata;
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
