package dev.tenon.sampler;

import java.util.List;

/**
 * One generated token.
 *
 * @param tokenId its id
 * @param bytes the bytes that it appends to the text; none for a CONTROL token. Not to be written to
 * @param origin how it came about
 * @param logprob the natural logarithm of the model's own probability of it, before bias, penalties, mask and
 *     temperature; -9999 stands for impossible; NaN where log-probabilities were not asked for
 * @param top the model's most probable tokens in this step, the best first; empty where not asked for
 */
public record TokenChoice(int tokenId, byte[] bytes, Origin origin, float logprob, List<Alternative> top) {
    /** Copies the list. */
    public TokenChoice {
        top = List.copyOf(top);
    }

    /** How a token came about. */
    public enum Origin {
        /** Drawn from the model's distribution. */
        SAMPLED,
        /** The only way on; the model was not asked. */
        FORCED
    }

    /**
     * A token that the model might have chosen.
     *
     * @param tokenId its id
     * @param bytes its bytes; the name of a special token. Not to be written to
     * @param logprob as in {@link TokenChoice#logprob}
     */
    public record Alternative(int tokenId, byte[] bytes, float logprob) {}
}
