package dev.tenon.server.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/** An item of a response's output. Its id is the same in every event that speaks of it. */
sealed interface ResponseItem {
    String id();

    /** How far an item has come. Only one that is completed is sure to be whole. */
    enum Status {
        @JsonProperty("in_progress")
        IN_PROGRESS,
        @JsonProperty("completed")
        COMPLETED,
        @JsonProperty("incomplete")
        INCOMPLETE
    }

    /** What the assistant says. */
    @JsonPropertyOrder({"id", "type", "status", "role", "content"})
    record Message(String id, Status status, List<OutputText> content) implements ResponseItem {
        @JsonProperty("type")
        String type() {
            return "message";
        }

        @JsonProperty("role")
        String role() {
            return "assistant";
        }
    }

    /** A call of a function. */
    @JsonPropertyOrder({"id", "type", "status", "call_id", "name", "arguments"})
    record FunctionCall(
            String id,
            Status status,
            @JsonProperty("call_id") String callId,
            String name,
            String arguments) implements ResponseItem {
        @JsonProperty("type")
        String type() {
            return "function_call";
        }
    }

    /** A call of a tool that takes text. */
    @JsonPropertyOrder({"id", "type", "status", "call_id", "name", "input"})
    record CustomToolCall(
            String id,
            Status status,
            @JsonProperty("call_id") String callId,
            String name,
            String input) implements ResponseItem {
        @JsonProperty("type")
        String type() {
            return "custom_tool_call";
        }
    }

    /** What the model thought, in its own words; there is no summary of it. */
    @JsonPropertyOrder({"id", "type", "status", "summary", "content"})
    record Reasoning(String id, Status status, List<ReasoningText> content) implements ResponseItem {
        @JsonProperty("type")
        String type() {
            return "reasoning";
        }

        @JsonProperty("summary")
        List<String> summary() {
            return List.of();
        }
    }

    /** A part of an item. */
    sealed interface Part {}

    /** A part of a message. */
    @JsonPropertyOrder({"type", "annotations", "logprobs", "text"})
    record OutputText(String text, List<Logprobs.TokenLogprob> logprobs) implements Part {
        @JsonProperty("type")
        String type() {
            return "output_text";
        }

        @JsonProperty("annotations")
        List<String> annotations() {
            return List.of();
        }
    }

    /** A part of what was thought. */
    @JsonPropertyOrder({"type", "text"})
    record ReasoningText(String text) implements Part {
        @JsonProperty("type")
        String type() {
            return "reasoning_text";
        }
    }
}
