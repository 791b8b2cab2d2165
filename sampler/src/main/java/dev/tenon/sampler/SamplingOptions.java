package dev.tenon.sampler;

import java.util.Map;

/**
 * How a token is chosen among those that the mask allows. Immutable. No setting makes a token possible that the mask
 * forbids.
 *
 * <p>The stages work in the order of the parameters below, except that bias and penalties come first: bias, penalties,
 * temperature, top-k, top-p, min-p, pick.
 *
 * @param temperature divides the logits; 0 (greedy: always the greatest logit) to 2
 * @param topK keeps the k greatest; 0 keeps all
 * @param topP keeps the smallest set of most probable tokens that has at least this mass; 0 (only the most probable) to
 *     1 (all)
 * @param minP keeps what is at least this fraction as probable as the most probable; 0 (all) to 1
 * @param repetitionPenalty divides positive and multiplies negative logits of tokens of the prompt and of the text so
 *     far; 1 does nothing, above 1 discourages; above 0 to 10
 * @param frequencyPenalty is subtracted from a logit once for each time that the token was generated; -2 to 2
 * @param presencePenalty is subtracted from a logit if the token was generated at all; -2 to 2
 * @param logitBias is added to the logits of these ids; each -100 to 100
 * @param seed chooses the draws: the same seed, options, logits and masks give the same tokens
 */
public record SamplingOptions(
        double temperature,
        int topK,
        double topP,
        double minP,
        double repetitionPenalty,
        double frequencyPenalty,
        double presencePenalty,
        Map<Integer, Float> logitBias,
        long seed) {

    private static final SamplingOptions DEFAULTS = new SamplingOptions(1, 0, 1, 0, 1, 0, 0, Map.of(), 0);

    /**
     * Checks the ranges above; NaN is in none of them.
     *
     * @throws IllegalArgumentException naming the option
     */
    public SamplingOptions {
        logitBias = Map.copyOf(logitBias);
        check("temperature", temperature, 0, 2);
        check("top_p", topP, 0, 1);
        check("min_p", minP, 0, 1);
        check("frequency_penalty", frequencyPenalty, -2, 2);
        check("presence_penalty", presencePenalty, -2, 2);
        if (topK < 0) {
            throw new IllegalArgumentException("top_k must be at least 0, but is " + topK);
        }
        if (!(repetitionPenalty > 0 && repetitionPenalty <= 10)) {
            throw new IllegalArgumentException(
                    "repetition_penalty must be above 0 and at most 10, but is " + repetitionPenalty);
        }
        for (Map.Entry<Integer, Float> bias : logitBias.entrySet()) {
            if (bias.getKey() < 0) {
                throw new IllegalArgumentException("logit_bias names the token id " + bias.getKey());
            }
            check("logit_bias of token " + bias.getKey(), bias.getValue(), -100, 100);
        }
    }

    /** OpenAI's: temperature 1, everything else off; seed 0. */
    public static SamplingOptions defaults() {
        return DEFAULTS;
    }

    /** Temperature 0, everything else off. */
    public static SamplingOptions greedy() {
        return DEFAULTS.withTemperature(0);
    }

    /** The same with another temperature. */
    public SamplingOptions withTemperature(double other) {
        return new SamplingOptions(
                other, topK, topP, minP, repetitionPenalty, frequencyPenalty, presencePenalty, logitBias, seed);
    }

    /** The same with another seed. */
    public SamplingOptions withSeed(long other) {
        return new SamplingOptions(
                temperature, topK, topP, minP, repetitionPenalty, frequencyPenalty, presencePenalty, logitBias, other);
    }

    /** The same with other biases. */
    public SamplingOptions withLogitBias(Map<Integer, Float> other) {
        return new SamplingOptions(
                temperature, topK, topP, minP, repetitionPenalty, frequencyPenalty, presencePenalty, other, seed);
    }

    private static void check(String name, double value, double least, double greatest) {
        if (!(value >= least && value <= greatest)) {
            throw new IllegalArgumentException(
                    name + " must be from " + least + " to " + greatest + ", but is " + value);
        }
    }
}
