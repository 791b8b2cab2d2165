package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in a JSON document, made once, by {@link SourceDocument}. It knows what stands there, the rules that it is
 * written by, and the resource that it belongs to. Compared by identity. Not thread-safe: one compilation's.
 */
final class Place {
    /** What a place is for: only where a keyword holds schemas do {@code $id} and {@code $schema} mean anything. */
    enum Kind {
        /** A schema stands here. */
        SCHEMA,
        /** The list of schemas of a keyword. */
        LIST,
        /** The schemas of a keyword, by name. */
        NAMED,
        /** Data, or what an unknown keyword holds. */
        OTHER
    }

    private static final int MAX_POINTER_CHARS = 1_000;

    private final @Nullable Place parent;
    private final String token;
    private final JsonNode json;
    private final Kind kind;
    private final Rules rules;
    private final Resource resource;
    private @Nullable Map<String, Place> children;
    private @Nullable String pointer;
    private @Nullable Location usualLocation;
    private boolean checked;

    private Place(
            @Nullable Place parent,
            String token,
            JsonNode json,
            Kind kind,
            Rules rules,
            SourceDocument document,
            @Nullable Address base) {
        this.parent = parent;
        this.token = token;
        this.json = json;
        this.kind = kind;
        this.rules = rules;
        this.resource = base == null && parent != null
                ? parent.resource
                : new Resource(document, base == null ? Address.of("") : base, this);
    }

    private Place(Place original, JsonNode json) {
        this.parent = original.parent;
        this.token = original.token;
        this.json = json;
        this.kind = original.kind;
        this.rules = original.rules;
        this.resource = original.resource;
        this.children = original.children();
        this.pointer = original.pointer;
        this.checked = original.checked;
    }

    /** The root of a document, where a resource begins. */
    static Place root(SourceDocument document, JsonNode json, Rules rules, Address base) {
        return new Place(null, "", json, Kind.SCHEMA, rules, document, base);
    }

    /** A place below; where a resource begins, {@code base} is its address. */
    static Place below(Place parent, String token, JsonNode json, Kind kind, Rules rules, @Nullable Address base) {
        return new Place(parent, token, json, kind, rules, parent.resource.document(), base);
    }

    /** This place and all below it, as if something else stood here; what is below stays the same places. */
    Place with(JsonNode other) {
        return new Place(this, other);
    }

    /** The place that this one is in; null at the root. */
    @Nullable
    Place parent() {
        return parent;
    }

    /** Its name or index in the parent. */
    String token() {
        return token;
    }

    /** What stands here. */
    JsonNode json() {
        return json;
    }

    Kind kind() {
        return kind;
    }

    /** The rules that it is written by. */
    Rules rules() {
        return rules;
    }

    /** The resource that it belongs to. */
    Resource resource() {
        return resource;
    }

    /** Places right below that were made so far, by token. */
    Map<String, Place> children() {
        Map<String, Place> made = children;
        if (made == null) {
            made = new HashMap<>(4);
            children = made;
        }
        return made;
    }

    /** Whether it, or a place above it, was found well-formed. */
    boolean isChecked() {
        for (Place at = this; at != null; at = at.parent) {
            if (at.checked) {
                return true;
            }
        }
        return false;
    }

    /** Notes that it was found well-formed, with all below it. */
    void setChecked() {
        checked = true;
    }

    /** The location here where nothing dynamic is in scope, the usual one; null until it is made. */
    @Nullable
    Location usualLocation() {
        return usualLocation;
    }

    /** Notes the usual location. */
    void setUsualLocation(Location location) {
        usualLocation = location;
    }

    /**
     * JSON Pointer from the document's root; behind the address and {@code #} where it is not the schema's own. Cut to
     * {@value #MAX_POINTER_CHARS} characters, because a key can be as long as a document and be above all others.
     */
    String pointer() {
        String known = pointer;
        if (known == null) {
            known = makePointer();
            pointer = known;
        }
        return known;
    }

    private String makePointer() {
        Deque<String> tokens = new ArrayDeque<>();
        for (Place at = this; at.parent != null; at = at.parent) {
            tokens.push(at.token);
        }
        StringBuilder text = new StringBuilder(resource.document().prefix());
        for (String each : tokens) {
            if (text.length() + each.length() > MAX_POINTER_CHARS) {
                return text.append("/...").toString();
            }
            text.append('/').append(SourceDocument.escape(each));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return pointer().isEmpty() ? "(root)" : pointer();
    }
}
