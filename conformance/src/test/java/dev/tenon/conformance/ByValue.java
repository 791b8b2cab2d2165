package dev.tenon.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * JSON values with one spelling of each number. JSON Schema compares numbers by their mathematical value (Core 2020-12, section
 * 4.2.2), and {@code 1.0}, {@code 10e-1} and {@code 1} are one; a validator that compares what Jackson read tells them apart.
 */
final class ByValue {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
    private static final BigInteger LEAST_LONG = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST_LONG = BigInteger.valueOf(Long.MAX_VALUE);

    /** A number with more digits before or after its point stays as it is. */
    private static final int MOST_DIGITS = 10_000;

    private ByValue() {}

    /** The same value. */
    static JsonNode of(JsonNode value) {
        if (value instanceof ObjectNode object) {
            ObjectNode result = MAKE.objectNode();
            object.properties().forEach(member -> result.set(member.getKey(), of(member.getValue())));
            return result;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode result = MAKE.arrayNode(array.size());
            array.forEach(element -> result.add(of(element)));
            return result;
        }
        return value.isNumber() && !value.isIntegralNumber() ? number(value.decimalValue(), value) : value;
    }

    private static JsonNode number(BigDecimal number, JsonNode same) {
        BigDecimal shortest = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        if (Math.abs((long) shortest.scale()) > MOST_DIGITS) {
            return same;
        }
        return shortest.scale() > 0 ? MAKE.numberNode(shortest) : integer(shortest.toBigIntegerExact());
    }

    /** Of the type that Jackson reads a whole number as. */
    private static JsonNode integer(BigInteger number) {
        if (number.compareTo(LEAST_LONG) < 0 || number.compareTo(MOST_LONG) > 0) {
            return MAKE.numberNode(number);
        }
        long value = number.longValue();
        return value == (int) value ? MAKE.numberNode((int) value) : MAKE.numberNode(value);
    }
}
