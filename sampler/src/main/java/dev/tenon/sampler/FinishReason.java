package dev.tenon.sampler;

/** Why a generation ended. */
public enum FinishReason {
    /** The text is complete: it is in the grammar's language (or free text that the model or a stop string ended). */
    STOP,
    /** The token limit was reached or the context is full: the text is a prefix of some text of the language. */
    LENGTH,
    /** The caller no longer wants it. */
    CANCELLED
}
