package dev.tenon.server.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a completion, and each event of one that is streamed: both have one form.
 *
 * @param usage Java's null where the key is to be absent, JSON's null where it is to be null
 */
@JsonPropertyOrder({"id", "object", "created", "model", "system_fingerprint", "choices", "usage"})
record TextCompletion(
        String id,
        long created,
        String model,
        @JsonProperty("system_fingerprint") String systemFingerprint,
        List<Choice> choices,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode usage) {

    static TextCompletion of(ReplyHead head, List<Choice> choices, @Nullable JsonNode usage) {
        return new TextCompletion(head.id(), head.created(), head.model(), head.fingerprint(), choices, usage);
    }

    @JsonProperty("object")
    String object() {
        return "text_completion";
    }

    @JsonPropertyOrder({"index", "text", "logprobs", "finish_reason"})
    record Choice(
            int index,
            String text,
            @Nullable CompletionLogprobs logprobs,
            @JsonProperty("finish_reason") @Nullable String finishReason) {}
}
