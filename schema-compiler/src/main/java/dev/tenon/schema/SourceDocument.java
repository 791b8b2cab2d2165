package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One JSON document: its places, each made when something leads to it, and the names that it gives them. Names are
 * looked for only where a keyword holds schemas; an {@code $id} in an {@code enum} is data (JSON Schema Core 2020-12,
 * section 9.4.2). Not thread-safe: one compilation's.
 */
final class SourceDocument {
    /**
     * Levels that a document may be nested: twice what the deepest of thousands in use are, and few enough that the
     * meta-schema check, which goes down by recursion, fits a thread's stack of 512 kB.
     */
    static final int MAX_DEPTH = 128;

    /** Characters of the address of a resource: several times what the longest in use have. */
    private static final int MAX_ADDRESS_CHARS = 1_000;

    private static final String[] DYNAMIC_ANCHORS = {"$dynamicAnchor", "$recursiveAnchor"};

    private final Library library;
    private final String prefix;
    private final Place root;
    private final boolean hasDynamicAnchors;
    private final boolean hasInnerDialects;

    /** Roots of resources by address; null until a reference needs it. */
    private @Nullable Map<String, Place> resources;

    /** Addresses of which there are two resources that differ. */
    private final Set<String> ambiguous = new HashSet<>();

    /**
     * A document.
     *
     * @param prefix what pointers into it begin with in messages: nothing, or its address and {@code #}
     * @param address where it lies, for relative references
     * @param otherwise the rules that it is written by where it names none
     * @throws SchemaException.TooComplex when it is nested deeper than {@link #MAX_DEPTH}
     */
    SourceDocument(Library library, JsonNode json, String prefix, Address address, Rules otherwise) {
        this.library = library;
        this.prefix = prefix;
        Contents contents = Contents.of(json, prefix);
        this.hasDynamicAnchors = contents.dynamicAnchors;
        this.hasInnerDialects = contents.innerDialects;
        Rules rules = library.rules(json, otherwise, true, () -> prefix);
        String id = idOf(json, rules.dialect());
        this.root = Place.root(this, json, rules, id == null ? address : resolve(address, id, prefix));
    }

    /** What a look over the whole document tells. */
    private record Contents(boolean dynamicAnchors, boolean innerDialects) {
        private record Level(Iterator<JsonNode> children) {}

        static Contents of(JsonNode json, String prefix) {
            boolean dynamicAnchors = hasAny(json);
            boolean innerDialects = false;
            Deque<Level> levels = new ArrayDeque<>();
            levels.push(new Level(json.elements()));
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
                                prefix,
                                "",
                                "the schema is nested deeper than " + MAX_DEPTH + " levels; use $ref to $defs instead",
                                "maxSchemaDepth");
                    }
                    dynamicAnchors = dynamicAnchors || hasAny(child);
                    innerDialects = innerDialects || child.path("$schema").isTextual();
                    levels.push(new Level(child.elements()));
                }
            }
            return new Contents(dynamicAnchors, innerDialects);
        }

        private static boolean hasAny(JsonNode json) {
            for (String keyword : DYNAMIC_ANCHORS) {
                if (json.has(keyword)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** What pointers into it begin with in messages. */
    String prefix() {
        return prefix;
    }

    /** The whole document. */
    Place root() {
        return root;
    }

    /** Whether {@code $dynamicAnchor} or {@code $recursiveAnchor} stands anywhere. */
    boolean hasDynamicAnchors() {
        return hasDynamicAnchors;
    }

    /** Whether {@code $schema} stands anywhere below the root. */
    boolean hasInnerDialects() {
        return hasInnerDialects;
    }

    /** The place that a pointer (RFC 6901, unescaped of any URI encoding) leads to from another, or null. */
    static @Nullable Place follow(Place from, String pointer) {
        Place at = from;
        int begin = 0;
        while (begin < pointer.length() && at != null) {
            int end = pointer.indexOf('/', begin + 1);
            end = end < 0 ? pointer.length() : end;
            at = find(at, pointer.substring(begin + 1, end).replace("~1", "/").replace("~0", "~"));
            begin = end;
        }
        return at;
    }

    /** The place right below another. */
    static Place child(Place parent, String token) {
        Place child = find(parent, token);
        if (child == null) {
            throw new IllegalStateException("nothing at " + parent.pointer() + "/" + escape(token));
        }
        return child;
    }

    private static @Nullable Place find(Place parent, String token) {
        JsonNode json = get(parent.json(), token);
        return json == null ? null : child(parent, token, json);
    }

    /** The place right below another where this stands. */
    static Place child(Place parent, String token, JsonNode json) {
        Place known = parent.children().get(token);
        if (known == null) {
            known = parent.resource().document().make(parent, token, json);
            parent.children().put(token, known);
        }
        return known;
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

    private Place make(Place parent, String token, JsonNode json) {
        Place.Kind kind = switch (parent.kind()) {
            case SCHEMA ->
                switch (Keywords.subschemas(token)) {
                    case NONE -> Place.Kind.OTHER;
                    case ONE_OR_LIST -> json.isArray() ? Place.Kind.LIST : Place.Kind.SCHEMA;
                    case BY_NAME -> Place.Kind.NAMED;
                };
            case LIST, NAMED -> Place.Kind.SCHEMA;
            case OTHER -> Place.Kind.OTHER;
        };
        if (kind != Place.Kind.SCHEMA || !json.isObject()) {
            return Place.below(parent, token, json, kind, parent.rules(), null);
        }
        Rules rules = parent.rules();
        boolean resource = idOf(json, rules.dialect()) != null;
        if (json.has("$schema")) {
            rules = library.rules(json, rules, resource, () -> parent.pointer() + "/" + escape(token));
        }
        String id = idOf(json, rules.dialect());
        Address base = id == null ? null : resolve(parent.resource().base(), id, parent.pointer());
        return Place.below(parent, token, json, kind, rules, base);
    }

    /** The address that a resource names; bounded because those below it are made from it. */
    private static Address resolve(Address base, String id, String pointer) {
        Address address = base.resolve(id);
        if (address.length() > MAX_ADDRESS_CHARS) {
            throw new SchemaException.TooComplex(
                    pointer,
                    "$id",
                    "the address of a schema has more than " + MAX_ADDRESS_CHARS + " characters; use a shorter one",
                    "maxAddressLength");
        }
        return address;
    }

    /** The name that makes a schema a resource of its own; null for a mere anchor, and where {@code $ref} hides it. */
    private static @Nullable String idOf(JsonNode json, Dialect dialect) {
        JsonNode id = json.get(dialect.idKeyword());
        if (id == null || !id.isTextual() || (dialect.refHidesSiblings() && json.has("$ref"))) {
            return null;
        }
        String address = Address.withoutFragment(id.textValue());
        return address.isEmpty() ? null : id.textValue();
    }

    /** The root of the resource at an address, or null. */
    @Nullable
    Place find(String address) {
        return index().get(address);
    }

    /** Whether resources that differ have the address. */
    boolean isAmbiguous(String address) {
        return ambiguous.contains(address);
    }

    /** Roots of resources by address; makes sure that every resource knows its anchors. */
    Map<String, Place> index() {
        Map<String, Place> known = resources;
        if (known == null) {
            known = new HashMap<>();
            Deque<Place> todo = new ArrayDeque<>();
            todo.add(root);
            while (!todo.isEmpty()) {
                Place at = todo.remove();
                if (at.resource().root() == at) {
                    String address = at.resource().base().toString();
                    Place other = known.putIfAbsent(address, at);
                    if (other != null && !other.json().equals(at.json())) {
                        ambiguous.add(address);
                    }
                }
                addAnchors(at);
                todo.addAll(schemasBelow(at));
            }
            resources = known;
        }
        return known;
    }

    private static void addAnchors(Place at) {
        JsonNode json = at.json();
        Dialect dialect = at.rules().dialect();
        Resource resource = at.resource();
        if (dialect.atLeast(Dialect.DRAFT_2019_09)) {
            if (json.path("$anchor").isTextual()) {
                resource.name(json.get("$anchor").textValue(), at);
            }
        } else if (!json.has("$ref")) {
            String id = json.path(dialect.idKeyword()).asText("");
            int hash = id.indexOf('#');
            if (hash >= 0 && hash + 1 < id.length()) {
                resource.name(id.substring(hash + 1), at);
            }
        }
        if (dialect == Dialect.DRAFT_2020_12 && json.path("$dynamicAnchor").isTextual()) {
            String name = json.get("$dynamicAnchor").textValue();
            resource.name(name, at);
            resource.dynamicAnchors().putIfAbsent(name, at);
        }
        if (dialect == Dialect.DRAFT_2019_09
                && resource.root() == at
                && json.path("$recursiveAnchor").booleanValue()) {
            resource.dynamicAnchors().put("", at);
        }
    }

    /** The schemas right inside a schema, whether or not anything refers to them. */
    static List<Place> schemasBelow(Place at) {
        List<Place> below = new ArrayList<>();
        if (at.kind() != Place.Kind.SCHEMA) {
            return below;
        }
        for (Map.Entry<String, JsonNode> field : at.json().properties()) {
            if (!field.getValue().isContainerNode()
                    || Keywords.subschemas(field.getKey()) == Keywords.Subschemas.NONE) {
                continue;
            }
            Place value = child(at, field.getKey());
            if (value.kind() == Place.Kind.SCHEMA) {
                below.add(value);
                continue;
            }
            for (int i = 0; value.json().isArray() && i < value.json().size(); i++) {
                addObject(value, Integer.toString(i), below);
            }
            for (Map.Entry<String, JsonNode> member : value.json().properties()) {
                addObject(value, member.getKey(), below);
            }
        }
        return below;
    }

    private static void addObject(Place parent, String token, List<Place> into) {
        Place place = child(parent, token);
        if (place.json().isObject()) {
            into.add(place);
        }
    }

    /** A token as it stands in a JSON Pointer. */
    static String escape(String token) {
        return token.indexOf('~') < 0 && token.indexOf('/') < 0
                ? token
                : token.replace("~", "~0").replace("/", "~1");
    }
}
