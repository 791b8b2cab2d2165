package dev.tenon.server.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One kind of request.
 *
 * @param name what reports call it
 * @param kind how much is asked of the server
 * @param system the first message, the same in every request
 * @param prompt the second; {@code {name}}, {@code {place}} and {@code {thing}} stand for words that change
 * @param schema what the answer must be; empty for free text, and for tools, which have a schema each
 */
record LoadTask(String name, Kind kind, String system, String prompt, Optional<JsonNode> schema) {
    /** How much is asked of the server. */
    enum Kind {
        /** Free text. */
        PLAIN,
        /** A schema of a few members. */
        SMALL,
        /** A schema with members in members, lists and references. */
        LARGE,
        /** Twenty tools, of which one must be called. */
        TOOLS
    }
}
