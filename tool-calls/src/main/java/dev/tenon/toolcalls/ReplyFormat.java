package dev.tenon.toolcalls;

import com.fasterxml.jackson.databind.JsonNode;

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
}
