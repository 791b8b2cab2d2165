package dev.tenon.server.generation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.sampler.SamplingOptions;
import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.OutputRequest;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What is to be generated, checked and free of any wire format. Immutable.
 *
 * @param messages the conversation, at least one message; none where a prompt is given as it is
 * @param output what the reply may be
 * @param sampling how tokens are picked; the n-th choice draws with the seed plus n
 * @param maxTokens most tokens of one reply; empty for as many as the context holds
 * @param stop texts that end free text
 * @param topLogprobs how many alternatives to report for each token, 0 for the token's own probability alone, -1 for nothing
 * @param reasoning whether and how long the model may think before it answers
 * @param choices how many replies to make, at least 1
 * @param variables what the chat template is told beside the conversation, by name
 */
public record ChatRequest(
        List<ChatMessage> messages,
        OutputRequest output,
        SamplingOptions sampling,
        OptionalInt maxTokens,
        List<String> stop,
        int topLogprobs,
        Reasoning reasoning,
        int choices,
        Map<String, JsonNode> variables) {

    /** Copies the collections. */
    public ChatRequest {
        messages = List.copyOf(messages);
        stop = List.copyOf(stop);
        variables = Map.copyOf(variables);
    }

    /** With no variables of its own. */
    public ChatRequest(
            List<ChatMessage> messages,
            OutputRequest output,
            SamplingOptions sampling,
            OptionalInt maxTokens,
            List<String> stop,
            int topLogprobs,
            Reasoning reasoning,
            int choices) {
        this(messages, output, sampling, maxTokens, stop, topLogprobs, reasoning, choices, Map.of());
    }

    /** Whether and how long a model may think before it answers. */
    public sealed interface Reasoning {
        /** As its template has it, within the server's budget. */
        record AsTaught() implements Reasoning {}

        /** Not at all. */
        record Off() implements Reasoning {}

        /**
         * Within a budget.
         *
         * @param tokens at least 0
         */
        record Within(int tokens) implements Reasoning {}
    }
}
