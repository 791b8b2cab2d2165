package dev.tenon.conformance.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What clients come to, as JSON, so that those of all languages can be compared. */
public final class Values {
    /** A person. */
    static final String PERSON =
            "{\"age\": 31, \"email\": \"zoe@example.org\", \"name\": \"Zoë 😀\", \"skills\": [{\"level\": \"EXPERT\","
                    + " \"title\": \"carpentry\"}]}";

    /** The arguments of an order. */
    static final String ORDER = "{\"quantity\": 3, \"sku\": \"A\\\"B\"}";

    /** The call of it, as a client gives it. */
    static final String ORDERED = "{\"name\": \"order\", \"arguments\": " + ORDER + "}";

    /** What is told of a temperature of 3. */
    static final String REFUSAL =
            "{\"status\": 400, \"code\": \"decimal_above_max_value\", \"param\": \"temperature\"}";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Values() {}

    /** How a model writes a call. */
    static String call(String name, String arguments) {
        return "<tool_call>\n{\"name\": \"" + name + "\", \"arguments\": " + arguments + "}\n</tool_call>";
    }

    /** A reply of calls and text. */
    static String turn(String text, String calls) {
        return "{\"calls\": [" + calls + "], \"text\": \"" + text + "\"}";
    }

    /** The value of a JSON text. */
    public static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    /** The JSON text of an instance of a class. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** A reply, to which calls are added. */
    public static ObjectNode turn(String text) {
        ObjectNode turn = MAPPER.createObjectNode();
        turn.putArray("calls");
        return turn.put("text", text);
    }

    /** Adds a call to a reply. */
    public static void addCall(ObjectNode turn, String name, String arguments) {
        ArrayNode calls = turn.withArrayProperty("calls");
        calls.addObject().put("name", name).set("arguments", read(arguments));
    }

    /** The complete ones of the calls of a reply that a limit cut off. */
    public static <T> List<T> withoutLast(List<T> calls) {
        return calls.subList(0, Math.max(0, calls.size() - 1));
    }

    /** A refusal. */
    public static ObjectNode refusal(int status, String code, String param) {
        return MAPPER.createObjectNode().put("status", status).put("code", code).put("param", param);
    }
}
