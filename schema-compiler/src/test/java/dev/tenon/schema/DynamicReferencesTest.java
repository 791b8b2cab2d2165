package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DynamicReferencesTest {
    /** A list whose elements are what the outermost schema calls {@code item}: anything, if nobody does. */
    private static final String LIST =
            "\"list\":{\"$id\":\"list\",\"type\":\"array\",\"items\":{\"$dynamicRef\":\"#item\"},"
                    + "\"$defs\":{\"d\":{\"$dynamicAnchor\":\"item\"}}}";

    static Stream<SchemaCase> dynamic() {
        return Stream.of(
                SchemaCase.of("{\"$id\":\"http://x.y/root\",\"$ref\":\"list\",\"$defs\":{" + LIST
                                + ",\"s\":{\"$dynamicAnchor\":\"item\",\"type\":\"string\"}}}")
                        .accepts("[\"a\"]", "[]")
                        .rejects("[1]"),
                SchemaCase.of("{\"$id\":\"http://x.y/root\",\"$ref\":\"list\",\"$defs\":{" + LIST
                                + ",\"s\":{\"$anchor\":\"item\",\"type\":\"string\"}}}")
                        .accepts("[\"a\",1]")
                        .rejects("{}"),
                SchemaCase.of("{\"$id\":\"http://x.y/root\",\"type\":\"object\",\"additionalProperties\":false,"
                                + "\"properties\":{\"n\":{\"$ref\":\"numbers\"},\"s\":{\"$ref\":\"strings\"},"
                                + "\"l\":{\"$ref\":\"list\"}},\"$defs\":{" + LIST
                                + ",\"numbers\":{\"$id\":\"numbers\",\"$ref\":\"list\","
                                + "\"$defs\":{\"i\":{\"$dynamicAnchor\":\"item\",\"type\":\"number\"}}},"
                                + "\"strings\":{\"$id\":\"strings\",\"$ref\":\"list\","
                                + "\"$defs\":{\"i\":{\"$dynamicAnchor\":\"item\",\"type\":\"string\"}}}}}")
                        .accepts("{\"n\":[1],\"s\":[\"a\"],\"l\":[1,\"a\",null]}")
                        .rejects("{\"n\":[\"a\"]}", "{\"s\":[1]}", "{\"l\":1}"),
                SchemaCase.of("{\"$id\":\"http://x.y/strict\",\"$dynamicAnchor\":\"node\",\"$ref\":\"tree\","
                    + "\"required\":[\"data\"],\"$defs\":{\"tree\":{\"$id\":\"tree\",\"$dynamicAnchor\":\"node\","
                    + "\"type\":\"object\",\"properties\":{\"data\":true,\"children\":{\"type\":\"array\","
                    + "\"items\":{\"$dynamicRef\":\"#node\"}}}}}}")
                        .accepts("{\"data\":1,\"children\":[{\"data\":2,\"children\":[]}]}")
                        .rejects("{\"data\":1,\"children\":[{}]}", "{}"),
                SchemaCase.of("{\"$id\":\"http://x.y/a\",\"$ref\":\"b#/$defs/stuff\",\"$defs\":{"
                                + "\"b\":{\"$id\":\"b\",\"$defs\":{\"stuff\":{\"$ref\":\"c#/$defs/stuff\"},"
                                + "\"l\":{\"$dynamicAnchor\":\"l\",\"maxLength\":2}}},"
                                + "\"c\":{\"$id\":\"c\",\"$defs\":{\"stuff\":{\"$dynamicRef\":\"#l\"},"
                                + "\"l\":{\"$dynamicAnchor\":\"l\",\"maxLength\":3}}}}}")
                        .accepts("\"hi\"", "1")
                        .rejects("\"hey\""));
    }

    @ParameterizedTest
    @MethodSource("dynamic")
    void takesTheOutermostDynamicAnchor(SchemaCase row) {
        row.check();
    }

    @Test
    void takesTheOutermostRecursiveAnchor() {
        String tree = "\"tree\":{\"$id\":\"tree\",\"$recursiveAnchor\":%s,\"type\":\"object\","
                + "\"properties\":{\"child\":{\"$recursiveRef\":\"#\"}}}";
        String schema = "{\"$schema\":\"https://json-schema.org/draft/2019-09/schema\",\"$id\":\"http://x.y/strict\","
                + "\"$recursiveAnchor\":%s,\"$ref\":\"tree\",\"required\":[\"data\"],\"$defs\":{" + tree + "}}";
        String bare = "{\"child\":{},\"data\":1}";
        String full = "{\"child\":{\"data\":2},\"data\":1}";
        assertTrue(SchemaLanguage.of(schema.formatted("true", "true")).contains(full));
        assertFalse(SchemaLanguage.of(schema.formatted("true", "true")).contains(bare));
        assertTrue(SchemaLanguage.of(schema.formatted("false", "true")).contains(bare));
        assertTrue(SchemaLanguage.of(schema.formatted("true", "false")).contains(bare));
        assertFalse(SchemaLanguage.of(schema.formatted("false", "true")).contains("{\"child\":1,\"data\":1}"));
    }

    @Test
    void aPlaceIsOneLocationWhereNothingIsDynamic() {
        SchemaDocument document = new SchemaDocument(
                SchemaLanguage.json("{\"$id\":\"http://x.y/a\",\"$ref\":\"b\",\"properties\":{\"p\":{\"$ref\":\"b\"}},"
                        + "\"$defs\":{\"b\":{\"$id\":\"b\",\"$dynamicRef\":\"#/properties/x\","
                        + "\"properties\":{\"x\":true}}}}"),
                SchemaOptions.defaults());
        RefResolver references = new RefResolver(document);
        Location direct = references.resolve(document.root(), "$ref", "b");
        Location inside = references.resolve(document.child(document.root(), "properties", "p"), "$ref", "b");
        assertEquals(direct, inside);
        assertEquals(
                document.child(direct, "properties", "x"), references.resolve(inside, "$dynamicRef", "#/properties/x"));
    }

    @Test
    void refusesMoreScopesThanTheLimit() {
        int count = 12;
        StringBuilder schema = new StringBuilder("{\"$id\":\"http://x.y/root\",\"$ref\":\"r0\",\"$defs\":{");
        for (int i = 0; i < count; i++) {
            schema.append("\"%d\":{\"$id\":\"r%d\",\"$dynamicAnchor\":\"a%d\",\"properties\":{".formatted(i, i, i));
            for (int j = 0; j < count; j++) {
                schema.append("\"%d\":{\"$ref\":\"r%d\"},".formatted(j, j));
            }
            schema.append("\"end\":{\"$dynamicRef\":\"#a%d\"}}}%s".formatted(i, i + 1 < count ? "," : "}}"));
        }
        SchemaException.TooComplex refusal =
                assertThrows(SchemaException.TooComplex.class, () -> SchemaLanguage.compile(schema.toString()));
        assertEquals("maxDynamicScopes", refusal.limitName(), refusal::getMessage);
    }
}
