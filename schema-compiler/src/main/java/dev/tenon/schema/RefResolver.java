package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a {@code $ref} means inside its own document: JSON Pointers, {@code #}, anchors, and the {@code $id}s of
 * embedded schemas (JSON Schema Core 2020-12, sections 8.2 and 9.2). Nothing is ever fetched. Not thread-safe.
 */
final class RefResolver {
    private final SchemaDocument document;

    /** Address (of a resource, or of an anchor with its fragment) to place; null until a reference needs it. */
    private @Nullable Map<String, Location> names;

    RefResolver(SchemaDocument document) {
        this.document = document;
    }

    /**
     * What a reference leads to.
     *
     * @param from the schema that the reference is a keyword of
     * @throws SchemaException.Invalid when it leads nowhere inside the document
     * @throws SchemaException.Unsupported when it leads to another document
     */
    Location resolve(Location from, String reference) {
        String pointer = from.pointer("$ref");
        int hash = reference.indexOf('#');
        String address = hash < 0 ? reference : reference.substring(0, hash);
        String fragment = hash < 0 ? "" : decode(reference.substring(hash + 1), pointer);
        Location resource = address.isEmpty() ? document.rootOf(from.resource()) : named(from, address, pointer);
        if (fragment.isEmpty()) {
            return resource;
        }
        Location target = fragment.startsWith("/")
                ? document.follow(resource, fragment)
                : names().get(resource.resource().base() + "#" + fragment);
        if (target == null) {
            throw new SchemaException.Invalid(
                    pointer, "$ref", "\"" + Excerpt.of(reference) + "\" leads nowhere in this schema");
        }
        if (!target.json().isObject() && !target.json().isBoolean()) {
            throw new SchemaException.Invalid(pointer, "$ref", "\"" + Excerpt.of(reference) + "\" leads to no schema");
        }
        return target;
    }

    private Location named(Location from, String address, String pointer) {
        URI target = SchemaDocument.resolve(from.resource().base(), address, pointer, "$ref");
        Location found = names().get(target.toString());
        if (found == null) {
            throw new SchemaException.Unsupported(
                    pointer,
                    "$ref",
                    "\"" + Excerpt.of(address) + "\" is another document, and none is ever fetched;"
                            + " copy it into \"$defs\"");
        }
        return found;
    }

    private static String decode(String fragment, String pointer) {
        try {
            return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new SchemaException.Invalid(pointer, "$ref", "\"#" + Excerpt.of(fragment) + "\" is no URI fragment");
        }
    }

    private Map<String, Location> names() {
        Map<String, Location> known = names;
        if (known == null) {
            known = collect();
            names = known;
        }
        return known;
    }

    private Map<String, Location> collect() {
        Map<String, Location> result = new HashMap<>();
        Deque<Location> todo = new ArrayDeque<>();
        todo.add(document.root());
        while (!todo.isEmpty()) {
            Location at = todo.remove();
            JsonNode json = at.json();
            if (at.resource().pointer().equals(at.pointer())) {
                result.putIfAbsent(at.resource().base().toString(), at);
            }
            for (String keyword : new String[] {"$anchor", "$dynamicAnchor"}) {
                if (at.dialect().atLeast(Dialect.DRAFT_2019_09)
                        && json.path(keyword).isTextual()) {
                    result.putIfAbsent(
                            at.resource().base() + "#" + json.get(keyword).textValue(), at);
                }
            }
            String id = json.path(at.dialect().idKeyword()).asText("");
            if (id.startsWith("#") && id.length() > 1 && !at.dialect().atLeast(Dialect.DRAFT_2019_09)) {
                result.putIfAbsent(at.resource().base() + id, at);
            }
            addSubschemas(at, todo);
        }
        return result;
    }

    private void addSubschemas(Location at, Deque<Location> todo) {
        for (Map.Entry<String, JsonNode> field : at.json().properties()) {
            String keyword = field.getKey();
            JsonNode value = field.getValue();
            switch (Keywords.subschemas(keyword)) {
                case NONE -> {}
                case ONE_OR_LIST -> {
                    if (value.isArray()) {
                        for (int i = 0; i < value.size(); i++) {
                            todo.add(document.child(at, keyword, i));
                        }
                    } else if (value.isObject()) {
                        todo.add(document.child(at, keyword));
                    }
                }
                case BY_NAME -> {
                    for (Map.Entry<String, JsonNode> member : value.properties()) {
                        todo.add(document.child(at, keyword, member.getKey()));
                    }
                }
            }
        }
    }
}
