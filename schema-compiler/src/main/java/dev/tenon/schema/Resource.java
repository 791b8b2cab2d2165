package dev.tenon.schema;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A schema resource (JSON Schema Core 2020-12, section 4.3.5): what an {@code $id} names, or a document. Compared by
 * identity. Its anchors are filled in by {@link SourceDocument}.
 */
final class Resource {
    private final SourceDocument document;
    private final Address base;
    private final Place root;
    private final Map<String, Place> anchors = new HashMap<>();
    private final Map<String, Place> dynamicAnchors = new HashMap<>();
    private final Set<String> ambiguous = new HashSet<>();

    Resource(SourceDocument document, Address base, Place root) {
        this.document = document;
        this.base = base;
        this.root = root;
    }

    /** The document that it stands in. */
    SourceDocument document() {
        return document;
    }

    /** The address that references in it are resolved against. */
    Address base() {
        return base;
    }

    /** Where it begins. */
    Place root() {
        return root;
    }

    /** Names a place; of two places of one name the first stays. */
    void name(String anchor, Place place) {
        Place known = anchors.putIfAbsent(anchor, place);
        if (known != null && !known.json().equals(place.json())) {
            ambiguous.add(anchor);
        }
    }

    /** Whether places that differ have the name. */
    boolean isAmbiguous(String anchor) {
        return ambiguous.contains(anchor);
    }

    /** Places by their plain names. */
    Map<String, Place> anchors() {
        return anchors;
    }

    /**
     * Those of the places that {@code $dynamicAnchor} names; under the empty name the root, where it has
     * {@code $recursiveAnchor}.
     */
    Map<String, Place> dynamicAnchors() {
        return dynamicAnchors;
    }
}
