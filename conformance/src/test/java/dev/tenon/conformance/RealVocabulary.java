package dev.tenon.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.engine.Tokenizer;
import dev.tenon.sampler.llama.LlamaVocabulary;
import dev.tenon.sampler.parts.PartStore;
import dev.tenon.sampler.parts.Parts;
import dev.tenon.sampler.parts.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The vocabulary of a real model, with its tokenizer and a compiler of grammars that all tests of one run share.
 *
 * <p>They come from the part store, where the tests of the sampler put them. Nothing is fetched here: a test that asks for
 * one that is not there is skipped and says so.
 */
public final class RealVocabulary {
    /** Byte-level BPE of several makers, and SentencePiece with byte fallback; 32,064 to 262,144 tokens. */
    public static final List<String> NAMES = List.of(
            "smollm2", "llama-bpe", "qwen2", "gemma-4", "phi-3", "llama-spm", "gpt-2", "command-r", "deepseek-llm");

    private static final PartStore STORE = PartStore.atDefaultHome();
    private static final Map<String, RealVocabulary> LOADED = new ConcurrentHashMap<>();

    private final LlamaVocabulary loaded;
    private final GrammarCompiler compiler;

    private RealVocabulary(Path gguf) {
        loaded = LlamaVocabulary.load(gguf);
        compiler = new GrammarCompiler(loaded.vocabulary(), CompileLimits.defaults());
    }

    /** The vocabulary of this name; skips the test that asks where it is not on this machine. */
    public static RealVocabulary named(String name) {
        Optional<Path> file = find(name);
        assumeTrue(
                file.isPresent(),
                "the vocabulary " + name + " is not in the part store; run the tests of sampler once to fetch it");
        return LOADED.computeIfAbsent(name, key -> new RealVocabulary(file.orElseThrow()));
    }

    /** The default model's file; skips the test that asks where it is not on this machine. */
    public static Path defaultModel() {
        Optional<Path> file = find("smollm2");
        assumeTrue(
                file.isPresent(),
                "the default model is not in the part store; run the tests of sampler once to fetch it");
        return file.orElseThrow();
    }

    private static Optional<Path> find(String name) {
        if (STORE.find(Parts.libraries(Platform.current())).isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> file = name.equals("smollm2")
                ? STORE.find(Parts.DEFAULT_MODEL)
                : STORE.find(Parts.headers(Platform.current()))
                        .map(root -> root.resolve("models").resolve("ggml-vocab-" + name + ".gguf"));
        return file.filter(Files::isRegularFile);
    }

    /** What each token stands for. */
    public Vocabulary vocabulary() {
        return loaded.vocabulary();
    }

    /** The model's own tokenizer. */
    public Tokenizer tokenizer() {
        return loaded.tokenizer();
    }

    /** Compiles grammars for it; keeps its masks. */
    public GrammarCompiler compiler() {
        return compiler;
    }
}
