package dev.tenon.server.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.tenon.server.generation.ReplyUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response object: the whole answer, or how far it has come, which is what the events of a stream that speak of it hold.
 *
 * @param createdAt seconds since 1970
 * @param completedAt the same; null unless it is completed
 * @param usage null until it is over
 */
@JsonPropertyOrder({
    "id",
    "object",
    "created_at",
    "status",
    "completed_at",
    "error",
    "incomplete_details",
    "model",
    "output",
    "usage"
})
record ResponseObject(
        String id,
        @JsonProperty("created_at") long createdAt,
        Status status,
        @JsonProperty("completed_at") @Nullable Long completedAt,
        @Nullable Fault error,

        @JsonProperty("incomplete_details") @Nullable Incomplete incompleteDetails,

        String model,
        List<ResponseItem> output,
        @Nullable Tokens usage,
        @JsonUnwrapped ResponseEcho echo) {

    ResponseObject {
        output = List.copyOf(output);
    }

    @JsonProperty("object")
    String object() {
        return "response";
    }

    /** How far a response has come. {@link #COMPLETED} promises that all of it is complete and valid. */
    enum Status {
        @JsonProperty("in_progress")
        IN_PROGRESS,
        @JsonProperty("completed")
        COMPLETED,
        @JsonProperty("incomplete")
        INCOMPLETE,
        @JsonProperty("failed")
        FAILED
    }

    /** Why it failed. */
    record Fault(String code, String message) {
        /** In one of the few words that the API has for it. */
        static Fault of(ApiError error) {
            return new Fault(error.status() == 429 ? "rate_limit_exceeded" : "server_error", error.message());
        }
    }

    /** Why it is incomplete. */
    record Incomplete(String reason) {
        /** The limit on its tokens, the request's own or the context's. */
        static final Incomplete MAX_OUTPUT_TOKENS = new Incomplete("max_output_tokens");
    }

    /** What it cost. */
    record Tokens(
            @JsonProperty("input_tokens") int inputTokens,

            @JsonProperty("input_tokens_details") InputDetails inputDetails,

            @JsonProperty("output_tokens") int outputTokens,

            @JsonProperty("output_tokens_details") OutputDetails outputDetails,

            @JsonProperty("total_tokens") int totalTokens) {
        static Tokens of(ReplyUsage usage) {
            return new Tokens(
                    usage.promptTokens(),
                    new InputDetails(usage.cachedTokens(), 0),
                    usage.completionTokens(),
                    new OutputDetails(usage.reasoningTokens()),
                    usage.promptTokens() + usage.completionTokens());
        }
    }

    record InputDetails(
            @JsonProperty("cached_tokens") int cachedTokens,
            @JsonProperty("cache_write_tokens") int cacheWriteTokens) {}

    record OutputDetails(@JsonProperty("reasoning_tokens") int reasoningTokens) {}
}
