package dev.tenon.automaton.token;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Vocabularies from the {@code tokenizer.json} of the Hugging Face tokenizers library. Only what each id stands for is
 * read; how text is cut into tokens is not.
 *
 * <p>Two ways of spelling bytes are understood, told apart by the file's own pre-tokenizer, normalizer and decoder:
 *
 * <ul>
 *   <li>byte-level BPE ({@code ByteLevel}): every character of a token stands for a byte. A token with a character that
 *       stands for none is spelled in UTF-8, as that library's decoder does.
 *   <li>SentencePiece-like BPE and Unigram ({@code Metaspace}, or {@code Replace} of U+2581): U+2581 is a space, the
 *       rest is UTF-8; with byte fallback, tokens {@code <0x00>} to {@code <0xFF>} are single bytes.
 * </ul>
 *
 * WordPiece and WordLevel are refused: their tokens do not say where the spaces are.
 *
 * <p>Of {@code added_tokens}, those that are {@code special} become CONTROL or END and the others TEXT, with U+2581 as a
 * space in the second kind. The unknown token is CONTROL. Ids without a token are UNUSED.
 */
public final class TokenizerJson {
    /**
     * Names that are taken for END tokens where the caller names none: those that the published chat and base models
     * end a turn or a text with.
     */
    public static final List<String> WELL_KNOWN_END_TOKENS = List.of(
            "<|im_end|>",
            "<|endoftext|>",
            "<|end_of_text|>",
            "<|eot_id|>",
            "<|eom_id|>",
            "<|end|>",
            "<|return|>",
            "<|call|>",
            "<|eot|>",
            "<|endofturn|>",
            "<end_of_turn>",
            "<turn|>",
            "<end_of_utterance>",
            "<eos>",
            "</s>",
            "[EOS]",
            "<EOT>",
            "<\uFF5Cend\u2581of\u2581sentence\uFF5C>");

    private TokenizerJson() {}

    /**
     * What the file does not say.
     *
     * @param leastSize the vocabulary has at least this many ids: the model's logit count, or 0
     * @param endTokens the names of the END tokens, each of which must be there; where the list is empty, those of
     *     {@link #WELL_KNOWN_END_TOKENS} that are among the added tokens
     */
    public record Options(int leastSize, List<String> endTokens) {
        /** Copies the list. */
        public Options {
            endTokens = List.copyOf(endTokens);
            if (leastSize < 0 || leastSize > TokenizerJsonReader.MAX_IDS) {
                throw new IllegalArgumentException("no size of a vocabulary: " + leastSize);
            }
        }

        /** The size of the file's own list, and well-known END tokens. */
        public static Options defaults() {
            return new Options(0, List.of());
        }
    }

    /**
     * Reads a file.
     *
     * @throws TokenizerFormatException when it is broken or of another kind; the message names the file and the place
     * @throws IOException when it cannot be read
     */
    public static Vocabulary load(Path file, Options options) throws IOException {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return load(reader, options);
        } catch (TokenizerFormatException e) {
            throw new TokenizerFormatException(file.getFileName() + ": " + e.getMessage(), e);
        }
    }

    /** Reads a file with {@link Options#defaults}. */
    public static Vocabulary load(Path file) throws IOException {
        return load(file, Options.defaults());
    }

    /**
     * Reads from a reader, which it does not close. Memory and work are bounded: at most {@value
     * TokenizerJsonReader#MAX_IDS} ids and 512 MB of text.
     *
     * @throws TokenizerFormatException when it is broken or of another kind; the message names the place
     * @throws IOException when it cannot be read
     */
    public static Vocabulary load(Reader reader, Options options) throws IOException {
        return new TokenizerJsonReader().read(reader).vocabulary(options);
    }
}
