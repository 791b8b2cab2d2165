package dev.tenon.server.openai;

import dev.tenon.sampler.SamplingOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Reads what steers the picking of tokens. Defaults are OpenAI's. {@code top_k}, {@code min_p} and {@code
 * repetition_penalty} are not OpenAI's but what other servers call them.
 */
final class SamplingReader {
    private static final double MAX_REPETITION_PENALTY = 10;

    private SamplingReader() {}

    /**
     * The options.
     *
     * @param seeds draws the seed of a request that names none
     */
    static SamplingOptions read(RequestNode request, LongSupplier seeds) {
        SamplingOptions defaults = SamplingOptions.defaults();
        OptionalLong seed = request.field("seed")
                .integer(Long.MIN_VALUE, Long.MAX_VALUE)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
        return new SamplingOptions(
                request.field("temperature").decimal(0, 2).orElse(defaults.temperature()),
                topK(request.field("top_k")),
                request.field("top_p").decimal(0, 1).orElse(defaults.topP()),
                request.field("min_p").decimal(0, 1).orElse(defaults.minP()),
                repetitionPenalty(request.field("repetition_penalty"), defaults.repetitionPenalty()),
                request.field("frequency_penalty").decimal(-2, 2).orElse(defaults.frequencyPenalty()),
                request.field("presence_penalty").decimal(-2, 2).orElse(defaults.presencePenalty()),
                logitBias(request.field("logit_bias")),
                seed.isPresent() ? seed.getAsLong() : seeds.getAsLong());
    }

    /** 0 and -1 both switch it off: servers differ. */
    private static int topK(RequestNode field) {
        return Math.max(0, field.integer(-1, Integer.MAX_VALUE).orElse(0L).intValue());
    }

    private static double repetitionPenalty(RequestNode field, double fallback) {
        double penalty = field.decimal(0, MAX_REPETITION_PENALTY).orElse(fallback);
        if (penalty == 0) {
            throw field.invalid(
                    "decimal_below_min_value", "decimal below minimum value. Expected a value > 0, but got 0 instead.");
        }
        return penalty;
    }

    private static Map<Integer, Float> logitBias(RequestNode field) {
        Map<Integer, Float> biases = new HashMap<>();
        for (Map.Entry<String, RequestNode> entry : field.members()) {
            int tokenId;
            try {
                tokenId = Integer.parseUnsignedInt(entry.getKey(), 10);
            } catch (NumberFormatException e) {
                tokenId = -1;
            }
            if (tokenId < 0) {
                throw ApiException.invalid(
                        "invalid_value",
                        field.path(),
                        "Invalid key in '" + field.path() + "': '" + Text.shorten(entry.getKey())
                                + "'. You should only be submitting non-negative integers, the ids of tokens.");
            }
            RequestNode bias = entry.getValue().orMissing();
            if (biases.put(tokenId, bias.required(bias.decimal(-100, 100)).floatValue()) != null) {
                throw field.invalid("invalid_value", "the token " + tokenId + " is there twice.");
            }
        }
        return biases;
    }
}
