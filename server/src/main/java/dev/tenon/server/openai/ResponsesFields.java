package dev.tenon.server.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of each field of a response's request that is not read for its meaning elsewhere: taken without effect,
 * refused, or unknown. The counterpart of {@link FieldRules}, with the same promise: nothing is passed over in silence.
 */
final class ResponsesFields {
    /** Read for their meaning, elsewhere. */
    private static final Set<String> IMPLEMENTED = Set.of(
            "model",
            "input",
            "instructions",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "text",
            "max_output_tokens",
            "max_tool_calls",
            "temperature",
            "top_p",
            "top_logprobs",
            "stream",
            "stream_options",
            "metadata",
            "include",
            "reasoning",
            "truncation");

    /** Read for their meaning, too, although OpenAI does not have them here. */
    private static final Set<String> OTHERS = Set.of(
            "top_k",
            "min_p",
            "repetition_penalty",
            "frequency_penalty",
            "presence_penalty",
            "logit_bias",
            "seed",
            "chat_template_kwargs");

    /** What chat completions call by another name. */
    private static final Map<String, String> MOVED = Map.of(
            "messages", "input",
            "response_format", "text.format",
            "verbosity", "text.verbosity",
            "reasoning_effort", "reasoning.effort",
            "max_tokens", "max_output_tokens",
            "max_completion_tokens", "max_output_tokens",
            "functions", "tools",
            "function_call", "tool_choice",
            "logprobs", "include");

    /** What needs a memory, which this server has not, or hands that it has not. */
    private static final Map<String, String> REFUSED = Map.of(
            "previous_response_id", "it stores no responses. Send the earlier items in 'input' instead",
            "conversation", "it stores no conversations. Send the earlier items in 'input' instead",
            "prompt", "it stores no prompts. Send 'instructions' and 'input' instead",
            "context_management", "it does not compact a context. Send fewer items in 'input' instead",
            "moderation", "it does not moderate",
            "n", "a request is answered by one response",
            "stop", "the end of a response is the model's. Use '/v1/chat/completions' instead");

    private ResponsesFields() {}

    /**
     * Checks the fields that nobody else reads.
     *
     * @return those that have no effect although they might have been meant to, in order
     */
    static List<String> check(RequestNode request, ApiOptions options) {
        List<String> ignored = new ArrayList<>();
        for (String name : request.names()) {
            RequestNode field = request.field(name);
            if (!field.isPresent() || IMPLEMENTED.contains(name)) {
                continue;
            }
            refuse(name, field);
            boolean isOurs = OTHERS.contains(name) || ConstraintReader.FIELDS.contains(name);
            switch (options.profile()) {
                case SUPERSET -> FieldRules.refuseForeignConstraints(name, "text.format");
                case OPENAI -> {
                    if (isOurs) {
                        throw FieldRules.unknown(name);
                    }
                }
            }
            if (!isOurs && !accept(name, field, options.unknownFields())) {
                ignored.add(name);
            }
        }
        ignored.addAll(NestedFields.ofResponses(request, options.unknownFields()));
        return ignored;
    }

    private static void refuse(String name, RequestNode field) {
        String place = MOVED.get(name);
        if (place != null) {
            throw ApiException.invalid(
                    "unsupported_parameter",
                    name,
                    "Unsupported parameter: '" + name + "'. In the Responses API, this parameter has moved to '" + place
                            + "'. Try again with the new parameter.");
        }
        String reason = REFUSED.get(name);
        boolean isBackground = name.equals("background") && field.required(field.bool());
        if (reason != null || isBackground) {
            throw ApiException.invalid(
                    "unsupported_parameter",
                    name,
                    "Unsupported parameter: '" + name + "' is not supported by this server; "
                            + (isBackground ? "a response is made while its client waits" : reason) + ".");
        }
    }

    /** Whether the field is taken as it is, and the client told nothing. */
    private static boolean accept(String name, RequestNode field, ApiOptions.UnknownFields unknownFields) {
        return switch (name) {
            case "background" -> true;
            // A promise less: the answer says that nothing is stored.
            case "store" -> !field.required(field.bool());
            default -> FieldRules.acceptCommon(name, field, unknownFields);
        };
    }
}
