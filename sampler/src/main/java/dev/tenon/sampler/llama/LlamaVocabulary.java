package dev.tenon.sampler.llama;

import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.engine.Tokenizer;
import dev.tenon.sampler.parts.PartStore;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The vocabulary of a GGUF file, without its weights: enough to compile grammars and make masks for another engine. Thread-safe.
 *
 * <pre>{@code
 * try (LlamaVocabulary loaded = LlamaVocabulary.load(gguf)) {
 *     int[] tokens = loaded.tokenizer().tokenize("{\"a\":1}", SpecialTokens.AS_TEXT);
 * }
 * }</pre>
 */
public final class LlamaVocabulary implements AutoCloseable {
    private final LlamaModel model;
    private final TokenTable table;
    private final Vocabulary vocabulary;
    private final Tokenizer tokenizer;

    private LlamaVocabulary(LlamaModel model) {
        this.model = model;
        this.table = model.readTokens();
        this.vocabulary = table.toVocabulary();
        this.tokenizer = new LlamaTokenizer(model, table);
    }

    /**
     * Loads a file's vocabulary, with llama.cpp from the default part store.
     *
     * @throws dev.tenon.sampler.engine.EngineException when it is no GGUF file with a vocabulary
     * @throws dev.tenon.sampler.parts.PartException when llama.cpp is not there and cannot be fetched
     */
    public static LlamaVocabulary load(Path gguf) {
        return load(gguf, PartStore.atDefaultHome());
    }

    /** The same, with llama.cpp from a given store. */
    public static LlamaVocabulary load(Path gguf, PartStore store) {
        NativeLibrary.load(store);
        return new LlamaVocabulary(LlamaModel.load(gguf, 0, LlamaModel.Content.VOCABULARY_ONLY));
    }

    /** What each token stands for; usable after closing. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The file's own tokenizer; not usable after closing. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** The file's chat template, in Jinja, if it carries one. */
    public Optional<String> chatTemplate() {
        return model.chatTemplate();
    }

    TokenTable table() {
        return table;
    }

    @Override
    public void close() {
        model.close();
    }
}
