package dev.tenon.server.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** An answer as it comes together from its stream, or from the one piece that it comes in. */
final class Reply {
    private final StringBuilder content = new StringBuilder();
    private final List<Call> calls = new ArrayList<>();
    private String finish = "";
    private long characters;
    private long promptTokens;
    private long cachedTokens;
    private long completionTokens;

    /** A call of a tool. */
    static final class Call {
        final StringBuilder name = new StringBuilder();
        final StringBuilder arguments = new StringBuilder();
    }

    /** Takes in a chunk, or the answer as a whole; whether it carries a piece of the answer. */
    boolean add(JsonNode chunk) {
        JsonNode usage = chunk.path("usage");
        if (usage.isObject()) {
            promptTokens = usage.path("prompt_tokens").asLong();
            completionTokens = usage.path("completion_tokens").asLong();
            cachedTokens =
                    usage.path("prompt_tokens_details").path("cached_tokens").asLong();
        }
        JsonNode choice = chunk.path("choices").path(0);
        if (choice.path("finish_reason").isTextual()) {
            finish = choice.path("finish_reason").textValue();
        }
        JsonNode delta = choice.has("message") ? choice.get("message") : choice.path("delta");
        long before = characters;
        append(content, delta.path("content"));
        characters += delta.path("reasoning_content").asText("").length();
        int place = 0;
        for (JsonNode part : delta.path("tool_calls")) {
            // In an answer that is whole, calls are numbered by their places alone.
            int index = Math.max(0, part.path("index").asInt(place++));
            while (calls.size() <= index && calls.size() < 1_000) {
                calls.add(new Call());
            }
            Call call = calls.get(Math.min(index, calls.size() - 1));
            append(call.name, part.path("function").path("name"));
            append(call.arguments, part.path("function").path("arguments"));
        }
        return characters > before;
    }

    private void append(StringBuilder to, JsonNode text) {
        if (text.isTextual()) {
            to.append(text.textValue());
            characters += text.textValue().length();
        }
    }

    String content() {
        return content.toString();
    }

    List<Call> calls() {
        return calls;
    }

    /** The {@code finish_reason}; empty as long as there is none. */
    String finish() {
        return finish;
    }

    long characters() {
        return characters;
    }

    long promptTokens() {
        return promptTokens;
    }

    /** How many of the prompt's were not evaluated anew. */
    long cachedTokens() {
        return cachedTokens;
    }

    long completionTokens() {
        return completionTokens;
    }
}
