package dev.tenon.server.cli;

import dev.tenon.automaton.token.TokenizerFormatException;
import dev.tenon.automaton.token.TokenizerJson;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.engine.GreedyTokenizer;
import dev.tenon.sampler.engine.Tokenizer;
import dev.tenon.sampler.llama.LlamaVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A vocabulary with a tokenizer, from a file: a GGUF file with that of its model, or a {@code tokenizer.json}, whose way to cut
 * text is not known to Tenon, with one that takes the longest token.
 *
 * @param vocabulary what each token stands for
 * @param tokenizer how texts are cut; not usable after closing
 * @param description whose tokenizer it is
 * @param onClose what closing does
 */
record VocabularyFile(Vocabulary vocabulary, Tokenizer tokenizer, String description, Runnable onClose)
        implements AutoCloseable {
    /**
     * Loads a file.
     *
     * @throws CommandFailure when there is none, or it holds no vocabulary
     */
    static VocabularyFile load(Path file) {
        if (!Files.isReadable(file)) {
            throw CommandFailure.misuse(file + ": there is no such file, or it cannot be read");
        }
        try {
            if (file.toString().endsWith(".json")) {
                Vocabulary vocabulary = TokenizerJson.load(file);
                return new VocabularyFile(
                        vocabulary,
                        new GreedyTokenizer(vocabulary),
                        "greedily, not as the model's tokenizer",
                        () -> {});
            }
            LlamaVocabulary loaded = LlamaVocabulary.load(file);
            return new VocabularyFile(
                    loaded.vocabulary(), loaded.tokenizer(), "by the file's own tokenizer in llama.cpp", loaded::close);
        } catch (IOException | TokenizerFormatException e) {
            throw CommandFailure.misuse(file + ": " + e.getMessage());
        } catch (EngineException e) {
            throw CommandFailure.misuse(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        onClose.run();
    }
}
