package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CombinedSchemasTest {
    static Stream<SchemaCase> anything() {
        return Stream.of(
                SchemaCase.of("true")
                        .accepts("null", "true", "-1.5", "\"x\"", "[[[]]]", "{\"a\":{\"b\":[1,{\"a\":null}]}}")
                        .rejects("nul", "tru e", "", "{]"),
                SchemaCase.of(
                                "{\"title\":\"t\",\"description\":\"d\",\"default\":1,\"examples\":[{}],\"x-unknown\":[]}")
                        .accepts("null", "[1]")
                        .rejects("x"),
                SchemaCase.of("{\"type\":[\"boolean\",\"null\",\"array\"]}")
                        .accepts("true", "false", "null", "[{}]")
                        .rejects("1", "\"a\"", "{}"),
                SchemaCase.of("{\"minimum\":5,\"minLength\":2}")
                        .accepts("5", "\"ab\"", "null", "{}", "[1]")
                        .rejects("4", "\"a\""));
    }

    static Stream<SchemaCase> values() {
        return Stream.of(
                SchemaCase.of("{\"enum\":[1,\"a\",null,true,{\"x\":[1,2.5]},[{}]]}")
                        .accepts("1", "\"a\"", "null", "true", "{\"x\":[1,2.5]}", "[{}]", "{\"x\": [1, 2.5]}")
                        .rejects("2", "false", "{\"x\":[1]}", "{}", "[]"),
                SchemaCase.of("{\"const\":{\"b\":1,\"a\":[]}}")
                        .accepts("{\"b\":1,\"a\":[]}")
                        .rejects("{\"b\":1}", "{\"b\":1,\"a\":[],\"c\":1}")
                        .neverSpells("{\"a\":[],\"b\":1}"),
                SchemaCase.of("{\"type\":[\"string\",\"null\"],\"enum\":[\"X\",\"Y\"]}")
                        .accepts("\"X\"", "\"Y\"")
                        .rejects("null", "\"Z\""),
                SchemaCase.of("{\"enum\":[{\"k\":1,\"v\":\"a\"},{\"k\":2,\"v\":\"b\"},{\"k\":2}],"
                                + "\"properties\":{\"k\":{\"minimum\":2}},\"required\":[\"v\"]}")
                        .accepts("{\"k\":2,\"v\":\"b\"}")
                        .rejects("{\"k\":1,\"v\":\"a\"}", "{\"k\":2}"));
    }

    static Stream<SchemaCase> unions() {
        return Stream.of(
                SchemaCase.of("{\"anyOf\":[{\"type\":\"string\",\"maxLength\":1},{\"type\":\"integer\",\"minimum\":0}],"
                                + "\"maximum\":9}")
                        .accepts("\"a\"", "0", "9")
                        .rejects("\"ab\"", "-1", "10", "null"),
                SchemaCase.of("{\"anyOf\":[{\"required\":[\"a\"]},{\"required\":[\"b\"]}],\"type\":\"object\","
                                + "\"properties\":{\"a\":{\"type\":\"integer\"},\"b\":{\"type\":\"integer\"}},"
                                + "\"additionalProperties\":false}")
                        .accepts("{\"a\":1}", "{\"b\":1}", "{\"a\":1,\"b\":2}")
                        .rejects("{}", "{\"c\":1}", "{\"a\":null}"),
                SchemaCase.of("{\"anyOf\":[{\"anyOf\":[{\"const\":1},{\"const\":2}]},{\"enum\":[2,3]}]}")
                        .accepts("1", "2", "3")
                        .rejects("4"),
                SchemaCase.of(
                                "{\"oneOf\":[{\"type\":\"object\",\"properties\":{\"k\":{\"const\":\"a\"}},\"required\":[\"k\"]},"
                                    + "{\"type\":\"object\",\"properties\":{\"k\":{\"const\":\"b\"},"
                                    + "\"n\":{\"type\":\"integer\"}},\"required\":[\"k\",\"n\"]},{\"type\":\"null\"}]}")
                        .accepts("null", "{\"k\":\"a\"}", "{\"k\":\"b\",\"n\":1}", "{\"k\":\"a\",\"n\":\"x\"}")
                        .rejects("{\"k\":\"b\"}", "{\"k\":\"c\"}", "1"),
                SchemaCase.of("{\"oneOf\":[{\"type\":\"integer\",\"maximum\":3},{\"type\":\"integer\",\"minimum\":4}]}")
                        .accepts("3", "4")
                        .rejects("\"a\"", "3.5"));
    }

    static Stream<SchemaCase> conjunctions() {
        return Stream.of(
                SchemaCase.of("{\"allOf\":[{\"properties\":{\"a\":{\"type\":\"integer\"}},\"required\":[\"a\"]},"
                                + "{\"properties\":{\"b\":{\"type\":\"string\"}},\"required\":[\"b\"]}],"
                                + "\"type\":\"object\",\"properties\":{\"a\":{\"minimum\":5}}}")
                        .accepts("{\"a\":5,\"b\":\"x\"}", "{\"a\":5,\"b\":\"x\",\"c\":[]}")
                        .rejects("{\"a\":4,\"b\":\"x\"}", "{\"a\":5}", "{\"a\":\"x\",\"b\":\"x\"}"),
                SchemaCase.of("{\"allOf\":[{\"properties\":{\"a\":true},\"additionalProperties\":false},"
                                + "{\"properties\":{\"b\":true},\"additionalProperties\":{\"type\":\"integer\"}}],"
                                + "\"type\":\"object\"}")
                        .accepts("{}", "{\"a\":1}")
                        .rejects("{\"b\":1}", "{\"a\":\"x\"}"),
                SchemaCase.of("{\"$ref\":\"#/$defs/t\",\"maxItems\":2,\"$defs\":{\"t\":{\"type\":\"array\","
                                + "\"items\":{\"type\":\"integer\"}}}}")
                        .accepts("[]", "[1,2]")
                        .rejects("[1,2,3]", "[\"a\"]"),
                SchemaCase.of("{\"not\":false,\"uniqueItems\":false,\"minContains\":2,\"then\":false,"
                                + "\"dependentRequired\":{},\"unevaluatedProperties\":true}")
                        .accepts("[1,1]", "null")
                        .rejects("?"),
                SchemaCase.of("{\"type\":\"string\",\"uniqueItems\":true,\"contains\":{\"type\":\"integer\"}}")
                        .accepts("\"a\"")
                        .rejects("[1]"));
    }

    /** The validator of the tables takes 2 and 2.0 inside an object for different; JSON Schema does not. */
    @Test
    void comparesConstantsAsJsonValues() {
        SchemaLanguage language =
                SchemaLanguage.of("{\"allOf\":[{\"const\":{\"a\":1,\"b\":[2]}},{\"enum\":[0,{\"b\":[2.0],\"a\":1}]}]}");
        assertTrue(language.contains("{\"a\":1,\"b\":[2]}"));
        assertFalse(language.contains("0"));
    }

    @ParameterizedTest
    @MethodSource({"anything", "values", "unions", "conjunctions"})
    void acceptsTheValuesOfTheSchemaAndNoOthers(SchemaCase row) {
        row.check();
    }

    /** A shape of points that a list of so many levels holds. */
    private static String shape(String kind, String points) {
        return "{\"type\":\"object\",\"required\":[\"kind\",\"points\"],\"properties\":{\"kind\":{\"enum\":[\"" + kind
                + "\"]},\"points\":" + points + ",\"box\":" + list(4, "{\"type\":\"number\"}") + "}}";
    }

    private static String list(int least, String items) {
        return "{\"type\":\"array\",\"minItems\":" + least + ",\"items\":" + items + "}";
    }

    /**
     * As in GeoJSON: what a shape's kind leaves open are lists in lists, and what has a shape may be of any kind. Once the
     * kind is known, the lists of all other kinds need no reading.
     */
    @Test
    void shapesThatAreToldApartByOneMemberStayFewReadings() {
        String point = list(2, "{\"type\":\"number\"}");
        String line = list(2, point);
        String ring = list(4, point);
        String shapes = String.join(
                ",",
                shape("Point", point),
                shape("Line", line),
                shape("Area", list(0, ring)),
                shape("Points", list(0, point)),
                shape("Lines", list(0, line)),
                shape("Areas", list(0, list(0, ring))));
        String thing =
                "{\"type\":\"object\",\"required\":[\"kind\",\"shape\"],\"properties\":{\"kind\":{\"type\":\"string\"},\"shape\":"
                    + "{\"oneOf\":[{\"type\":\"null\"}," + shapes + "]}}}";
        String things =
                "{\"type\":\"object\",\"required\":[\"kind\",\"things\"],\"properties\":{\"kind\":{\"type\":\"string\"},\"things\":"
                        + list(0, thing) + "}}";
        SchemaLanguage language = SchemaLanguage.of(
                "{\"oneOf\":[" + shapes + "," + thing + "," + things + "]}",
                SchemaOptions.defaults().with(SchemaOptions.KeyOrder.FREE));
        String start = "{\"kind\":\"x\",\"things\":[{\"kind\":\"y\",\"shape\":{\"kind\":";
        assertEquals(0, language.droppedReadings(start + "\"Line\",\"points\":[[1,2],[3,4]]}}]}"));
        assertEquals(0, language.droppedReadings(start + "\"Areas\",\"points\":[[[[0,0],[0,1],[1,1],[0,0]]]]}}]}"));
        assertFalse(language.contains(start + "\"Line\",\"points\":[[1,2],[3]]}}]}"));
        assertFalse(language.contains(start + "\"Areas\",\"points\":[[[[0,0],[0,1],[0,0]]]]}}]}"));
        assertTrue(language.contains("{\"kind\":\"Line\",\"points\":[[1,2]],\"things\":[]}"));
        assertFalse(language.contains("{\"kind\":\"Line\",\"points\":[[1,2],[3,4]],\"things\":[]}"));
    }
}
