package dev.tenon.server.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of each field of a chat completion that is not read for its meaning: taken without effect, refused, or
 * unknown. Nothing is passed over in silence: what has no effect although it might have been meant to is reported.
 */
final class FieldRules {
    /** Read for their meaning, elsewhere. */
    private static final Set<String> IMPLEMENTED = Set.of(
            "messages",
            "model",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "functions",
            "function_call",
            "response_format",
            "stream",
            "stream_options",
            "stop",
            "max_completion_tokens",
            "max_tokens",
            "temperature",
            "top_p",
            "top_k",
            "min_p",
            "repetition_penalty",
            "frequency_penalty",
            "presence_penalty",
            "reasoning_effort",
            "chat_template_kwargs",
            "logit_bias",
            "logprobs",
            "top_logprobs",
            "n",
            "seed");

    /** Of those that are read for their meaning, the ones that OpenAI does not have. */
    private static final Set<String> OTHERS = Set.of("top_k", "min_p", "repetition_penalty", "chat_template_kwargs");

    /** Constraints of other servers that are not read: to ignore one would be to break the promise. */
    static final Set<String> FOREIGN_CONSTRAINTS = Set.of(
            "guided_decoding",
            "guided_whitespace_pattern",
            "structural_tag",
            "grammar_lazy",
            "grammar_triggers",
            "nvext",
            "output_config",
            "output_format",
            "response_schema");

    /** How much a model is to say; none of those here can be told. */
    static final List<String> VERBOSITIES = List.of("low", "medium", "high");

    private static final Map<String, String> REFUSED = Map.of(
            "audio", "this server writes text only",
            "web_search_options", "this server does not search the web",
            "moderation", "this server does not moderate",
            "previous_response_id", "it stores no responses. Send the earlier messages in 'messages' instead",
            "conversation", "it stores no conversations. Send the earlier messages in 'messages' instead",
            "extra_body", "clients put its members into the request itself");

    /** What responses and completions call by another name: to pass it over would be to answer something else. */
    private static final Map<String, String> MOVED = Map.of(
            "input", "messages",
            "prompt", "messages",
            "instructions", "messages",
            "text", "response_format",
            "max_output_tokens", "max_completion_tokens");

    private FieldRules() {}

    /**
     * Checks the fields that nobody else reads.
     *
     * @return those that have no effect although they might have been meant to, in order
     */
    static List<String> check(RequestNode request, ApiOptions options) {
        List<String> ignored = new ArrayList<>();
        for (String name : request.names()) {
            RequestNode field = request.field(name);
            if (!field.isPresent()) {
                continue;
            }
            refuseForeign(name, options.profile());
            if (IMPLEMENTED.contains(name) || ConstraintReader.FIELDS.contains(name)) {
                continue;
            }
            refuse(name, field);
            if (!accept(name, field, options.unknownFields())) {
                ignored.add(name);
            }
        }
        ignored.addAll(NestedFields.ofChat(request, options.unknownFields()));
        return ignored;
    }

    /** What other servers have and OpenAI has not. */
    private static void refuseForeign(String name, ApiOptions.Profile profile) {
        switch (profile) {
            case SUPERSET -> {}
            case OPENAI -> {
                if (OTHERS.contains(name)
                        || ConstraintReader.FIELDS.contains(name)
                        || FOREIGN_CONSTRAINTS.contains(name)) {
                    throw unknown(name);
                }
            }
        }
    }

    /** The refusal of a field that is unknown. */
    static ApiException unknown(String name) {
        return ApiException.invalid("unknown_parameter", name, "Unknown parameter: '" + Text.shorten(name) + "'.");
    }

    /**
     * Refuses constraints of other servers that are not read here.
     *
     * @param own what the endpoint has in their place
     */
    static void refuseForeignConstraints(String name, String own) {
        if (FOREIGN_CONSTRAINTS.contains(name)) {
            throw ApiException.invalid(
                    "unknown_parameter",
                    name,
                    "Unknown parameter: '" + name + "'. To constrain the answer, use '" + own + "' of type"
                            + " 'json_schema', or 'structured_outputs' with 'json', 'regex', 'choice' or 'grammar'.");
        }
    }

    private static void refuse(String name, RequestNode field) {
        refuseForeignConstraints(name, "response_format");
        String place = MOVED.get(name);
        if (place != null) {
            throw ApiException.invalid(
                    "unknown_parameter",
                    name,
                    "Unknown parameter: '" + name + "'. Chat completions have '" + place + "' in its place.");
        }
        String reason = REFUSED.get(name);
        if (reason != null) {
            throw field.unsupported(
                    "Unsupported parameter: '" + name + "' is not supported by this server; " + reason + ".");
        }
    }

    /** Whether the field is taken as it is, and the client told nothing. */
    private static boolean accept(String name, RequestNode field, ApiOptions.UnknownFields unknownFields) {
        switch (name) {
            case "metadata" -> metadata(field);
            case "modalities" -> modalities(field);
            case "store" -> {
                return !field.required(field.bool());
            }
            case "verbosity" -> {
                field.word(VERBOSITIES);
                return false;
            }
            case "prediction" -> {
                field.object();
                return false;
            }
            default -> {
                return acceptCommon(name, field, unknownFields);
            }
        }
        return true;
    }

    /** Whether a field is one of those that no endpoint reads and all take; one that nobody knows is not. */
    static boolean acceptCommon(String name, RequestNode field, ApiOptions.UnknownFields unknownFields) {
        switch (name) {
            case "user", "safety_identifier", "prompt_cache_key", "prompt_cache_retention" -> field.string();
            case "prompt_cache_options" -> field.object();
            case "service_tier" -> field.word(List.of("auto", "default", "flex", "scale", "priority", "fast"));
            default -> {
                switch (unknownFields) {
                    case REPORTED -> {
                        return false;
                    }
                    case REFUSED -> throw unknown(name);
                }
            }
        }
        return true;
    }

    /** Checks that metadata is within OpenAI's limits. */
    static void metadata(RequestNode field) {
        List<Map.Entry<String, RequestNode>> members = field.members();
        if (members.size() > 16) {
            throw field.invalid(
                    "object_above_max_properties",
                    "too many properties. Expected an object with at most 16 properties, but got an object with "
                            + members.size() + " properties instead.");
        }
        for (Map.Entry<String, RequestNode> member : members) {
            if (member.getKey().length() > 64) {
                throw field.invalid(
                        "invalid_value",
                        "a key is too long. Expected keys of at most 64 characters, but got one of "
                                + member.getKey().length() + " instead.");
            }
            member.getValue().required(member.getValue().string(512));
        }
    }

    private static void modalities(RequestNode field) {
        for (RequestNode modality : field.items(1, 2)) {
            if (modality.required(modality.word(List.of("text", "audio"))).equals("audio")) {
                throw modality.unsupported(
                        "Unsupported value: 'modalities' does not support 'audio' with this model. Supported values"
                                + " are: 'text'.");
            }
        }
    }
}
