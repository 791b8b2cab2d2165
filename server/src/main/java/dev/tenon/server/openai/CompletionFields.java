package dev.tenon.server.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What becomes of each field of a completion that is not read for its meaning, by the rules of {@link FieldRules}. */
final class CompletionFields {
    private static final Set<String> IMPLEMENTED = Set.of(
            "model",
            "prompt",
            "suffix",
            "max_tokens",
            "temperature",
            "top_p",
            "n",
            "best_of",
            "stream",
            "stream_options",
            "logprobs",
            "echo",
            "stop",
            "presence_penalty",
            "frequency_penalty",
            "logit_bias",
            "seed");

    /** Those that OpenAI's completions do not have. */
    private static final Set<String> OTHERS = Set.of("top_k", "min_p", "repetition_penalty", "response_format");

    /** What belongs to a conversation: to pass it over would be to answer something else. */
    private static final Set<String> OF_CHAT = Set.of(
            "messages",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "functions",
            "function_call",
            "top_logprobs",
            "input",
            "instructions",
            "text",
            "max_output_tokens",
            "max_completion_tokens",
            "extra_body");

    private CompletionFields() {}

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
            boolean isForeign = OTHERS.contains(name) || ConstraintReader.FIELDS.contains(name);
            if (isForeign && options.profile() == ApiOptions.Profile.SUPERSET) {
                continue;
            }
            if (OF_CHAT.contains(name)) {
                throw ApiException.invalid(
                        "unknown_parameter",
                        name,
                        "Unknown parameter: '" + name + "'. Completions do not take it; chat completions do"
                                + " (POST /v1/chat/completions).");
            }
            if (isForeign || FieldRules.FOREIGN_CONSTRAINTS.contains(name)) {
                throw unknown(name);
            }
            if (name.equals("user")) {
                field.string();
                continue;
            }
            switch (options.unknownFields()) {
                case REPORTED -> ignored.add(name);
                case REFUSED -> throw unknown(name);
            }
        }
        ignored.addAll(NestedFields.ofChat(request, options.unknownFields()));
        return ignored;
    }

    private static ApiException unknown(String name) {
        return ApiException.invalid("unknown_parameter", name, "Unknown parameter: '" + Text.shorten(name) + "'.");
    }
}
