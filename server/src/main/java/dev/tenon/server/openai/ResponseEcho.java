package dev.tenon.server.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tenon.server.generation.ChatRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a response repeats of its request, with the values that hold where the request named none. Immutable, as long as nobody
 * writes to the trees.
 */
record ResponseEcho(
        @Nullable String instructions,

        @JsonProperty("max_output_tokens") @Nullable Integer maxOutputTokens,

        @JsonProperty("max_tool_calls") @Nullable Long maxToolCalls,

        JsonNode metadata,

        @JsonProperty("parallel_tool_calls") boolean parallelToolCalls,

        @JsonProperty("prompt_cache_key") @Nullable String promptCacheKey,

        JsonNode reasoning,

        @JsonProperty("safety_identifier") @Nullable String safetyIdentifier,

        double temperature,
        JsonNode text,
        @JsonProperty("tool_choice") JsonNode toolChoice,
        ArrayNode tools,
        @JsonProperty("top_logprobs") int topLogprobs,
        @JsonProperty("top_p") double topP,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String user) {

    /** Of a request that was checked. */
    static ResponseEcho of(RequestNode request, ChatRequest chat) {
        return new ResponseEcho(
                request.field("instructions").string().orElse(null),
                chat.maxTokens().isPresent() ? chat.maxTokens().getAsInt() : null,
                request.field("max_tool_calls").integer(1, Integer.MAX_VALUE).orElse(null),
                treeOr(request.field("metadata"), Json.object()),
                request.field("parallel_tool_calls").bool().orElse(true),
                request.field("prompt_cache_key").string().orElse(null),
                reasoning(request.field("reasoning")),
                request.field("safety_identifier").string().orElse(null),
                chat.sampling().temperature(),
                text(request.field("text")),
                treeOr(request.field("tool_choice"), TextNode.valueOf("auto")),
                tools(request.field("tools")),
                Math.max(0, chat.topLogprobs()),
                chat.sampling().topP(),
                request.field("user").string().orElse(null));
    }

    private static JsonNode treeOr(RequestNode field, JsonNode fallback) {
        return field.isPresent() ? field.tree() : fallback;
    }

    /** The effort alone: no summary is made. */
    private static JsonNode reasoning(RequestNode reasoning) {
        return Json.object()
                .put("effort", reasoning.field("effort").string().orElse(null))
                .putNull("summary");
    }

    private static JsonNode text(RequestNode text) {
        ObjectNode echo = Json.object();
        echo.set("format", treeOr(text.field("format"), Json.object().put("type", "text")));
        text.field("verbosity").string().ifPresent(verbosity -> echo.put("verbosity", verbosity));
        return echo;
    }

    /** Functions have three members that a request may leave out and an answer may not. */
    private static ArrayNode tools(RequestNode tools) {
        ArrayNode echo = Json.object().arrayNode();
        for (RequestNode tool : tools.items(0, Integer.MAX_VALUE)) {
            ObjectNode copy = Json.object();
            tool.members()
                    .forEach(member -> copy.set(member.getKey(), tool.tree().get(member.getKey())));
            if (copy.path("type").asText().equals("function")) {
                copy.putIfAbsent("parameters", copy.nullNode());
                if (!copy.path("strict").isBoolean()) {
                    // It is held to its schema whatever the request says.
                    copy.put("strict", true);
                }
            }
            echo.add(copy);
        }
        return echo;
    }

    @JsonProperty("access_programs")
    @Nullable
    String accessPrograms() {
        return null;
    }

    @JsonProperty("background")
    boolean background() {
        return false;
    }

    @JsonProperty("previous_response_id")
    @Nullable
    String previousResponseId() {
        return null;
    }

    @JsonProperty("service_tier")
    String serviceTier() {
        return "default";
    }

    @JsonProperty("store")
    boolean store() {
        return false;
    }

    @JsonProperty("truncation")
    String truncation() {
        return "disabled";
    }
}
