package dev.tenon.server.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The subset of JSON Schema that OpenAI takes with {@code "strict": true}, and its limits, as its guide to structured
 * outputs tells them ("Supported schemas", "Limitations"); the keywords that its guide passes over are those that its own
 * client refuses to send ({@code lib/transform} of openai-node). The engine itself enforces far more: this is asked only
 * under {@link ApiOptions.Profile#OPENAI}.
 *
 * <p>Of a schema each place is looked at once, outer ones first; definitions where they stand and not where they are
 * referred to, which is what makes recursive schemas finite.
 */
final class StrictSubset {
    static final int MAX_PROPERTIES = 5_000;
    static final int MAX_NESTING = 10;
    static final int MAX_CHARACTERS = 120_000;
    static final int MAX_ENUM_VALUES = 1_000;
    static final int MAX_SHORT_ENUM = 250;
    static final int MAX_LONG_ENUM_CHARACTERS = 15_000;

    private static final String ROOT =
            "schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level.";

    private static final Set<String> NOT_PERMITTED = Set.of(
            // By the guide.
            "allOf",
            "not",
            "dependentRequired",
            "dependentSchemas",
            "if",
            "then",
            "else",
            // By the client.
            "oneOf",
            "contains",
            "minContains",
            "maxContains",
            "minProperties",
            "maxProperties",
            "patternProperties",
            "prefixItems",
            "additionalItems",
            "propertyNames",
            "unevaluatedItems",
            "unevaluatedProperties",
            "uniqueItems",
            "contentEncoding",
            "contentMediaType",
            "contentSchema",
            "$anchor",
            "$dynamicAnchor",
            "$dynamicRef",
            // Earlier drafts' names of the above.
            "dependencies",
            "$recursiveAnchor",
            "$recursiveRef",
            // By the API's own answer.
            "default");

    private static final Set<String> FORMATS =
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid");

    private final ArrayDeque<Place> open = new ArrayDeque<>();
    private int properties;
    private int enumValues;
    private long characters;

    private StrictSubset() {}

    /**
     * A schema within the schema.
     *
     * @param objects how many objects are around it
     */
    private record Place(JsonNode schema, @Nullable Place outer, List<String> steps, int objects) {
        String pointer() {
            List<String> parts = new ArrayList<>();
            for (Place place = this; place != null; place = place.outer) {
                for (int i = place.steps.size() - 1; i >= 0; i--) {
                    parts.add(place.steps.get(i));
                }
            }
            StringBuilder pointer = new StringBuilder();
            for (int i = parts.size() - 1; i >= 0; i--) {
                pointer.append('/').append(parts.get(i).replace("~", "~0").replace("/", "~1"));
            }
            return pointer.toString();
        }

        Optional<SchemaFault> fault(String keyword, String reason) {
            return Optional.of(new SchemaFault(pointer(), keyword, reason, null));
        }

        Optional<SchemaFault> beyond(String limit, String keyword, String reason) {
            return Optional.of(new SchemaFault(pointer(), keyword, reason, limit));
        }
    }

    /**
     * Refuses what a request calls strict and OpenAI would not take.
     *
     * @param strict the request's own word
     * @param schema the schema; one that is not there is any object, and strict enough
     * @param where what the schema is of, e.g. {@code function 'f'}
     * @param param the field to blame
     * @param code the code of the refusal, where the endpoint has one
     */
    static void require(
            ApiOptions.Profile profile,
            RequestNode strict,
            RequestNode schema,
            String where,
            String param,
            @Nullable String code) {
        boolean isStrict = strict.bool().orElse(false);
        switch (profile) {
            case SUPERSET -> {}
            case OPENAI -> {
                if (isStrict && schema.isPresent()) {
                    fault(schema.tree()).ifPresent(fault -> {
                        throw new ApiException(Refusals.badSchema(where, param, code, fault));
                    });
                }
            }
        }
    }

    /** The first fault of a schema, from outside inwards; empty when OpenAI would take it. */
    static Optional<SchemaFault> fault(JsonNode schema) {
        return new StrictSubset().walk(schema);
    }

    private Optional<SchemaFault> walk(JsonNode schema) {
        Place root = new Place(schema, null, List.of(), 0);
        if (!schema.path("type").asText().equals("object")
                || List.of("oneOf", "anyOf", "allOf", "enum", "not").stream().anyMatch(schema::has)) {
            return root.fault("type", ROOT);
        }
        open.add(root);
        while (!open.isEmpty()) {
            Optional<SchemaFault> fault = look(open.remove());
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private Optional<SchemaFault> look(Place place) {
        if (!place.schema.isObject()) {
            return place.fault("", "boolean schemas are not permitted.");
        }
        return keywords(place)
                .or(() -> type(place))
                .or(() -> values(place))
                .or(() -> isObject(place.schema) ? object(place) : Optional.empty())
                .or(() -> inner(place));
    }

    private static Optional<SchemaFault> keywords(Place place) {
        for (Map.Entry<String, JsonNode> member : place.schema.properties()) {
            String keyword = member.getKey();
            if (NOT_PERMITTED.contains(keyword) || (keyword.equals("$id") && place.outer != null)) {
                return place.fault(keyword, "'" + keyword + "' is not permitted.");
            }
        }
        JsonNode format = place.schema.path("format");
        if (format.isTextual() && !FORMATS.contains(format.textValue())) {
            return place.fault("format", "'" + Text.shorten(format.textValue()) + "' is not a valid format.");
        }
        JsonNode reference = place.schema.path("$ref");
        if (reference.isTextual() && !reference.textValue().startsWith("#")) {
            return place.fault("$ref", "'$ref' must refer to the schema itself and begin with '#'.");
        }
        return Optional.empty();
    }

    private static Optional<SchemaFault> type(Place place) {
        JsonNode schema = place.schema;
        if (List.of("type", "anyOf", "$ref", "enum", "const").stream().noneMatch(schema::has)) {
            return place.fault("type", "schema must have a 'type' key.");
        }
        if (isOfType(schema, "array") && !schema.path("items").isObject()) {
            return schema.has("items")
                    ? place.fault("items", "'items' is required to be one schema.")
                    : place.fault("items", "array schema missing items.");
        }
        return Optional.empty();
    }

    private Optional<SchemaFault> values(Place place) {
        JsonNode values = place.schema.path("enum");
        enumValues += values.size();
        if (enumValues > MAX_ENUM_VALUES) {
            return place.beyond(
                    "enum values", "enum", enumValues + " enum values exceeds limit of " + MAX_ENUM_VALUES + ".");
        }
        long length = 0;
        boolean areTexts = true;
        for (JsonNode value : values) {
            length += length(value);
            areTexts &= value.isTextual();
        }
        if (areTexts && values.size() > MAX_SHORT_ENUM && length > MAX_LONG_ENUM_CHARACTERS) {
            return place.beyond(
                    "enum characters",
                    "enum",
                    length + " characters in an enum of more than " + MAX_SHORT_ENUM + " values exceeds limit of "
                            + MAX_LONG_ENUM_CHARACTERS + ".");
        }
        JsonNode constant = place.schema.get("const");
        return count(place, "enum", length + (constant == null ? 0 : length(constant)));
    }

    private static int length(JsonNode value) {
        return value.isTextual() ? value.textValue().length() : value.toString().length();
    }

    private Optional<SchemaFault> count(Place place, String keyword, long more) {
        characters += more;
        return characters <= MAX_CHARACTERS
                ? Optional.empty()
                : place.beyond(
                        "characters",
                        keyword,
                        "more characters of property names, definition names, enum values and const values than the"
                                + " limit of " + MAX_CHARACTERS + ".");
    }

    private Optional<SchemaFault> object(Place place) {
        if (place.objects >= MAX_NESTING) {
            return place.beyond(
                    "nesting",
                    "properties",
                    place.objects + 1 + " levels of nesting exceeds limit of " + MAX_NESTING + ".");
        }
        JsonNode additional = place.schema.path("additionalProperties");
        if (!additional.isBoolean() || additional.booleanValue()) {
            return place.fault(
                    "additionalProperties", "'additionalProperties' is required to be supplied and to be false.");
        }
        JsonNode members = place.schema.path("properties");
        properties += members.size();
        if (properties > MAX_PROPERTIES) {
            return place.beyond(
                    "properties",
                    "properties",
                    properties + " object properties exceeds limit of " + MAX_PROPERTIES + ".");
        }
        return required(place, members);
    }

    private static Optional<SchemaFault> required(Place place, JsonNode members) {
        Set<String> required = new HashSet<>();
        place.schema.path("required").forEach(name -> required.add(name.asText()));
        for (Map.Entry<String, JsonNode> member : members.properties()) {
            if (!required.remove(member.getKey())) {
                return requiredFault(place, "Missing '" + Text.shorten(member.getKey()) + "'.");
            }
        }
        Optional<String> extra = required.stream().sorted().findFirst();
        return extra.isPresent()
                ? requiredFault(place, "Extra required key '" + Text.shorten(extra.get()) + "' supplied.")
                : Optional.empty();
    }

    private static Optional<SchemaFault> requiredFault(Place place, String detail) {
        return place.fault(
                "required",
                "'required' is required to be supplied and to be an array including every key in properties. "
                        + detail);
    }

    /** Opens the schemas within. */
    private Optional<SchemaFault> inner(Place place) {
        int objects = isObject(place.schema) ? place.objects + 1 : place.objects;
        for (String keyword : List.of("properties", "$defs", "definitions")) {
            // A definition is where it stands, but as deep as the root.
            int around = keyword.equals("properties") ? objects : 0;
            for (Map.Entry<String, JsonNode> member : place.schema.path(keyword).properties()) {
                Optional<SchemaFault> fault =
                        count(place, keyword, member.getKey().length());
                if (fault.isPresent()) {
                    return fault;
                }
                open.add(new Place(member.getValue(), place, List.of(keyword, member.getKey()), around));
            }
        }
        JsonNode items = place.schema.get("items");
        if (items != null) {
            open.add(new Place(items, place, List.of("items"), objects));
        }
        int index = 0;
        for (JsonNode branch : place.schema.path("anyOf")) {
            open.add(new Place(branch, place, List.of("anyOf", String.valueOf(index)), objects));
            index++;
        }
        return Optional.empty();
    }

    private static boolean isObject(JsonNode schema) {
        return isOfType(schema, "object") || schema.has("properties");
    }

    private static boolean isOfType(JsonNode schema, String name) {
        JsonNode type = schema.path("type");
        if (!type.isArray()) {
            return type.asText().equals(name);
        }
        for (JsonNode one : type) {
            if (one.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
