package dev.tenon.sampler;

/** What to do where the grammar leaves only one way on. */
public enum ForcedText {
    /** Append it without sampling, several tokens in one decode. */
    ON,
    /** Let the model go through it token by token; only for comparison. */
    OFF
}
