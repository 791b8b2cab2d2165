package dev.tenon.benchmarks.versus;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which keyword makes a place of a schema's texts hard: for reports, so no more than a look. Follows the keywords that lead from a
 * value to its members and elements and the ones that hold side by side, whether they apply or not; references only within the
 * document. Not thread-safe.
 */
final class SchemaPlaces {
    private static final List<String> BESIDE =
            List.of("allOf", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas", "not");
    private static final List<String> OF_STRINGS = List.of("pattern", "format", "enum", "const");

    private static final String PLAIN = "plain";

    private final JsonNode root;
    private final Map<List<String>, List<JsonNode>> known = new HashMap<>();
    private final Map<String, Boolean> patterns = new HashMap<>();

    SchemaPlaces(JsonNode root) {
        this.root = root;
    }

    /** The name of a place: what the text is within, and for strings and keys the hardest keyword there. */
    String name(JsonPlace place) {
        return switch (place.kind()) {
            case IN_STRING -> place.kind().text() + ": " + hardest(at(place.path()));
            case IN_KEY -> place.kind().text() + ": " + hardestKey(at(parent(place.path())));
            case VALUE, FIRST_ELEMENT, FIRST_KEY, KEY, AFTER_KEY, IN_NUMBER, IN_WORD, AFTER_VALUE ->
                place.kind().text();
        };
    }

    /** Whether the text is within a string that may be any, as far as is seen here. */
    boolean isPlain(JsonPlace place) {
        return place.kind() == JsonPlace.Kind.IN_STRING
                && hardest(at(place.path())).equals(PLAIN);
    }

    private static List<String> parent(List<String> path) {
        return path.subList(0, path.size() - 1);
    }

    private static String hardest(List<JsonNode> schemas) {
        for (String keyword : OF_STRINGS) {
            if (schemas.stream().anyMatch(schema -> schema.has(keyword))) {
                return keyword.equals("const") ? "enum" : keyword;
            }
        }
        boolean counted = schemas.stream().anyMatch(schema -> schema.has("maxLength") || schema.has("minLength"));
        return counted ? "length" : PLAIN;
    }

    private static String hardestKey(List<JsonNode> schemas) {
        boolean patterned =
                schemas.stream().anyMatch(schema -> schema.has("patternProperties") || schema.has("propertyNames"));
        return patterned ? "pattern" : PLAIN;
    }

    /** All schemas that may have a say about the value that a path leads to. */
    private List<JsonNode> at(List<String> path) {
        List<JsonNode> found = known.get(path);
        if (found == null) {
            if (path.isEmpty()) {
                found = beside(List.of(root));
            } else {
                List<JsonNode> below = new ArrayList<>();
                String step = path.get(path.size() - 1);
                at(parent(path)).forEach(schema -> into(schema, step, below));
                found = beside(below);
            }
            known.put(List.copyOf(path), found);
        }
        return found;
    }

    private void into(JsonNode schema, String step, List<JsonNode> below) {
        int before = below.size();
        addIfThere(schema.path("properties").path(step), below);
        schema.path("patternProperties").properties().forEach(entry -> {
            if (matches(entry.getKey(), step)) {
                below.add(entry.getValue());
            }
        });
        if (below.size() == before) {
            addIfThere(schema.path("additionalProperties"), below);
            addIfThere(schema.path("unevaluatedProperties"), below);
        }
        if (step.chars().allMatch(c -> c >= '0' && c <= '9') && step.length() < 9 && !step.isEmpty()) {
            int index = Integer.parseInt(step);
            addIfThere(schema.path("prefixItems").path(index), below);
            JsonNode items = schema.path("items");
            addIfThere(items.isArray() ? items.path(index) : items, below);
            addIfThere(schema.path("additionalItems"), below);
            addIfThere(schema.path("contains"), below);
        }
    }

    private boolean matches(String pattern, String key) {
        return patterns.computeIfAbsent(pattern + '\n' + key, k -> {
            try {
                return Pattern.compile(pattern).matcher(key).find();
            } catch (PatternSyntaxException e) {
                return true;
            }
        });
    }

    private static void addIfThere(JsonNode schema, List<JsonNode> to) {
        if (schema.isObject()) {
            to.add(schema);
        }
    }

    /** The schemas with all that hold beside them. */
    private List<JsonNode> beside(List<JsonNode> schemas) {
        Set<JsonNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<JsonNode> all = new ArrayList<>();
        ArrayDeque<JsonNode> left = new ArrayDeque<>(schemas);
        while (!left.isEmpty()) {
            JsonNode schema = left.remove();
            if (!schema.isObject() || !seen.add(schema)) {
                continue;
            }
            all.add(schema);
            for (String keyword : BESIDE) {
                JsonNode value = schema.path(keyword);
                left.add(value);
                if (value.isArray() || keyword.equals("dependentSchemas")) {
                    value.forEach(left::add);
                }
            }
            String reference = schema.path("$ref").asText("");
            if (reference.equals("#")) {
                left.add(root);
            } else if (reference.startsWith("#/")) {
                left.add(root.at(reference.substring(1)));
            }
        }
        return all;
    }
}
