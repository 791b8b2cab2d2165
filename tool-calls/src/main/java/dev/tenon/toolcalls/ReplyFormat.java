package dev.tenon.toolcalls;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What the content of a reply is, where it is no tool call. */
public sealed interface ReplyFormat {
    /** Any text. */
    record Text() implements ReplyFormat {}

    /** Any JSON object. */
    record JsonObject() implements ReplyFormat {}

    /**
     * JSON that satisfies a schema.
     *
     * @param name how the request calls it, for messages
     * @param schema the JSON Schema
     */
    record JsonSchema(String name, JsonNode schema) implements ReplyFormat {}

    /**
     * One of some texts.
     *
     * @param field how the request says so, for messages
     * @param texts at least one
     */
    record Choice(String field, List<String> texts) implements ReplyFormat {
        /** Copies the list. */
        public Choice {
            texts = List.copyOf(texts);
        }
    }

    /**
     * Text of a language that is written down.
     *
     * @param field how the request says so, for messages
     */
    record Written(String field, WrittenLanguage language) implements ReplyFormat {}
}
