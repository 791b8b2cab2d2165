package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The places of one schema document, each made once. Not thread-safe: one compilation's. */
final class SchemaDocument {
    /**
     * Levels that a schema document may be nested: twice what the deepest of thousands in use are, and few enough that
     * the meta-schema check, which goes down by recursion, fits a thread's stack of 512 kB.
     */
    static final int MAX_DEPTH = 128;

    /** Stands for the document's own address where it gives none; an address that no document can mean. */
    private static final URI UNNAMED = URI.create("tenon-schema:///document");

    private final Location root;
    private final Map<String, Location> byPointer = new HashMap<>();

    /**
     * The document of a schema.
     *
     * @throws SchemaException.TooComplex when it is nested deeper than {@link #MAX_DEPTH}
     * @throws SchemaException.Unsupported when {@code $schema} names an unknown dialect
     */
    SchemaDocument(JsonNode schema) {
        checkDepth(schema);
        Dialect dialect = Dialect.of(schema, "", Dialect.DRAFT_2020_12);
        URI base = UNNAMED;
        String id = idOf(schema, dialect);
        if (id != null) {
            base = resolve(UNNAMED, id, "/" + dialect.idKeyword(), dialect.idKeyword());
        }
        this.root = new Location(0, "", schema, dialect, new Location.Resource(base, ""));
        byPointer.put("", root);
    }

    private record Level(Iterator<JsonNode> children) {}

    private static void checkDepth(JsonNode schema) {
        Deque<Level> levels = new ArrayDeque<>();
        levels.push(new Level(schema.elements()));
        while (!levels.isEmpty()) {
            Iterator<JsonNode> children = levels.element().children;
            if (!children.hasNext()) {
                levels.pop();
                continue;
            }
            JsonNode child = children.next();
            if (child.isContainerNode()) {
                if (levels.size() >= MAX_DEPTH) {
                    throw new SchemaException.TooComplex(
                            "",
                            "",
                            "the schema is nested deeper than " + MAX_DEPTH + " levels; use $ref to $defs instead",
                            "maxSchemaDepth");
                }
                levels.push(new Level(child.elements()));
            }
        }
    }

    /** The whole document. */
    Location root() {
        return root;
    }

    /** How many places were made so far. */
    int locationCount() {
        return byPointer.size();
    }

    /** The place of the value of a keyword. */
    Location child(Location parent, String keyword) {
        return step(parent, keyword);
    }

    /** The place of a value inside the value of a keyword. */
    Location child(Location parent, String keyword, String token) {
        return step(step(parent, keyword), token);
    }

    /** The place of an element of the value of a keyword. */
    Location child(Location parent, String keyword, int index) {
        return step(step(parent, keyword), Integer.toString(index));
    }

    /** The place that a pointer (RFC 6901, unescaped of any URI encoding) leads to from another, or null. */
    @Nullable
    Location follow(Location from, String pointer) {
        Location at = from;
        int begin = 0;
        while (begin < pointer.length()) {
            int end = pointer.indexOf('/', begin + 1);
            end = end < 0 ? pointer.length() : end;
            String token = pointer.substring(begin + 1, end).replace("~1", "/").replace("~0", "~");
            JsonNode next = get(at.json(), token);
            if (next == null) {
                return null;
            }
            at = step(at, token);
            begin = end;
        }
        return at;
    }

    /** The place of a resource's root. */
    Location rootOf(Location.Resource resource) {
        Location at = follow(root, resource.pointer());
        if (at == null) {
            throw new IllegalStateException("no resource at " + resource.pointer());
        }
        return at;
    }

    private static @Nullable JsonNode get(JsonNode json, String token) {
        if (json.isArray()) {
            boolean index = !token.isEmpty()
                    && token.length() < 10
                    && token.chars().allMatch(c -> c >= '0' && c <= '9')
                    && (token.length() == 1 || token.charAt(0) != '0');
            return index ? json.get(Integer.parseInt(token)) : null;
        }
        return json.get(token);
    }

    private Location step(Location parent, String token) {
        String pointer = parent.pointer() + "/" + escape(token);
        Location known = byPointer.get(pointer);
        if (known != null) {
            return known;
        }
        JsonNode json = get(parent.json(), token);
        if (json == null) {
            throw new IllegalStateException("nothing at " + pointer);
        }
        Dialect dialect = parent.dialect();
        Location.Resource resource = parent.resource();
        String id = idOf(json, dialect);
        if (id != null) {
            dialect = Dialect.of(json, pointer, dialect);
            String keyword = dialect.idKeyword();
            URI base = resolve(resource.base(), id, pointer + "/" + keyword, keyword);
            resource = new Location.Resource(base, pointer);
        }
        Location made = new Location(byPointer.size(), pointer, json, dialect, resource);
        byPointer.put(pointer, made);
        return made;
    }

    /** The name that makes a schema a resource of its own; null for a mere anchor, and where {@code $ref} hides it. */
    private static @Nullable String idOf(JsonNode json, Dialect dialect) {
        JsonNode id = json.get(dialect.idKeyword());
        if (id == null || !id.isTextual() || (dialect.refHidesSiblings() && json.has("$ref"))) {
            return null;
        }
        String text = id.textValue();
        return text.isEmpty() || text.startsWith("#") ? null : text;
    }

    /** An address against a base, without an empty fragment. */
    static URI resolve(URI base, String reference, String pointer, String keyword) {
        try {
            String plain = reference.endsWith("#") ? reference.substring(0, reference.length() - 1) : reference;
            return plain.isEmpty() ? base : base.resolve(new URI(plain));
        } catch (java.net.URISyntaxException e) {
            throw new SchemaException.Invalid(
                    pointer, keyword, "\"" + Excerpt.of(reference) + "\" is no URI reference");
        }
    }

    /** A token as it stands in a JSON Pointer. */
    static String escape(String token) {
        return token.indexOf('~') < 0 && token.indexOf('/') < 0
                ? token
                : token.replace("~", "~0").replace("/", "~1");
    }
}
