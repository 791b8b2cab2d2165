package dev.tenon.server.local;

import dev.tenon.sampler.SamplingOptions;
import dev.tenon.server.generation.ChatRequest;
import java.util.List;
import java.util.OptionalInt;

/**
 * How a reply is generated. Immutable. None of it changes what a reply may be.
 *
 * @param sampling how tokens are picked; the same seed gives the same reply
 * @param maxTokens most tokens of a reply; empty for as many as the model's context holds
 * @param stop texts that end free text; they do not apply within JSON
 * @param reasoning whether and how long the model may think before it answers
 */
public record ReplyOptions(
        SamplingOptions sampling, OptionalInt maxTokens, List<String> stop, ChatRequest.Reasoning reasoning) {
    private static final ReplyOptions DEFAULTS = new ReplyOptions(
            SamplingOptions.defaults(), OptionalInt.empty(), List.of(), new ChatRequest.Reasoning.AsTaught());

    /** Copies the list. */
    public ReplyOptions {
        stop = List.copyOf(stop);
        if (maxTokens.isPresent() && maxTokens.getAsInt() < 1) {
            throw new IllegalArgumentException("a reply has at least 1 token, not " + maxTokens.getAsInt());
        }
        if (stop.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("the empty text would end every reply");
        }
    }

    /** Temperature 1, seed 0, as many tokens as there is room for, no stop texts, thinking as the model was taught. */
    public static ReplyOptions defaults() {
        return DEFAULTS;
    }

    /** The same with another way of picking tokens. */
    public ReplyOptions with(SamplingOptions other) {
        return new ReplyOptions(other, maxTokens, stop, reasoning);
    }

    /** The same with another temperature, 0 to 2. */
    public ReplyOptions withTemperature(double temperature) {
        return with(sampling.withTemperature(temperature));
    }

    /** The same with another seed. */
    public ReplyOptions withSeed(long seed) {
        return with(sampling.withSeed(seed));
    }

    /** The same with a limit, at least 1. */
    public ReplyOptions withMaxTokens(int tokens) {
        return new ReplyOptions(sampling, OptionalInt.of(tokens), stop, reasoning);
    }

    /** The same with other texts that end free text. */
    public ReplyOptions withStop(List<String> texts) {
        return new ReplyOptions(sampling, maxTokens, texts, reasoning);
    }

    /** The same with another rule for thinking. */
    public ReplyOptions with(ChatRequest.Reasoning other) {
        return new ReplyOptions(sampling, maxTokens, stop, other);
    }
}
