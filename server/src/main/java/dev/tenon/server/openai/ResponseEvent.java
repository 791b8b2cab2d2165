package dev.tenon.server.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event of a streamed response. Each has its type, which is the event's name on the wire, too, and its number, which
 * counts from 0; those about an item have its id and its place in the output.
 */
@JsonPropertyOrder({"type", "sequence_number", "item_id", "output_index", "content_index"})
sealed interface ResponseEvent {
    @JsonProperty("type")
    String type();

    /** About the response: that it is created, in progress, or how it ended. */
    record OfResponse(
            String type, @JsonProperty("sequence_number") long number, ResponseObject response)
            implements ResponseEvent {}

    /** An item begins, or is over. */
    record OfItem(
            String type,
            @JsonProperty("sequence_number") long number,
            @JsonProperty("output_index") int index,
            ResponseItem item)
            implements ResponseEvent {}

    /** A part of an item begins, or is over. */
    record OfPart(
            String type,
            @JsonProperty("sequence_number") long number,
            @JsonProperty("item_id") String itemId,
            @JsonProperty("output_index") int index,
            @JsonProperty("content_index") int contentIndex,
            ResponseItem.Part part)
            implements ResponseEvent {}

    /** More of a message. */
    record TextDelta(
            @JsonProperty("sequence_number") long number,
            @JsonProperty("item_id") String itemId,
            @JsonProperty("output_index") int index,
            @JsonProperty("content_index") int contentIndex,
            String delta,
            List<Logprobs.TokenLogprob> logprobs)
            implements ResponseEvent {
        @Override
        public String type() {
            return "response.output_text.delta";
        }
    }

    /** All of a message. */
    record TextDone(
            @JsonProperty("sequence_number") long number,
            @JsonProperty("item_id") String itemId,
            @JsonProperty("output_index") int index,
            @JsonProperty("content_index") int contentIndex,
            String text,
            List<Logprobs.TokenLogprob> logprobs)
            implements ResponseEvent {
        @Override
        public String type() {
            return "response.output_text.done";
        }
    }

    /** More of what the model thinks. */
    record ReasoningDelta(
            @JsonProperty("sequence_number") long number,
            @JsonProperty("item_id") String itemId,
            @JsonProperty("output_index") int index,
            @JsonProperty("content_index") int contentIndex,
            String delta)
            implements ResponseEvent {
        @Override
        public String type() {
            return "response.reasoning_text.delta";
        }
    }

    /** All that it thought. */
    record ReasoningDone(
            @JsonProperty("sequence_number") long number,
            @JsonProperty("item_id") String itemId,
            @JsonProperty("output_index") int index,
            @JsonProperty("content_index") int contentIndex,
            String text)
            implements ResponseEvent {
        @Override
        public String type() {
            return "response.reasoning_text.done";
        }
    }

    /** More of what a tool is given. */
    record CallDelta(
            String type,
            @JsonProperty("sequence_number") long number,
            @JsonProperty("item_id") String itemId,
            @JsonProperty("output_index") int index,
            String delta)
            implements ResponseEvent {}

    /** All of a function's arguments, which are complete and valid. */
    record ArgumentsDone(
            @JsonProperty("sequence_number") long number,
            @JsonProperty("item_id") String itemId,
            @JsonProperty("output_index") int index,
            String name,
            String arguments)
            implements ResponseEvent {
        @Override
        public String type() {
            return "response.function_call_arguments.done";
        }
    }

    /** All of a custom tool's text, which is complete and valid. */
    record InputDone(
            @JsonProperty("sequence_number") long number,
            @JsonProperty("item_id") String itemId,
            @JsonProperty("output_index") int index,
            String input)
            implements ResponseEvent {
        @Override
        public String type() {
            return "response.custom_tool_call_input.done";
        }
    }

    /** Something failed after the stream had begun. */
    record Failure(
            @JsonProperty("sequence_number") long number,
            @Nullable String code,
            String message,
            @Nullable String param) implements ResponseEvent {
        @Override
        public String type() {
            return "error";
        }
    }
}
