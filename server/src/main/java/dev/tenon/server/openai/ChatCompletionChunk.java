package dev.tenon.server.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event of a streamed chat completion.
 *
 * @param usage Java's null where the key is to be absent, JSON's null where it is to be null
 */
@JsonPropertyOrder({"id", "object", "created", "model", "service_tier", "system_fingerprint", "choices", "usage"})
record ChatCompletionChunk(
        String id,
        long created,
        String model,
        @JsonProperty("system_fingerprint") String systemFingerprint,
        List<Choice> choices,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode usage) {

    static ChatCompletionChunk of(ReplyHead head, List<Choice> choices, @Nullable JsonNode usage) {
        return new ChatCompletionChunk(head.id(), head.created(), head.model(), head.fingerprint(), choices, usage);
    }

    @JsonProperty("object")
    String object() {
        return "chat.completion.chunk";
    }

    @JsonProperty("service_tier")
    String serviceTier() {
        return "default";
    }

    record Choice(
            int index,
            Delta delta,
            @Nullable Logprobs logprobs,
            @JsonProperty("finish_reason") @Nullable String finishReason) {}

    /** What a chunk adds to a choice's message. A form for each chunk, so that no key is there that should not be. */
    sealed interface Delta {}

    /** The first chunk of a choice: content is empty, or null where calls come first. */
    @JsonPropertyOrder({"role", "content", "refusal"})
    record Opening(@Nullable String content) implements Delta {
        @JsonProperty("role")
        String role() {
            return "assistant";
        }

        @JsonProperty("refusal")
        @Nullable
        String refusal() {
            return null;
        }
    }

    /** More content. */
    record Text(String content) implements Delta {}

    /** More of what the model thinks before it answers, under the name that most servers and clients have for it. */
    record Thought(@JsonProperty("reasoning_content") String reasoning) implements Delta {}

    /** More of a call. */
    record Calls(@JsonProperty("tool_calls") List<CallDelta> toolCalls) implements Delta {}

    /** More of the one call that the deprecated {@code functions} allow. */
    record FunctionCall(@JsonProperty("function_call") FunctionDelta functionCall) implements Delta {}

    /** The last chunk of a choice. */
    record Closing() implements Delta {}

    /** What a chunk adds to a call. */
    sealed interface CallDelta {}

    /** A call begins; its id, type and name are told this once, as clients take a second telling for another call. */
    @JsonPropertyOrder({"index", "id", "type", "function"})
    record CallOpening(int index, String id, ChatCompletion.Function function) implements CallDelta {
        @JsonProperty("type")
        String type() {
            return "function";
        }
    }

    /** A call of a custom tool begins. */
    @JsonPropertyOrder({"index", "id", "type", "custom"})
    record CustomOpening(int index, String id, ChatCompletion.Custom custom) implements CallDelta {
        @JsonProperty("type")
        String type() {
            return "custom";
        }
    }

    /** More of a custom tool's text. */
    record CustomMore(int index, InputMore custom) implements CallDelta {}

    /** More text. */
    record InputMore(String input) {}

    /** More arguments of a call. */
    record CallMore(int index, FunctionMore function) implements CallDelta {}

    /** What a chunk adds to a function. */
    sealed interface FunctionDelta {}

    /** Its name, told once. */
    record FunctionOpening(String name, String arguments) implements FunctionDelta {}

    /** More arguments. */
    record FunctionMore(String arguments) implements FunctionDelta {}
}
