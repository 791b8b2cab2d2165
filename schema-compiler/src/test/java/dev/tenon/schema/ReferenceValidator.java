package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * JSON Schema 2020-12 by its letter, for the keywords that {@link RandomSchema} draws: a schema is applied to a value,
 * keyword by keyword, and says whether it is valid and what it has looked at. Slow and without any idea.
 */
final class ReferenceValidator {
    private ReferenceValidator() {}

    /** What a schema says of a value: nothing was looked at where it is invalid. */
    private static final class Verdict {
        private boolean valid = true;
        private final Set<String> members = new HashSet<>();
        private final Set<Integer> elements = new HashSet<>();

        private void require(boolean condition) {
            valid &= condition;
        }

        /** Takes over what a schema that applies to the same value has looked at, if the value is valid for it. */
        private boolean with(Verdict other) {
            if (other.valid) {
                members.addAll(other.members);
                elements.addAll(other.elements);
            }
            return other.valid;
        }
    }

    static boolean isValid(JsonNode schema, JsonNode value) {
        return apply(schema, value).valid;
    }

    private static Verdict apply(JsonNode schema, JsonNode value) {
        Verdict verdict = new Verdict();
        if (schema.isBoolean()) {
            verdict.require(schema.booleanValue());
            return verdict;
        }
        any(schema, value, verdict);
        if (value.isNumber()) {
            number(schema, value.decimalValue(), verdict);
        }
        if (value.isTextual()) {
            string(schema, value.textValue(), verdict);
        }
        if (value.isArray()) {
            array(schema, value, verdict);
        }
        if (value.isObject()) {
            object(schema, value, verdict);
        }
        return verdict;
    }

    private static void any(JsonNode schema, JsonNode value, Verdict verdict) {
        if (schema.has("type")) {
            List<JsonNode> types = new ArrayList<>();
            (schema.get("type").isArray() ? schema.get("type") : List.of(schema.get("type"))).forEach(types::add);
            verdict.require(types.stream().anyMatch(type -> isOf(type.textValue(), value)));
        }
        if (schema.has("enum")) {
            boolean found = false;
            for (JsonNode one : schema.get("enum")) {
                found |= same(one, value);
            }
            verdict.require(found);
        }
        for (JsonNode part : schema.path("allOf")) {
            verdict.require(verdict.with(apply(part, value)));
        }
        if (schema.has("anyOf")) {
            boolean found = false;
            for (JsonNode part : schema.get("anyOf")) {
                found |= verdict.with(apply(part, value));
            }
            verdict.require(found);
        }
        if (schema.has("oneOf")) {
            int found = 0;
            for (JsonNode part : schema.get("oneOf")) {
                found += verdict.with(apply(part, value)) ? 1 : 0;
            }
            verdict.require(found == 1);
        }
        if (schema.has("not")) {
            verdict.require(!apply(schema.get("not"), value).valid);
        }
        if (schema.has("if")) {
            String branch = verdict.with(apply(schema.get("if"), value)) ? "then" : "else";
            if (schema.has(branch)) {
                verdict.require(verdict.with(apply(schema.get(branch), value)));
            }
        }
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "null" -> value.isNull();
            case "boolean" -> value.isBoolean();
            case "string" -> value.isTextual();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            case "number" -> value.isNumber();
            case "integer" ->
                value.isNumber() && value.decimalValue().remainder(BigDecimal.ONE).signum() == 0;
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static void number(JsonNode schema, BigDecimal value, Verdict verdict) {
        schema.properties().forEach(keyword -> {
            JsonNode bound = keyword.getValue();
            switch (keyword.getKey()) {
                case "minimum" -> verdict.require(value.compareTo(bound.decimalValue()) >= 0);
                case "exclusiveMinimum" -> verdict.require(value.compareTo(bound.decimalValue()) > 0);
                case "maximum" -> verdict.require(value.compareTo(bound.decimalValue()) <= 0);
                case "exclusiveMaximum" -> verdict.require(value.compareTo(bound.decimalValue()) < 0);
                case "multipleOf" ->
                    verdict.require(value.remainder(bound.decimalValue()).signum() == 0);
                default -> {
                    // says nothing of numbers
                }
            }
        });
    }

    private static void string(JsonNode schema, String value, Verdict verdict) {
        int length = value.codePointCount(0, value.length());
        verdict.require(length >= schema.path("minLength").asInt(0));
        verdict.require(length <= schema.path("maxLength").asInt(Integer.MAX_VALUE));
        if (schema.has("pattern")) {
            verdict.require(Pattern.compile(schema.get("pattern").textValue())
                    .matcher(value)
                    .find());
        }
    }

    private static void array(JsonNode schema, JsonNode value, Verdict verdict) {
        verdict.require(value.size() >= schema.path("minItems").asInt(0));
        verdict.require(value.size() <= schema.path("maxItems").asInt(Integer.MAX_VALUE));
        int prefix = schema.path("prefixItems").size();
        int matches = 0;
        for (int i = 0; i < value.size(); i++) {
            if (i < prefix) {
                verdict.elements.add(i);
                verdict.require(isValid(schema.get("prefixItems").get(i), value.get(i)));
            } else if (schema.has("items")) {
                verdict.elements.add(i);
                verdict.require(isValid(schema.get("items"), value.get(i)));
            }
            if (schema.has("contains") && isValid(schema.get("contains"), value.get(i))) {
                verdict.elements.add(i);
                matches++;
            }
            for (int j = 0; j < i && schema.path("uniqueItems").asBoolean(false); j++) {
                verdict.require(!same(value.get(i), value.get(j)));
            }
        }
        if (schema.has("contains")) {
            verdict.require(matches >= schema.path("minContains").asInt(1));
            verdict.require(matches <= schema.path("maxContains").asInt(Integer.MAX_VALUE));
        }
        if (schema.has("unevaluatedItems")) {
            for (int i = 0; i < value.size(); i++) {
                if (verdict.elements.add(i)) {
                    verdict.require(isValid(schema.get("unevaluatedItems"), value.get(i)));
                }
            }
        }
    }

    private static void object(JsonNode schema, JsonNode value, Verdict verdict) {
        verdict.require(value.size() >= schema.path("minProperties").asInt(0));
        verdict.require(value.size() <= schema.path("maxProperties").asInt(Integer.MAX_VALUE));
        schema.path("required").forEach(key -> verdict.require(value.has(key.textValue())));
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            member(schema, member.getKey(), member.getValue(), verdict);
        }
        schema.path("dependentRequired").properties().forEach(entry -> {
            if (value.has(entry.getKey())) {
                entry.getValue().forEach(key -> verdict.require(value.has(key.textValue())));
            }
        });
        schema.path("dependentSchemas").properties().forEach(entry -> {
            if (value.has(entry.getKey())) {
                verdict.require(verdict.with(apply(entry.getValue(), value)));
            }
        });
        if (schema.has("unevaluatedProperties")) {
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                if (verdict.members.add(member.getKey())) {
                    verdict.require(isValid(schema.get("unevaluatedProperties"), member.getValue()));
                }
            }
        }
    }

    private static void member(JsonNode schema, String key, JsonNode value, Verdict verdict) {
        if (schema.has("propertyNames")) {
            verdict.require(isValid(
                    schema.get("propertyNames"),
                    JsonNodeFactory.instance.textNode(key)));
        }
        boolean named = schema.path("properties").has(key);
        if (named) {
            verdict.require(isValid(schema.get("properties").get(key), value));
        }
        for (Map.Entry<String, JsonNode> pattern : schema.path("patternProperties").properties()) {
            if (Pattern.compile(pattern.getKey()).matcher(key).find()) {
                named = true;
                verdict.require(isValid(pattern.getValue(), value));
            }
        }
        if (!named && schema.has("additionalProperties")) {
            named = true;
            verdict.require(isValid(schema.get("additionalProperties"), value));
        }
        if (named) {
            verdict.members.add(key);
        }
    }

    private static boolean same(JsonNode one, JsonNode two) {
        if (one.isNumber() && two.isNumber()) {
            return one.decimalValue().compareTo(two.decimalValue()) == 0;
        }
        if (one.getNodeType() != two.getNodeType() || one.size() != two.size()) {
            return false;
        }
        if (one.isArray()) {
            for (int i = 0; i < one.size(); i++) {
                if (!same(one.get(i), two.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (one.isObject()) {
            return one.properties().stream()
                    .allMatch(member -> two.has(member.getKey()) && same(member.getValue(), two.get(member.getKey())));
        }
        return one.equals(two);
    }
}
