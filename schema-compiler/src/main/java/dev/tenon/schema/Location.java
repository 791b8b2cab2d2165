package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A place where a schema stands, as it is reached: what {@code $dynamicRef} means there depends on the resources that
 * were passed on the way. Where nothing depends on that, a place is one location. Equal when the ids are; made by
 * {@link SchemaDocument} only.
 *
 * @param id dense number in the compilation
 * @param place where it is
 * @param scope what dynamic anchors mean there
 * @param reading whether objects are closed there
 */
record Location(int id, Place place, DynamicScope scope, Reading reading) {
    /** JSON Pointer (RFC 6901) from the document's root; behind an address and {@code #} in another document. */
    String pointer() {
        return place.pointer();
    }

    /** The pointer of a keyword of the schema. */
    String pointer(String keyword) {
        return place.pointer() + "/" + SourceDocument.escape(keyword);
    }

    /** What stands there. */
    JsonNode json() {
        return place.json();
    }

    /** The draft that it is written in. */
    Dialect dialect() {
        return place.rules().dialect();
    }

    /** The draft, and the vocabularies in use. */
    Rules rules() {
        return place.rules();
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
        return place.toString();
    }
}
