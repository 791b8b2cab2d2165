package dev.tenon.conformance.dos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.conformance.Judge;
import dev.tenon.conformance.Scale;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Schemas that were made to hurt, by name; built when they are asked for, since some are large. */
final class HostileSchemas {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private HostileSchemas() {}

    /** All of them. */
    static Map<String, Supplier<JsonNode>> all() {
        Map<String, Supplier<JsonNode>> all = new LinkedHashMap<>();
        all.put("properties nested 60,000 deep", () -> nested(60_000, HostileSchemas::property));
        all.put(
                "items nested 60,000 deep",
                () -> nested(60_000, inner -> JSON.objectNode().set("items", inner)));
        all.put("anyOf nested 60,000 deep", () -> nested(60_000, HostileSchemas::anyOf));
        all.put(
                "a const nested 20,000 deep",
                () -> JSON.objectNode()
                        .set("const", nested(20_000, inner -> JSON.arrayNode().add(inner))));
        all.put("objects nested 900 deep", () -> nested(900, HostileSchemas::requiredProperty));
        for (String pattern : new String[] {
            "[ab]*a[ab]{30}",
            "^(a|b)*a(a|b){40}$",
            "^(a*)*b$",
            "^((a{1,100}){1,100}){1,100}$",
            "a{1000000000}",
            "^\\p{L}{1,5000}\\p{Lu}{1,5000}$",
            "^(?:.*a){20}$",
            "^(?:[^a]*a[^b]*b[^c]*c){50}$",
            "(x+x+)+y"
        }) {
            all.put(
                    "pattern " + pattern,
                    () -> JSON.objectNode().put("type", "string").put("pattern", pattern));
        }
        all.put("10,000 groups in each other", () -> pattern("(".repeat(10_000) + "a" + ")".repeat(10_000)));
        all.put("a pattern of 1,000,000 characters", () -> pattern("a".repeat(1_000_000)));
        all.put("a pattern of 50,000 words", () -> pattern("^(" + words(50_000) + ")$"));
        all.put("10,000 alternatives with tags", () -> alternatives(10_000, HostileSchemas::tagged));
        all.put("alternatives that overlap", () -> alternatives(Scale.of(500, 2_000), HostileSchemas::overlapping));
        all.put(
                "10,000 alternatives of strings",
                () -> alternatives(
                        10_000, i -> JSON.objectNode().put("type", "string").put("minLength", i)));
        all.put(
                "patterns side by side",
                () -> alternatives(
                        Scale.of(2_000, 10_000),
                        i -> JSON.objectNode().put("type", "string").put("pattern", i + "[ab]*a[ab]{3}")));
        all.put("an enum of 100,000 strings", () -> enumOf(100_000, i -> JSON.textNode("value " + i * 7919L)));
        all.put(
                "an enum of objects",
                () -> enumOf(
                        Scale.of(5_000, 20_000),
                        i -> JSON.objectNode()
                                .put("a", i)
                                .set("b", JSON.arrayNode().add(i))));
        all.put("100,000 properties", () -> properties(100_000, 0, 0));
        all.put("20,000 required properties", () -> properties(20_000, 0, 20_000));
        all.put("20,000 properties, the last one required", () -> properties(20_000, 19_999, 20_000));
        all.put("4 MB of definitions", HostileSchemas::definitions);
        all.put("a long tuple", HostileSchemas::longTuple);
        all.put(
                "a long key",
                () -> JSON.objectNode()
                        .set("properties", JSON.objectNode().put("k".repeat(Scale.of(100_000, 1_000_000)), true)));
        all.put("10,000 references in a row", () -> chain(10_000, (definition, next) -> definition.set("$ref", next)));
        all.put("a reference to itself", () -> JSON.objectNode().put("$ref", "#"));
        all.put(
                "a reference in a circle",
                () -> parse(
                        "{'$defs':{'a':{'$ref':'#/$defs/b'},'b':{'anyOf':[{'$ref':'#/$defs/a'}]}},'$ref':'#/$defs/a'}"));
        all.put(
                "anyOf doubled 40 times",
                () -> chain(
                        40,
                        (definition, next) -> definition
                                .putArray("anyOf")
                                .add(JSON.objectNode().set("$ref", next))
                                .add(JSON.objectNode().set("$ref", next))));
        all.put(
                "properties doubled 40 times",
                () -> chain(40, (definition, next) -> {
                    ObjectNode members = definition.putObject("properties");
                    members.putObject("x").set("$ref", next);
                    members.putObject("y").set("$ref", next);
                    definition.putArray("required").add("x").add("y");
                }));
        all.put(
                "arrays of 1,000 of 1,000 of ... 30 times",
                () -> chain(
                        30,
                        (definition, next) -> definition
                                .put("type", "array")
                                .put("minItems", 1_000)
                                .set("items", JSON.objectNode().set("$ref", next))));
        all.put(
                "conjunctions of references, 30 deep",
                () -> chain(30, (definition, next) -> {
                    definition.set("$ref", next);
                    definition
                            .putArray("anyOf")
                            .add(JSON.objectNode().put("minLength", 1))
                            .add(JSON.objectNode().put("maxLength", 3))
                            .add(JSON.objectNode().set("$ref", next));
                }));
        all.put(
                "recursion that never ends",
                () -> parse("{'type':'object','properties':{'next':{'$ref':'#'}},'required':['next']}"));
        all.put(
                "recursion in every member",
                () -> parse(
                        "{'type':'object','additionalProperties':{'type':'array','items':{'$ref':'#'},'minItems':2}}"));
        all.put("an array of 1,000,000,000", () -> parse("{'type':'array','minItems':1000000000}"));
        all.put("a string of 1e18", () -> parse("{'type':'string','minLength':1000000000000000000}"));
        all.put("maxLength beyond every int", () -> parse("{'type':'string','maxLength':99999999999999999999}"));
        all.put("multipleOf 999999937", () -> parse("{'type':'integer','multipleOf':999999937}"));
        all.put("multipleOf 1e-300", () -> parse("{'type':'integer','multipleOf':1e-300}"));
        all.put("multipleOf 0.0000001", () -> parse("{'type':'integer','multipleOf':0.0000001}"));
        all.put("minimum 1e400", () -> parse("{'type':'number','minimum':1e400}"));
        all.put("minimum 1e1000000", () -> JSON.objectNode().put("minimum", new BigDecimal("1e1000000")));
        all.put(
                "minimum of 10,000 digits",
                () -> JSON.objectNode().put("type", "integer").put("minimum", BigInteger.TEN.pow(10_000)));
        all.put(
                "bounds far apart with a large step",
                () -> parse(
                        "{'type':'integer','minimum':-9007199254740991,'maximum':9007199254740991,'multipleOf':104729}"));
        return Collections.unmodifiableMap(all);
    }

    private static JsonNode parse(String text) {
        try {
            return Judge.JSON.readTree(text.replace('\'', '"'));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static JsonNode nested(int depth, UnaryOperator<JsonNode> around) {
        JsonNode schema = JSON.objectNode().put("type", "integer");
        for (int i = 0; i < depth; i++) {
            schema = around.apply(schema);
        }
        return schema;
    }

    private static JsonNode property(JsonNode inner) {
        return JSON.objectNode().set("properties", JSON.objectNode().set("a", inner));
    }

    private static JsonNode requiredProperty(JsonNode inner) {
        ObjectNode schema = JSON.objectNode().put("type", "object").put("additionalProperties", false);
        schema.putArray("required").add("a");
        return schema.set("properties", JSON.objectNode().set("a", inner));
    }

    private static JsonNode anyOf(JsonNode inner) {
        return JSON.objectNode().set("anyOf", JSON.arrayNode().add(inner));
    }

    private static JsonNode pattern(String pattern) {
        return JSON.objectNode().put("type", "string").put("pattern", pattern);
    }

    private static String words(int count) {
        StringBuilder words = new StringBuilder("x");
        for (int i = 0; i < count; i++) {
            words.append('|').append(Integer.toString(i * 7919, 36));
        }
        return words.toString();
    }

    /** Makes one of many. */
    private interface Numbered {
        JsonNode of(int number);
    }

    private static JsonNode alternatives(int count, Numbered one) {
        ArrayNode list = JSON.arrayNode();
        for (int i = 0; i < count; i++) {
            list.add(one.of(i));
        }
        return JSON.objectNode().set("anyOf", list);
    }

    private static JsonNode tagged(int number) {
        ObjectNode schema = JSON.objectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode members = schema.putObject("properties");
        members.putObject("kind").put("const", "kind " + number);
        members.putObject("value " + number).put("type", "integer");
        schema.putArray("required").add("kind").add("value " + number);
        return schema;
    }

    private static JsonNode overlapping(int number) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        ObjectNode members = schema.putObject("properties");
        members.putObject("a").put("minimum", number);
        members.putObject("b").put("maxLength", number);
        members.putObject("c" + number % 7).putObject("items").put("maximum", number);
        return schema;
    }

    private static JsonNode enumOf(int count, Numbered one) {
        ArrayNode list = JSON.arrayNode();
        for (int i = 0; i < count; i++) {
            list.add(one.of(i));
        }
        return JSON.objectNode().set("enum", list);
    }

    private static JsonNode properties(int count, int requiredFrom, int requiredTo) {
        ObjectNode schema = JSON.objectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode members = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (int i = 0; i < count; i++) {
            members.putObject("member " + i * 7919L).put("type", "integer");
            if (i >= requiredFrom && i < requiredTo) {
                required.add("member " + i * 7919L);
            }
        }
        return schema;
    }

    /** Objects of nine members each, all different, that refer to each other: large as schemas are, and not hostile. */
    private static JsonNode definitions() {
        int count = 5_500;
        ObjectNode schema = JSON.objectNode().put("$ref", "#/$defs/type 0");
        ObjectNode definitions = schema.putObject("$defs");
        for (int i = 0; i < count; i++) {
            ObjectNode type = definitions.putObject("type " + i);
            type.put("type", "object").put("description", "Type number " + i + " of the generated schema.");
            type.put("additionalProperties", i % 2 == 0).putArray("required").add("first " + i);
            ObjectNode members = type.putObject("properties");
            members.putObject("first " + i).put("type", "string").put("maxLength", 1 + i % 200);
            members.putObject("second " + i % 97).put("type", "integer").put("minimum", i % 50);
            members.putObject("third " + i).putObject("items").put("$ref", "#/$defs/type " + (2 * i + 1) % count);
            members.putObject("fourth").put("$ref", "#/$defs/type " + (2 * i + 2) % count);
            ArrayNode words = members.putObject("fifth " + i % 1_009).putArray("enum");
            for (int word = 0; word < 6; word++) {
                words.add("value " + (31L * i + word));
            }
            members.putObject("sixth").put("type", "string").put("pattern", "^[a-z]{1,20}-" + i + "$");
            members.putObject("seventh " + i).put("type", "boolean").put("description", "Whether it is, or is not.");
            members.putObject("eighth")
                    .putArray("anyOf")
                    .add(JSON.objectNode().put("type", "null"))
                    .addObject()
                    .put("format", "date-time");
            members.putObject("ninth " + i).put("type", "number");
        }
        return schema;
    }

    private static JsonNode longTuple() {
        int count = Scale.of(10_000, 50_000);
        ObjectNode schema = JSON.objectNode().put("type", "array").put("minItems", count);
        ArrayNode items = schema.putArray("prefixItems");
        for (int i = 0; i < count; i++) {
            items.addObject().put("const", i);
        }
        return schema;
    }

    /** Writes one definition, in terms of the next one. */
    private interface Link {
        void write(ObjectNode definition, JsonNode next);
    }

    private static JsonNode chain(int length, Link link) {
        ObjectNode schema = JSON.objectNode();
        ObjectNode definitions = schema.putObject("$defs");
        for (int i = 0; i < length; i++) {
            link.write(definitions.putObject("d" + i), JSON.textNode("#/$defs/d" + (i + 1)));
        }
        definitions.putObject("d" + length).put("type", "string");
        return schema.put("$ref", "#/$defs/d0");
    }
}
