package dev.tenon.server.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to a chat completion that is not streamed. */
@JsonPropertyOrder({"id", "object", "created", "model", "choices", "usage", "service_tier", "system_fingerprint"})
record ChatCompletion(
        String id,
        long created,
        String model,
        List<Choice> choices,
        Usage usage,
        @JsonProperty("system_fingerprint") String systemFingerprint) {

    static ChatCompletion of(ReplyHead head, List<Choice> choices, Usage usage) {
        return new ChatCompletion(head.id(), head.created(), head.model(), choices, usage, head.fingerprint());
    }

    @JsonProperty("object")
    String object() {
        return "chat.completion";
    }

    @JsonProperty("service_tier")
    String serviceTier() {
        return "default";
    }

    record Choice(
            int index,
            Message message,
            @Nullable Logprobs logprobs,
            @JsonProperty("finish_reason") String finishReason) {}

    /** The assistant's message; calls, and what it thought, are absent where there are none. */
    @JsonPropertyOrder({"role", "content", "reasoning_content", "refusal", "annotations", "tool_calls", "function_call"
    })
    record Message(
            @Nullable String content,

            @JsonProperty("reasoning_content") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String reasoning,

            @JsonProperty("tool_calls") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            List<Call> toolCalls,

            @JsonProperty("function_call") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Function functionCall) {
        @JsonProperty("role")
        String role() {
            return "assistant";
        }

        @JsonProperty("refusal")
        @Nullable
        String refusal() {
            return null;
        }

        @JsonProperty("annotations")
        List<String> annotations() {
            return List.of();
        }
    }

    /** A call of either kind of tool. */
    sealed interface Call {}

    @JsonPropertyOrder({"id", "type", "function"})
    record FunctionCall(String id, Function function) implements Call {
        @JsonProperty("type")
        String type() {
            return "function";
        }
    }

    @JsonPropertyOrder({"id", "type", "custom"})
    record CustomCall(String id, Custom custom) implements Call {
        @JsonProperty("type")
        String type() {
            return "custom";
        }
    }

    /** What a custom tool is given. */
    record Custom(String name, String input) {}

    record Function(String name, String arguments) {}
}
