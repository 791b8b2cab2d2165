package dev.tenon.conformance.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.conformance.Judge;
import dev.tenon.schema.SchemaOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What texts of a schema ought to show sooner or later: each property of its root and each branch of its root's {@code anyOf} and
 * {@code oneOf}. To the root belongs what it refers to or takes in by {@code allOf}. Mutable: goals that are reached go.
 */
final class Goals {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
    private static final List<String> REF_STANDS_ALONE = List.of("draft-03", "draft-04", "draft-06", "draft-07");

    /**
     * One goal.
     *
     * @param what for readers
     * @param schema of the values that reach it
     * @param reached whether a value of the root does
     */
    private record Goal(String what, ObjectNode schema, Predicate<JsonNode> reached) {}

    private final List<Goal> open = new ArrayList<>();
    private int all;

    private Goals() {}

    /** Those of a schema. */
    static Goals of(JsonNode root, SchemaOptions options) {
        Goals goals = new Goals();
        if (!(root instanceof ObjectNode object)) {
            return goals;
        }
        boolean refStandsAlone =
                REF_STANDS_ALONE.stream().anyMatch(object.path("$schema").asText()::contains);
        Set<String> seen = new HashSet<>();
        ArrayDeque<String> left = new ArrayDeque<>(List.of(""));
        while (!left.isEmpty()) {
            String pointer = left.remove();
            JsonNode at = object.at(pointer);
            if (!at.isObject() || !seen.add(pointer)) {
                continue;
            }
            String ref = at.path("$ref").asText();
            if (ref.equals("#") || ref.startsWith("#/")) {
                left.add(ref.substring(1));
            }
            if (!at.has("$ref") || !refStandsAlone) {
                goals.add(object, at, pointer, options);
                for (int i = 0; i < at.path("allOf").size(); i++) {
                    left.add(pointer + "/allOf/" + i);
                }
            }
        }
        goals.all = goals.open.size();
        return goals;
    }

    private void add(ObjectNode root, JsonNode at, String pointer, SchemaOptions options) {
        at.path("properties").fieldNames().forEachRemaining(name -> {
            // Without "type" and "required", which a vocabulary may lack: the property may not be of no value.
            ObjectNode has = MAKE.objectNode();
            has.putObject("not").putObject("properties").putObject(name).putObject("not");
            open.add(new Goal("property " + name, with(root, has), value -> value.has(name)));
        });
        for (String keyword : List.of("anyOf", "oneOf")) {
            for (int i = 0; i < at.path(keyword).size(); i++) {
                String branch = pointer + "/" + keyword + "/" + i;
                ObjectNode schema = with(root, MAKE.objectNode().put("$ref", "#" + branch));
                Judge judge = new Judge(schema, options);
                open.add(new Goal(
                        "branch " + branch, schema, value -> judge.faults(value).isEmpty()));
            }
        }
    }

    /** The values of a schema that satisfy another, too. */
    private static ObjectNode with(ObjectNode root, ObjectNode other) {
        ObjectNode both = root.deepCopy();
        if (both.has("$ref")) {
            // It may stand alone.
            ObjectNode reference = MAKE.objectNode();
            reference.set("$ref", both.remove("$ref"));
            both.withArray("allOf").add(reference);
        }
        both.withArray("allOf").add(other);
        return both;
    }

    /** Whether none is left. */
    boolean areReached() {
        return open.isEmpty();
    }

    /** Whether a goal that was left is so still. */
    boolean isOpen(Left left) {
        return open.stream().anyMatch(goal -> goal.what.equals(left.what));
    }

    /** How many there are in all. */
    int all() {
        return all;
    }

    /** Takes away those that a value reaches. */
    void see(JsonNode value) {
        open.removeIf(goal -> goal.reached.test(value));
    }

    /** What is left, as schemas by what they are for readers. */
    List<Left> left() {
        return open.stream().map(goal -> new Left(goal.what, goal.schema)).toList();
    }

    /**
     * A goal that was not reached.
     *
     * @param what for readers
     * @param schema of the values that reach it
     */
    record Left(String what, JsonNode schema) {}
}
