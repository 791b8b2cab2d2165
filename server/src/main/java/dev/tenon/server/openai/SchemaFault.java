package dev.tenon.server.openai;

import org.jspecify.annotations.Nullable;

/**
 * Why a schema is refused.
 *
 * @param pointer JSON Pointer of the place in the schema
 * @param keyword the keyword that is at fault
 * @param reason a sentence
 * @param limit the name of the limit that is passed, or null
 */
record SchemaFault(
        String pointer,
        String keyword,
        String reason,
        @Nullable String limit) {}
