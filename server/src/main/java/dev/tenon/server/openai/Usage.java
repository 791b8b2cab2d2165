package dev.tenon.server.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenon.server.generation.ReplyUsage;

/** The {@code usage} object. */
record Usage(
        @JsonProperty("prompt_tokens") int promptTokens,
        @JsonProperty("completion_tokens") int completionTokens,
        @JsonProperty("total_tokens") int totalTokens,
        @JsonProperty("prompt_tokens_details") PromptDetails promptDetails,
        @JsonProperty("completion_tokens_details") CompletionDetails completionDetails) {

    static Usage of(ReplyUsage usage) {
        return new Usage(
                usage.promptTokens(),
                usage.completionTokens(),
                usage.promptTokens() + usage.completionTokens(),
                new PromptDetails(usage.cachedTokens(), 0),
                new CompletionDetails(usage.reasoningTokens(), 0, 0, 0));
    }

    record PromptDetails(
            @JsonProperty("cached_tokens") int cachedTokens,
            @JsonProperty("audio_tokens") int audioTokens) {}

    record CompletionDetails(
            @JsonProperty("reasoning_tokens") int reasoningTokens,
            @JsonProperty("audio_tokens") int audioTokens,
            @JsonProperty("accepted_prediction_tokens") int acceptedPredictionTokens,
            @JsonProperty("rejected_prediction_tokens") int rejectedPredictionTokens) {}
}
