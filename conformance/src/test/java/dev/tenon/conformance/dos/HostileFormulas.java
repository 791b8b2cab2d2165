package dev.tenon.conformance.dos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.conformance.Judge;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Schemas whose boolean keywords multiply, count or refer in circles, by what is hostile in them. */
final class HostileFormulas {
    private HostileFormulas() {}

    static Map<String, Supplier<JsonNode>> all() {
        Map<String, Supplier<JsonNode>> all = new LinkedHashMap<>();
        put(
                all,
                "allOf of 50 nots of members",
                allOf(50, i -> "{'not':{'properties':{'p" + i + "':{'const':" + i + "}},'required':['p" + i + "']}}"));
        put(all, "allOf of 50 nots of pairs", allOf(50, i -> "{'not':{'required':['a" + i + "','b" + i + "']}}"));
        put(all, "allOf of 50 nots of elements", allOf(50, i -> "{'not':{'items':{'const':" + i + "}}}"));
        put(all, "allOf of 50 nots of patterns", allOf(50, i -> "{'not':{'pattern':'a.{" + i + "}b'}}"));
        put(all, "a circle through not", "{'$defs':{'a':{'not':{'$ref':'#/$defs/a'}}},'$ref':'#/$defs/a'}");
        put(
                all,
                "a circle through the members of not",
                "{'$defs':{'a':{'not':{'properties':{'x':{'$ref':"
                        + "'#/$defs/a'}},'required':['x']}}},'$ref':'#/$defs/a','type':'object'}");
        put(
                all,
                "a circle through the elements of oneOf",
                "{'$defs':{'a':{'oneOf':[{'items':{'$ref':'#/$defs/a'}},"
                        + "{'contains':{'$ref':'#/$defs/a'}}]}},'$ref':'#/$defs/a'}");
        put(
                all,
                "oneOf of 40 objects that overlap",
                "{'oneOf':["
                        + list(
                                40,
                                i -> "{'properties':{'a':{'minimum':" + i + "},'b':{'maxLength':" + i
                                        + "}},'required':['a']}")
                        + "]}");
        put(
                all,
                "oneOf of 300 numbers that overlap",
                "{'oneOf':[" + list(300, i -> "{'type':'number','minimum':" + i + "}") + "]}");
        put(
                all,
                "30 conditions on one member",
                allOf(
                        30,
                        i -> "{'if':{'properties':{'k':{'const':" + i + "}},'required':['k']},'then':{'required':['t"
                                + i + "']},'else':{'required':['e" + i + "']}}"));
        put(
                all,
                "60 dependent schemas",
                "{'dependentSchemas':{"
                        + list(60, i -> "'k" + i + "':{'properties':{'t':{'enum':[" + i + "," + (i + 1) + "]}}}")
                        + "}}");
        put(
                all,
                "ten kinds counted to a thousand",
                allOf(
                        10,
                        i -> "{'type':'array','contains':{'multipleOf':" + (i + 2)
                                + "},'minContains':1000,'maxContains':2000}"));
        put(
                all,
                "999 of 1,000 different values",
                "{'type':'array','uniqueItems':true,'minItems':999,'items':{'enum':[" + list(1_000, Integer::toString)
                        + "]}}");
        put(all, "different arrays of different arrays", "{'type':'array','uniqueItems':true,'items':{'$ref':'#'}}");
        put(
                all,
                "20 branches whose members are looked at",
                "{'anyOf':[" + list(20, i -> "{'properties':{'p" + i + "':true},'required':['p" + i + "']}")
                        + "],'unevaluatedProperties':false}");
        put(
                all,
                "20 branches whose members may be looked at",
                "{'anyOf':[" + list(20, i -> "{'properties':{'p" + i + "':{'type':'string'}}}")
                        + "],'unevaluatedProperties':false}");
        put(
                all,
                "lookaheads side by side",
                "{'pattern':'^"
                        + list(12, i -> "(?=.*" + (char) ('a' + i) + ")").replace(",", "") + "'}");
        return all;
    }

    private static void put(Map<String, Supplier<JsonNode>> all, String name, String schema) {
        all.put(name, () -> {
            try {
                return Judge.JSON.readTree(schema.replace('\'', '"'));
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new IllegalArgumentException(schema, e);
            }
        });
    }

    private static String allOf(int count, IntFunction<String> schema) {
        return "{'allOf':[" + list(count, schema) + "]}";
    }

    private static String list(int count, IntFunction<String> item) {
        return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(","));
    }
}
