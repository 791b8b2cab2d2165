package dev.tenon.toolcalls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.schema.SchemaException;

/**
 * The schema of a tool's parameters, narrowed to objects: whatever else it would admit, the arguments of a call are an
 * object. What it makes is a conjunction with {@code "type": "object"}, so every text of it satisfies the tool's own
 * schema too.
 */
final class ArgumentsSchema {
    private static final String TYPE = "type";
    private static final String OBJECT = "object";

    private ArgumentsSchema() {}

    /**
     * The narrowed schema; the given one is not changed. What is no schema at all is left as it is, for the compiler to
     * refuse.
     *
     * @throws ConstraintException when the schema admits no object
     */
    static JsonNode of(JsonNode parameters, ConstraintException.Place place) {
        if (parameters.isBoolean() && parameters.booleanValue()) {
            return JsonNodeFactory.instance.objectNode().put(TYPE, OBJECT);
        }
        if (!(parameters instanceof ObjectNode schema)) {
            return parameters;
        }
        JsonNode type = schema.get(TYPE);
        if (type == null || admitsObject(type)) {
            ObjectNode narrowed = JsonNodeFactory.instance.objectNode();
            narrowed.put(TYPE, OBJECT);
            schema.properties().forEach(entry -> narrowed.set(entry.getKey(), entry.getValue()));
            return narrowed.put(TYPE, OBJECT);
        }
        if (type.isTextual() || type.isArray()) {
            throw new ConstraintException(
                    place,
                    new SchemaException.Unsatisfiable(
                            "/type", TYPE, "the arguments of a tool are an object; use \"type\": \"object\""));
        }
        return parameters;
    }

    private static boolean admitsObject(JsonNode type) {
        if (type.isArray()) {
            for (JsonNode one : type) {
                if (one.asText().equals(OBJECT)) {
                    return true;
                }
            }
            return false;
        }
        return type.asText().equals(OBJECT);
    }
}
