package dev.tenon.sampler.engine;

/** What a tokenizer makes of the name of a special token, such as {@code <|im_end|>}, in a text. */
public enum SpecialTokens {
    /** It is text like any other: for what people and schemas write. */
    AS_TEXT,
    /** It is the token: for what a chat template writes. */
    PARSED
}
