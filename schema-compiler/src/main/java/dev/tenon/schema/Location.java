package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/**
 * A place in the schema document where a schema stands. Equal when the ids are; made by {@link SchemaDocument} only.
 *
 * @param id dense number in the document
 * @param pointer JSON Pointer (RFC 6901) from the document's root
 * @param json what stands there
 * @param dialect the draft that it is written in
 * @param resource the schema resource that it belongs to
 */
record Location(int id, String pointer, JsonNode json, Dialect dialect, Resource resource) {
    /**
     * A schema resource (JSON Schema Core 2020-12, section 4.3.5): what an {@code $id} names.
     *
     * @param base the address that references in it are resolved against
     * @param pointer where it begins
     */
    record Resource(URI base, String pointer) {}

    /** The pointer of a keyword of the schema. */
    String pointer(String keyword) {
        return pointer + "/" + SchemaDocument.escape(keyword);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Location that && id == that.id;
    }

    @Override
    public int hashCode() {
        return id;
    }

    @Override
    public String toString() {
        return pointer.isEmpty() ? "(root)" : pointer;
    }
}
