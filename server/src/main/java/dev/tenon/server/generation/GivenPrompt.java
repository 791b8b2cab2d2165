package dev.tenon.server.generation;

/** A prompt that is given as it is, and not made of a conversation. */
public sealed interface GivenPrompt {
    /**
     * A text. The names of special tokens in it are the tokens: whoever writes a prompt by hand writes what a template would. The
     * token that begins a sequence is put in front where the model wants one.
     */
    record Text(String text) implements GivenPrompt {}

    /** Tokens, with nothing put in front. Nobody writes to the array. */
    record Tokens(int[] ids) implements GivenPrompt {}

    /**
     * What comes before a gap and what comes after it; the reply is to fill it.
     *
     * @param before what comes before; itself no gap
     * @param after what comes after, in which names of special tokens are text
     */
    record Gap(GivenPrompt before, String after) implements GivenPrompt {}
}
