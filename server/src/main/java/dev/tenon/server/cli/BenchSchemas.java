package dev.tenon.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code tenon bench} measures if not told: arrays longer than any context, of elements of three kinds. */
final class BenchSchemas {
    private BenchSchemas() {}

    /** Schemas by the name of their kind. */
    static Map<String, JsonNode> all() {
        Map<String, JsonNode> schemas = new LinkedHashMap<>();
        schemas.put("records with short keys", list(people()));
        schemas.put("records with long keys", list(orders()));
        schemas.put("free text", list(text()));
        return schemas;
    }

    private static ObjectNode people() {
        ObjectNode person = object();
        ObjectNode properties = person.putObject("properties");
        properties.putObject("name").put("type", "string").put("maxLength", 40);
        properties.putObject("age").put("type", "integer").put("minimum", 0).put("maximum", 120);
        properties.putObject("town").put("type", "string").put("maxLength", 40);
        properties.putObject("married").put("type", "boolean");
        return closed(person);
    }

    /** Most of each record is the schema's, as where a table or an API is written to. */
    private static ObjectNode orders() {
        ObjectNode order = object();
        ObjectNode properties = order.putObject("properties");
        properties
                .putObject("customer_account_identifier")
                .put("type", "integer")
                .put("minimum", 0);
        properties
                .putObject("requested_shipping_method")
                .putArray("enum")
                .add("standard_ground")
                .add("express_overnight");
        properties.putObject("is_eligible_for_free_returns").put("type", "boolean");
        properties.putObject("estimated_delivery_date").put("type", "string").put("format", "date");
        return closed(order);
    }

    private static ObjectNode text() {
        return JsonNodeFactory.instance.objectNode().put("type", "string").put("minLength", 200);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode().put("type", "object").put("additionalProperties", false);
    }

    private static ObjectNode closed(ObjectNode object) {
        object.withObject("/properties").fieldNames().forEachRemaining(object.withArray("required")::add);
        return object;
    }

    private static ObjectNode list(ObjectNode items) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("type", "array").put("minItems", 100_000).set("items", items);
        return list;
    }
}
