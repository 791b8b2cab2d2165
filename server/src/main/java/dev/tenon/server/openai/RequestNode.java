package dev.tenon.server.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a request: a value and its path, or the lack of a value. {@code null} counts as absent. Every check that fails
 * throws an {@link ApiException} that names the path in OpenAI's words. Immutable.
 *
 * <pre>{@code
 * double temperature = request.field("temperature").decimal(0, 2).orElse(1.0);
 * }</pre>
 */
final class RequestNode {
    private final String path;
    private final @Nullable JsonNode value;

    private RequestNode(String path, @Nullable JsonNode value) {
        this.path = path;
        this.value = value == null || value.isNull() ? null : value;
    }

    /**
     * The body of a request.
     *
     * @throws ApiException when it is not an object
     */
    static RequestNode body(JsonNode body) {
        if (!body.isObject()) {
            throw ApiException.invalid(
                    null,
                    null,
                    "We could not parse the JSON body of your request. (HINT: the body must be a JSON object, but was "
                            + typeOf(body) + ".)");
        }
        return new RequestNode("", body);
    }

    /** Where this is, e.g. {@code messages[2].content}; empty for the body. */
    String path() {
        return path;
    }

    /** Whether there is a value that is not null. */
    boolean isPresent() {
        return value != null;
    }

    /** The value's own tree. */
    JsonNode tree() {
        return required();
    }

    /** The member of an object, present or not. */
    RequestNode field(String name) {
        JsonNode object = value == null ? null : value.get(name);
        return new RequestNode(path.isEmpty() ? name : path + "." + name, object);
    }

    /** Whether the object has a member of this name, be it null. */
    boolean has(String name) {
        return value != null && value.has(name);
    }

    /** The names of the object's members, in order. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        required().fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** This, which must be there. */
    RequestNode orMissing() {
        required();
        return this;
    }

    /** This, which must be an object if it is there. */
    RequestNode object() {
        if (value != null && !value.isObject()) {
            throw wrongType("an object");
        }
        return this;
    }

    /** The items of an array; empty when absent. */
    List<RequestNode> items(int minItems, int maxItems) {
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw wrongType("an array");
        }
        int size = value.size();
        if (size < minItems) {
            throw invalid(
                    "empty_array",
                    "empty array. Expected an array with minimum length " + minItems
                            + ", but got an empty array instead.");
        }
        if (size > maxItems) {
            throw invalid(
                    "array_above_max_length",
                    "array too long. Expected an array with maximum length " + maxItems
                            + ", but got an array with length " + size + " instead.");
        }
        List<RequestNode> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(new RequestNode(path + "[" + i + "]", value.get(i)));
        }
        return items;
    }

    Optional<String> string() {
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw wrongType("a string");
        }
        return Optional.of(value.textValue());
    }

    /** A string of at most so many characters. */
    Optional<String> string(int maxLength) {
        Optional<String> text = string();
        text.ifPresent(it -> {
            if (it.length() > maxLength) {
                throw invalid(
                        "string_above_max_length",
                        "string too long. Expected a string with maximum length " + maxLength
                                + ", but got a string with length " + it.length() + " instead.");
            }
        });
        return text;
    }

    /** A string that matches a pattern. */
    String name(Pattern pattern, int maxLength) {
        String text = required(string(maxLength));
        if (!pattern.matcher(text).matches()) {
            throw invalid(
                    "invalid_value",
                    "string does not match pattern. Expected a string that matches the pattern '^" + pattern.pattern()
                            + "$'.");
        }
        return text;
    }

    /** One of these words. */
    Optional<String> word(List<String> words) {
        Optional<String> text = string();
        text.ifPresent(it -> {
            if (!words.contains(it)) {
                throw ApiException.invalid(
                        "invalid_value",
                        path,
                        "Invalid value: '" + Text.shorten(it) + "'. Supported values are: " + Text.list(words) + ".");
            }
        });
        return text;
    }

    Optional<Boolean> bool() {
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            throw wrongType("a boolean");
        }
        return Optional.of(value.booleanValue());
    }

    Optional<Long> integer(long min, long max) {
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber()) {
            throw wrongType("an integer");
        }
        checkRange("integer", BigDecimal.valueOf(min), BigDecimal.valueOf(max));
        return Optional.of(value.longValue());
    }

    Optional<Double> decimal(double min, double max) {
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isNumber()) {
            throw wrongType("a decimal");
        }
        checkRange("decimal", BigDecimal.valueOf(min), BigDecimal.valueOf(max));
        return Optional.of(value.doubleValue());
    }

    private void checkRange(String kind, BigDecimal min, BigDecimal max) {
        JsonNode number = required();
        BigDecimal exact = number.decimalValue();
        String got = Text.shorten(number.asText());
        if (exact.compareTo(min) < 0) {
            throw invalid(
                    kind + "_below_min_value",
                    kind + " below minimum value. Expected a value >= " + plain(min) + ", but got " + got
                            + " instead.");
        }
        if (exact.compareTo(max) > 0) {
            throw invalid(
                    kind + "_above_max_value",
                    kind + " above maximum value. Expected a value <= " + plain(max) + ", but got " + got
                            + " instead.");
        }
    }

    private static String plain(BigDecimal bound) {
        return bound.stripTrailingZeros().toPlainString();
    }

    /** What must be there. */
    <T> T required(Optional<T> read) {
        return read.orElseThrow(this::missing);
    }

    /** The refusal of a value's type. */
    ApiException wrongType(String expected) {
        return ApiException.invalid(
                "invalid_type",
                path,
                "Invalid type for '" + path + "': expected " + expected + ", but got " + typeOf(required())
                        + " instead.");
    }

    /** The refusal of a value, in OpenAI's words: {@code Invalid 'PATH': REASON}. */
    ApiException invalid(String code, String reason) {
        return ApiException.invalid(code, path, "Invalid '" + path + "': " + reason);
    }

    /** The refusal of something that this server does not do. */
    ApiException unsupported(String message) {
        return ApiException.invalid("unsupported_value", path, message);
    }

    private JsonNode required() {
        if (value == null) {
            throw missing();
        }
        return value;
    }

    private ApiException missing() {
        return ApiException.invalid("missing_required_parameter", path, "Missing required parameter: '" + path + "'.");
    }

    private static String typeOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "an array";
            case BOOLEAN -> "a boolean";
            case NULL, MISSING -> "null";
            case NUMBER -> node.isIntegralNumber() ? "an integer" : "a decimal";
            case STRING -> "a string";
            case OBJECT, POJO, BINARY -> "an object";
        };
    }

    /** The members of an object, in order; empty when absent. */
    List<Map.Entry<String, RequestNode>> members() {
        List<Map.Entry<String, RequestNode>> members = new ArrayList<>();
        if (object().isPresent()) {
            for (String name : names()) {
                members.add(Map.entry(name, field(name)));
            }
        }
        return members;
    }
}
