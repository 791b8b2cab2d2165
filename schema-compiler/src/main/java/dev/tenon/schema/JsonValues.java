package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** JSON values as JSON Schema compares them (Core 2020-12, section 4.2.2): numbers by value, objects without order. */
final class JsonValues {
    private JsonValues() {}

    /**
     * A text that two values share iff they are equal. Recursion is bounded by {@link SourceDocument#MAX_DEPTH}.
     *
     * @throws SchemaException.TooComplex when a number in it has too many digits
     */
    static String canonical(JsonNode value, String pointer) {
        StringBuilder out = new StringBuilder();
        append(value, pointer, out);
        return out.toString();
    }

    /** The number, without trailing zeros. */
    static BigDecimal number(JsonNode value, String pointer) {
        boolean finite = value.isBigDecimal() || !value.isFloatingPointNumber() || Double.isFinite(value.doubleValue());
        if (!finite || !NumberSet.inRange(value.decimalValue())) {
            throw new SchemaException.TooComplex(
                    pointer, "", "a number in it has too many digits or too large an exponent", "maxNumberDigits");
        }
        return NumberSet.plain(value.decimalValue());
    }

    private static void append(JsonNode value, String pointer, StringBuilder out) {
        switch (value.getNodeType()) {
            case NULL, MISSING -> out.append("null");
            case BOOLEAN -> out.append(value.booleanValue());
            case NUMBER -> out.append(number(value, pointer));
            case STRING -> quote(value.textValue(), out);
            case ARRAY -> {
                out.append('[');
                for (JsonNode element : value) {
                    append(element, pointer, out);
                    out.append(',');
                }
                out.append(']');
            }
            case OBJECT -> {
                Map<String, JsonNode> sorted = new TreeMap<>();
                value.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
                out.append('{');
                sorted.forEach((key, member) -> {
                    quote(key, out);
                    out.append(':');
                    append(member, pointer, out);
                    out.append(',');
                });
                out.append('}');
            }
            case BINARY, POJO -> throw new SchemaException.Invalid(pointer, "", "it is no JSON value");
        }
    }

    private static void quote(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                out.append(JsonNodeFactory.instance.textNode(text));
                return;
            }
        }
        out.append('"').append(text).append('"');
    }
}
