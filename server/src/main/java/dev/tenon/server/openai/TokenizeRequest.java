package dev.tenon.server.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.sampler.engine.SpecialTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A checked request for the tokens of a text or a conversation, as the users of two servers write it. Immutable.
 *
 * <pre>
 * vLLM          {"model", "prompt", "add_special_tokens": true, "return_token_strs": false}
 *               {"model", "messages", "add_generation_prompt": true, "tools", "chat_template_kwargs", ...}
 * llama-server  {"content", "add_special": false, "parse_special": true, "with_pieces": false}
 * </pre>
 *
 * @param model the model as the client names it; empty for the first one
 * @param source what is to be tokenized
 * @param strings whether the text of each token is wanted beside the ids
 * @param pieces whether it is wanted with the ids
 * @param ignored fields that have no effect
 */
record TokenizeRequest(
        Optional<String> model, Source source, TokenStrings strings, TokenPieces pieces, List<String> ignored) {
    private static final List<String> TEXTS = List.of("prompt", "content");

    /** Fields of this endpoint that a chat completion does not have. */
    private static final List<String> OWN = List.of(
            "prompt",
            "content",
            "add_special_tokens",
            "add_special",
            "parse_special",
            "with_pieces",
            "return_token_strs",
            "add_generation_prompt",
            "continue_final_message");

    TokenizeRequest {
        ignored = List.copyOf(ignored);
    }

    /** What is to be tokenized. */
    sealed interface Source {}

    /** A text as it is. */
    record Plain(String text, SpecialTokens special, Beginning beginning) implements Source {}

    /** A conversation, as a chat completion's prompt. */
    record Conversation(ChatCompletionRequest request) implements Source {}

    /** Whether the token that begins a sequence comes first. */
    enum Beginning {
        /** Where the model wants one. */
        ADDED,
        /** It does not. */
        BARE
    }

    /** Whether {@code token_strs} are wanted. */
    enum TokenStrings {
        WANTED,
        OMITTED
    }

    /** Whether {@code tokens} holds pieces and not only ids. */
    enum TokenPieces {
        WANTED,
        OMITTED
    }

    static TokenizeRequest read(JsonNode body, ApiOptions options) {
        RequestNode request = RequestNode.body(body);
        Optional<String> model = request.field("model").string();
        TokenStrings strings =
                request.field("return_token_strs").bool().orElse(false) ? TokenStrings.WANTED : TokenStrings.OMITTED;
        TokenPieces pieces =
                request.field("with_pieces").bool().orElse(false) ? TokenPieces.WANTED : TokenPieces.OMITTED;
        requireOneSource(request);
        if (!request.field("messages").isPresent()) {
            return new TokenizeRequest(model, plain(request), strings, pieces, unknown(request, options));
        }
        if (!request.field("add_generation_prompt").bool().orElse(true)
                || request.field("continue_final_message").bool().orElse(false)) {
            throw ApiException.invalid(
                    "unsupported_value",
                    "add_generation_prompt",
                    "Unsupported value: a conversation is tokenized as the prompt of a chat completion, with"
                            + " 'add_generation_prompt' true and 'continue_final_message' false.");
        }
        ChatCompletionRequest conversation = conversation(request, options);
        List<String> ignored = new ArrayList<>(conversation.ignored());
        for (String name : List.of("add_special_tokens", "add_special", "parse_special")) {
            if (request.field(name).bool().isPresent()) {
                ignored.add(name);
            }
        }
        return new TokenizeRequest(model, new Conversation(conversation), strings, pieces, ignored);
    }

    private static void requireOneSource(RequestNode request) {
        List<String> given = List.of("prompt", "content", "messages").stream()
                .filter(name -> request.field(name).isPresent())
                .toList();
        if (given.isEmpty()) {
            throw ApiException.invalid(
                    "missing_required_parameter",
                    "prompt",
                    "Missing required parameter: 'prompt' (or 'content', or 'messages').");
        }
        if (given.size() > 1) {
            throw ApiException.invalid("invalid_value", given.get(1), Text.list(given) + " cannot be used together.");
        }
    }

    /** Either dialect's field for either text; what they do not say differs, as their servers do. */
    private static Source plain(RequestNode request) {
        RequestNode field = request.field(TEXTS.get(request.field(TEXTS.get(0)).isPresent() ? 0 : 1));
        Optional<Boolean> added = request.field("add_special_tokens").bool();
        Optional<Boolean> alsoAdded = request.field("add_special").bool();
        if (added.isPresent() && alsoAdded.isPresent()) {
            throw ApiException.invalid(
                    "invalid_value", "add_special", "'add_special_tokens' and 'add_special' cannot be used together.");
        }
        boolean adds = added.or(() -> alsoAdded).orElse(field.path().equals("prompt"));
        boolean parses = request.field("parse_special").bool().orElse(true);
        return new Plain(
                field.required(field.string()),
                parses ? SpecialTokens.PARSED : SpecialTokens.AS_TEXT,
                adds ? Beginning.ADDED : Beginning.BARE);
    }

    private static ChatCompletionRequest conversation(RequestNode request, ApiOptions options) {
        ObjectNode chat = Json.object();
        for (Map.Entry<String, RequestNode> member : request.members()) {
            if (!OWN.contains(member.getKey()) && member.getValue().isPresent()) {
                chat.set(member.getKey(), member.getValue().tree());
            }
        }
        if (!chat.has("model")) {
            chat.put("model", "");
        }
        return ChatCompletionRequest.read(chat, () -> 0, options);
    }

    private static List<String> unknown(RequestNode request, ApiOptions options) {
        List<String> ignored = new ArrayList<>();
        for (String name : request.names()) {
            boolean known = OWN.contains(name) || name.equals("model") || name.equals("user");
            if (known || !request.field(name).isPresent()) {
                continue;
            }
            switch (options.unknownFields()) {
                case REPORTED -> ignored.add(name);
                case REFUSED ->
                    throw ApiException.invalid(
                            "unknown_parameter", name, "Unknown parameter: '" + Text.shorten(name) + "'.");
            }
        }
        return ignored;
    }
}
