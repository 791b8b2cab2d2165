package dev.tenon.server.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNullSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * LangChain4j's tree of schema elements as JSON Schema. Objects that name members and do not say whether others may come
 * are closed: their makers read no others. Definitions, wherever they stand, come to the root, where references look for
 * them. Numbers stay within what a {@code long} and a {@code double} hold, as the elements have no bounds of their own. Used for one schema, by one thread.
 */
final class SchemaTranslation {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final int MAX_DEPTH = 100;

    /** What JSON's integers are in most languages (RFC 8259, section 6); an element says no more of its own bounds. */
    private static final long MAX_INTEGER = (1L << 53) - 1;

    /** Beyond it a text is read as infinity. */
    private static final BigDecimal MAX_NUMBER = new BigDecimal("1.7976931348623157E+308");

    private final ObjectNode definitions = JsonNodeFactory.instance.objectNode();

    private SchemaTranslation() {}

    /**
     * The schema of an element.
     *
     * @throws UnsupportedFeatureException for elements that are not known, and beyond 100 levels
     */
    static JsonNode schema(JsonSchemaElement root) {
        SchemaTranslation translation = new SchemaTranslation();
        JsonNode schema = translation.element(root, 0);
        if (!translation.definitions.isEmpty() && schema instanceof ObjectNode object) {
            object.set("$defs", translation.definitions);
        }
        return schema;
    }

    private JsonNode element(JsonSchemaElement element, int depth) {
        if (depth > MAX_DEPTH) {
            throw new UnsupportedFeatureException("a schema nests deeper than " + MAX_DEPTH + " levels");
        }
        if (element instanceof JsonRawSchema raw) {
            return raw(raw);
        }
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        if (element.description() != null) {
            schema.put("description", element.description());
        }
        switch (element) {
            case JsonStringSchema text -> schema.put("type", "string");
            case JsonIntegerSchema number ->
                schema.put("type", "integer").put("minimum", -MAX_INTEGER).put("maximum", MAX_INTEGER);
            case JsonNumberSchema number ->
                schema.put("type", "number").put("minimum", MAX_NUMBER.negate()).put("maximum", MAX_NUMBER);
            case JsonBooleanSchema flag -> schema.put("type", "boolean");
            case JsonNullSchema nothing -> schema.put("type", "null");
            case JsonEnumSchema words -> {
                schema.put("type", "string");
                words.enumValues().forEach(schema.putArray("enum")::add);
            }
            case JsonArraySchema array -> {
                schema.put("type", "array");
                @Nullable JsonSchemaElement items = array.items();
                if (items != null) {
                    schema.set("items", element(items, depth + 1));
                }
            }
            case JsonReferenceSchema reference -> schema.put("$ref", "#/$defs/" + reference.reference());
            case JsonAnyOfSchema any -> {
                for (JsonSchemaElement option : any.anyOf()) {
                    schema.withArray("anyOf").add(element(option, depth + 1));
                }
            }
            case JsonObjectSchema object -> object(object, schema, depth);
            default ->
                throw new UnsupportedFeatureException(
                        "a schema element of " + element.getClass() + " is not supported");
        }
        return schema;
    }

    private void object(JsonObjectSchema object, ObjectNode schema, int depth) {
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (Map.Entry<String, JsonSchemaElement> property : object.properties().entrySet()) {
            properties.set(property.getKey(), element(property.getValue(), depth + 1));
        }
        if (object.required() != null) {
            object.required().forEach(schema.putArray("required")::add);
        }
        @Nullable Boolean open = object.additionalProperties();
        if (open != null) {
            schema.put("additionalProperties", open);
        } else if (!object.properties().isEmpty()) {
            schema.put("additionalProperties", false);
        }
        if (object.definitions() != null) {
            for (Map.Entry<String, JsonSchemaElement> definition :
                    object.definitions().entrySet()) {
                definitions.set(definition.getKey(), element(definition.getValue(), depth + 1));
            }
        }
    }

    private static JsonNode raw(JsonRawSchema raw) {
        try {
            return MAPPER.readTree(raw.schema());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a raw schema is no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
