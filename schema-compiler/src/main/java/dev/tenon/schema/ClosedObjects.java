package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Closes objects ({@link SchemaOptions.Objects#CLOSED}): the schema of a value that names members, itself or through
 * schemas that apply to the same value, and says nothing of all others, is read as if it had
 * {@code "unevaluatedProperties": false}. So members that an {@code allOf} or a {@code $ref} names are members of one
 * object, and no part of it forbids those of another. Not thread-safe: one compilation's.
 */
final class ClosedObjects {
    private static final String[] SAY_OF_OTHERS = {"additionalProperties", "unevaluatedProperties", "patternProperties"
    };
    private static final String[] REFERENCES = {"$ref", "$dynamicRef", "$recursiveRef"};
    private static final String[] LISTS = {"allOf", "anyOf", "oneOf"};
    private static final String[] SINGLE = {"if", "then", "else"};
    private static final String[] BY_NAME = {"dependentSchemas", "dependencies"};

    private final SchemaDocument document;
    private final RefResolver references;

    /** Whether a schema names members, itself or through others that apply to the same value. */
    private final Map<Location, Boolean> namesMembers = new HashMap<>();

    ClosedObjects(SchemaDocument document, RefResolver references) {
        this.document = document;
        this.references = references;
    }

    /** The keyword that closes the schema at a location; null where it is not closed. */
    @Nullable
    String closedBy(Location at) {
        if (at.reading() != Reading.VALUE || !at.json().isObject()) {
            return null;
        }
        boolean hides = at.dialect().refHidesSiblings() && at.json().has("$ref");
        if (!hides) {
            for (String keyword : SAY_OF_OTHERS) {
                if (at.json().has(keyword)) {
                    return null;
                }
            }
        }
        if (!hides && sameValue(at).isEmpty()) {
            return at.json().has("properties") ? "additionalProperties" : null;
        }
        return namesMembers(at) ? "unevaluatedProperties" : null;
    }

    /** The location as if it allowed no other members. */
    Location closed(Location at, String keyword) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : at.json().properties()) {
            json.set(field.getKey(), field.getValue());
        }
        return document.with(at, json.set(keyword, BooleanNode.FALSE));
    }

    private boolean namesMembers(Location start) {
        Boolean known = namesMembers.get(start);
        if (known != null) {
            return known;
        }
        Set<Location> seen = new HashSet<>(Set.of(start));
        Map<Location, Location> cameFrom = new HashMap<>();
        Deque<Location> todo = new ArrayDeque<>();
        todo.add(start);
        while (!todo.isEmpty()) {
            Location at = todo.remove();
            if (namesMembers.getOrDefault(at, namesOwn(at))) {
                for (Location on = at; on != null; on = cameFrom.get(on)) {
                    namesMembers.put(on, true);
                }
                return true;
            }
            if (!namesMembers.containsKey(at)) {
                for (Location next : sameValue(at)) {
                    if (seen.add(next)) {
                        cameFrom.put(next, at);
                        todo.add(next);
                    }
                }
            }
        }
        seen.forEach(at -> namesMembers.put(at, false));
        return false;
    }

    private static boolean namesOwn(Location at) {
        boolean hides = at.dialect().refHidesSiblings() && at.json().has("$ref");
        return at.json().has("properties") && !hides;
    }

    /** The schemas that a schema applies to the same value and that may name members. */
    private List<Location> sameValue(Location at) {
        List<Location> schemas = new ArrayList<>();
        for (String keyword : REFERENCES) {
            Location target = target(at, keyword);
            if (target != null) {
                schemas.add(target);
            }
        }
        if (at.dialect().refHidesSiblings() && at.json().has("$ref")) {
            return schemas;
        }
        for (String keyword : LISTS) {
            JsonNode list = at.json().path(keyword);
            for (int i = 0; list.isArray() && i < list.size(); i++) {
                schemas.add(document.child(at, keyword, i));
            }
        }
        for (String keyword : SINGLE) {
            if (at.json().has(keyword)) {
                schemas.add(document.child(at, keyword));
            }
        }
        for (String keyword : BY_NAME) {
            for (Map.Entry<String, JsonNode> named : at.json().path(keyword).properties()) {
                schemas.add(document.child(at, keyword, named.getKey()));
            }
        }
        return schemas;
    }

    private @Nullable Location target(Location at, String keyword) {
        JsonNode reference = at.json().path(keyword);
        try {
            return reference.isTextual() ? references.resolve(at, keyword, reference.textValue()) : null;
        } catch (SchemaException e) {
            // The reader meets the same reference, and tells of it in its place.
            return null;
        }
    }
}
