package dev.tenon.sampler.engine;

/** A model's own way from text to tokens. Thread-safe. */
public interface Tokenizer {
    /**
     * The tokens that the model would be trained on for this text, with nothing put in front of them.
     *
     * <p>With {@link SpecialTokens#AS_TEXT} their bytes, one after another, are exactly the text in UTF-8. Where the model's
     * tokenizer would change the text (by a space in front, by dropping what it cannot spell), other tokens are found that do not.
     *
     * @throws EngineException when, with {@code AS_TEXT}, the vocabulary cannot spell the text
     */
    int[] tokenize(String text, SpecialTokens special);

    /**
     * The tokens of a rendered prompt: special tokens are recognised, and the token that begins a sequence is put in front where
     * the model asks for it and the text does not begin with it already.
     */
    int[] tokenizePrompt(String text);
}
