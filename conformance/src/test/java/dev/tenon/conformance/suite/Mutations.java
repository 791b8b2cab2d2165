package dev.tenon.conformance.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Values one edit away from a given one: a member removed, added or renamed, an element dropped, doubled or appended, a value
 * changed to a neighbour, to another type or to one that the schema speaks of. Names and values of the schema are preferred,
 * because that is where its boundary lies. Immutable; the generator alone decides.
 */
final class Mutations {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    /** Some of each type, and their limits. */
    private static final List<JsonNode> PLAIN = List.of(
            MAKE.nullNode(),
            MAKE.booleanNode(true),
            MAKE.booleanNode(false),
            MAKE.numberNode(0),
            MAKE.numberNode(1),
            MAKE.numberNode(-1),
            MAKE.numberNode(2),
            MAKE.numberNode(1.5),
            MAKE.numberNode(-0.25),
            MAKE.textNode(""),
            MAKE.textNode("a"),
            MAKE.textNode("0"),
            MAKE.textNode("\u00e9\ud83d\ude00"),
            MAKE.arrayNode(),
            MAKE.arrayNode().add(0),
            MAKE.arrayNode().add("a").add("a"),
            MAKE.objectNode(),
            MAKE.objectNode().put("a", 0),
            MAKE.objectNode().put("a", 0).putNull("b"));

    private static final int MOST_PLACES = 400;
    private static final int TRIES = 20;

    /** Names that the schema speaks of. */
    private final List<String> names;

    /** Values that the schema speaks of. */
    private final List<JsonNode> values;

    private Mutations(Set<String> names, Set<JsonNode> values) {
        this.names = List.copyOf(names);
        this.values = List.copyOf(values);
    }

    /** With the names and the values that a schema speaks of. */
    static Mutations of(JsonNode schema) {
        Set<String> names = new LinkedHashSet<>();
        Set<JsonNode> values = new LinkedHashSet<>();
        ArrayDeque<JsonNode> left = new ArrayDeque<>();
        left.add(schema);
        while (!left.isEmpty()) {
            JsonNode at = left.remove();
            at.forEach(left::add);
            if (at.isObject()) {
                for (String keyword : List.of("properties", "dependencies", "dependentRequired", "dependentSchemas")) {
                    at.path(keyword).fieldNames().forEachRemaining(names::add);
                }
                at.path("required").forEach(name -> names.add(name.asText()));
                at.path("enum").forEach(values::add);
                at.path("examples").forEach(values::add);
                for (String keyword : List.of("const", "default", "minimum", "maximum")) {
                    if (at.has(keyword)) {
                        values.add(at.get(keyword));
                    }
                }
            }
        }
        names.add("zz");
        return new Mutations(names, values);
    }

    /** A place in a value: the value itself, and how to put another there; taking it away is putting null. */
    private record Place(JsonNode value, Consumer<@Nullable JsonNode> put) {}

    /** The value after one edit; the value itself where none was found that changes it. */
    JsonNode mutate(JsonNode value, RandomGenerator random) {
        for (int i = 0; i < TRIES; i++) {
            ArrayNode holder = MAKE.arrayNode().add(value.deepCopy());
            List<Place> places = places(holder);
            edit(places.get(random.nextInt(places.size())), random);
            if (holder.size() == 1 && !holder.get(0).equals(value)) {
                return holder.get(0);
            }
        }
        return value;
    }

    /** The value in the holder, and all inside of it. */
    private static List<Place> places(ArrayNode holder) {
        List<Place> places = new ArrayList<>();
        places.add(new Place(holder.get(0), other -> {
            if (other != null) {
                holder.set(0, other);
            }
        }));
        for (int next = 0; next < places.size() && places.size() < MOST_PLACES; next++) {
            JsonNode at = places.get(next).value;
            if (at instanceof ObjectNode object) {
                for (Map.Entry<String, JsonNode> member : object.properties()) {
                    String name = member.getKey();
                    places.add(new Place(member.getValue(), other -> {
                        if (other == null) {
                            object.remove(name);
                        } else {
                            object.set(name, other);
                        }
                    }));
                }
            } else if (at instanceof ArrayNode array) {
                for (int i = 0; i < array.size(); i++) {
                    int index = i;
                    places.add(new Place(array.get(i), other -> {
                        if (other == null) {
                            array.remove(index);
                        } else {
                            array.set(index, other);
                        }
                    }));
                }
            }
        }
        return places;
    }

    private void edit(Place place, RandomGenerator random) {
        switch (random.nextInt(6)) {
            case 0 -> place.put.accept(null);
            case 1 ->
                place.put.accept(
                        random.nextInt(4) == 0
                                ? anything(random)
                                : any(PLAIN, random).deepCopy());
            case 2 -> {
                if (!values.isEmpty()) {
                    place.put.accept(any(values, random).deepCopy());
                }
            }
            default -> {
                switch (place.value) {
                    case ObjectNode object -> editObject(object, random);
                    case ArrayNode array -> editArray(array, random);
                    default -> place.put.accept(neighbour(place.value, random));
                }
            }
        }
    }

    private void editObject(ObjectNode object, RandomGenerator random) {
        List<String> present = new ArrayList<>();
        object.fieldNames().forEachRemaining(present::add);
        String name = any(names, random);
        switch (random.nextInt(4)) {
            case 0 -> {
                if (!present.isEmpty()) {
                    object.remove(any(present, random));
                }
            }
            case 1 -> {
                if (!present.isEmpty() && !object.has(name)) {
                    // At its old place in the order of members, for what it is worth.
                    String old = any(present, random);
                    List<Map.Entry<String, JsonNode>> members = List.copyOf(object.properties());
                    object.removeAll();
                    members.forEach(member ->
                            object.set(member.getKey().equals(old) ? name : member.getKey(), member.getValue()));
                }
            }
            default -> {
                if (!object.has(name)) {
                    object.set(name, newValue(object, random));
                }
            }
        }
    }

    private void editArray(ArrayNode array, RandomGenerator random) {
        switch (random.nextInt(array.isEmpty() ? 1 : 4)) {
            case 1 -> array.remove(random.nextInt(array.size()));
            case 2 -> array.add(array.get(random.nextInt(array.size())).deepCopy());
            case 3 -> array.insert(0, array.remove(array.size() - 1));
            default -> array.add(newValue(array, random));
        }
    }

    /** For a new member or element: as its neighbours are, or as the schema speaks of it, or anything. */
    private JsonNode newValue(JsonNode container, RandomGenerator random) {
        List<JsonNode> from = switch (random.nextInt(3)) {
            case 0 -> children(container);
            case 1 -> values;
            default -> PLAIN;
        };
        return any(from.isEmpty() ? PLAIN : from, random).deepCopy();
    }

    private static List<JsonNode> children(JsonNode container) {
        List<JsonNode> children = new ArrayList<>();
        container.forEach(children::add);
        return children;
    }

    private static JsonNode neighbour(JsonNode scalar, RandomGenerator random) {
        if (scalar.isBoolean()) {
            return MAKE.booleanNode(!scalar.booleanValue());
        }
        if (scalar.isNumber()) {
            double number = scalar.doubleValue();
            double other = switch (random.nextInt(6)) {
                case 0 -> number + 1;
                case 1 -> number - 1;
                case 2 -> number + 0.5;
                case 3 -> -number;
                case 4 -> number + random.nextInt(-50, 51);
                default -> number * 10;
            };
            boolean whole = other == Math.rint(other) && Math.abs(other) < 1e15;
            return whole ? MAKE.numberNode((long) other) : MAKE.numberNode(other);
        }
        String text = scalar.asText();
        return MAKE.textNode(
                switch (random.nextInt(5)) {
                    case 0 -> text + "a";
                    case 3 -> text + (char) random.nextInt(' ', '~' + 1);
                    case 1 -> text.isEmpty() ? " " : text.substring(0, text.offsetByCodePoints(text.length(), -1));
                    case 2 -> text + text;
                    default ->
                        text.equals(text.toUpperCase(Locale.ROOT))
                                ? text.toLowerCase(Locale.ROOT)
                                : text.toUpperCase(Locale.ROOT);
                });
    }

    /** No end of values, for schemas that speak of few. */
    private static JsonNode anything(RandomGenerator random) {
        int number = random.nextInt(-500, 501);
        return switch (random.nextInt(4)) {
            case 0 -> MAKE.numberNode(number);
            case 1 -> MAKE.numberNode(number + 0.25);
            case 2 -> MAKE.textNode(Integer.toString(number, Character.MAX_RADIX));
            default -> MAKE.arrayNode().add(number);
        };
    }

    private static <T> T any(List<T> list, RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }
}
