package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BooleanSchemasTest {
    static Stream<SchemaCase> complements() {
        return Stream.of(
                SchemaCase.of("{\"not\":{\"type\":\"integer\"}}")
                        .accepts("1.5", "\"a\"", "null", "[]", "{}")
                        .rejects("1", "0", "-7"),
                SchemaCase.of("{\"type\":\"number\",\"not\":{\"multipleOf\":0.5}}")
                        .accepts("0.25", "1.3")
                        .rejects("1", "1.5", "1.50", "0"),
                SchemaCase.of("{\"type\":\"integer\",\"not\":{\"enum\":[2,4]},\"minimum\":1,\"maximum\":5}")
                        .accepts("1", "3", "5")
                        .rejects("2", "4", "6"),
                SchemaCase.of("{\"type\":\"string\",\"not\":{\"pattern\":\"^a\"},\"maxLength\":2}")
                        .accepts("\"\"", "\"ba\"")
                        .rejects("\"a\"", "\"ab\"", "\"bcd\""),
                SchemaCase.of("{\"not\":{\"required\":[\"a\"]}}")
                        .accepts("{}", "{\"b\":1}")
                        .rejects("1", "{\"a\":1}", "{\"b\":1,\"a\":null}"),
                SchemaCase.of("{\"type\":\"object\",\"not\":{\"properties\":{\"a\":{\"type\":\"null\"}}}}")
                        .accepts("{\"a\":1}", "{\"a\":false,\"b\":1}")
                        .rejects("{}", "{\"a\":null}", "{\"b\":1}"),
                SchemaCase.of("{\"type\":\"object\",\"not\":{\"additionalProperties\":{\"type\":\"null\"}}}")
                        .accepts("{\"x\":1}", "{\"x\":null,\"y\":1}")
                        .rejects("{}", "{\"x\":null}"),
                SchemaCase.of("{\"type\":\"object\",\"not\":{\"maxProperties\":1}}")
                        .accepts("{\"a\":1,\"b\":1}")
                        .rejects("{}", "{\"a\":1}"),
                SchemaCase.of("{\"type\":\"array\",\"not\":{\"items\":{\"type\":\"integer\"}}}")
                        .accepts("[null]", "[1,\"a\",2]")
                        .rejects("[]", "[1]", "[1,2]"),
                SchemaCase.of("{\"not\":{\"anyOf\":[{\"type\":\"object\"},{\"type\":\"array\",\"minItems\":1}]}}")
                        .accepts("1", "[]", "null")
                        .rejects("{}", "[1]"));
    }

    static Stream<SchemaCase> exclusives() {
        return Stream.of(
                SchemaCase.of("{\"oneOf\":[{\"type\":\"integer\"},{\"minimum\":2}]}")
                        .accepts("1", "2.5", "\"a\"")
                        .rejects("3", "1.5"),
                SchemaCase.of(
                                "{\"type\":\"object\",\"oneOf\":[{\"required\":[\"a\"]},{\"required\":[\"b\"]},{\"required\":[\"c\"]}]}")
                        .accepts("{\"a\":1}", "{\"c\":1,\"x\":2}")
                        .rejects("{}", "{\"a\":1,\"b\":1}", "{\"a\":1,\"b\":1,\"c\":1}"),
                SchemaCase.of(
                                "{\"oneOf\":[{\"properties\":{\"t\":{\"const\":1},\"v\":{\"type\":\"string\"}}},"
                                    + "{\"properties\":{\"t\":{\"const\":2},\"v\":{\"type\":\"integer\"}}}],\"type\":\"object\"}")
                        .accepts("{\"t\":1,\"v\":\"x\"}", "{\"t\":2,\"v\":1}", "{\"v\":\"x\"}")
                        .rejects("{}", "{\"t\":3}", "{\"t\":1,\"v\":1}", "{\"v\":null}"));
    }

    static Stream<SchemaCase> conditions() {
        return Stream.of(
                SchemaCase.of(
                                "{\"if\":{\"properties\":{\"k\":{\"const\":\"a\"}},\"required\":[\"k\"]},"
                                    + "\"then\":{\"required\":[\"x\"]},\"else\":{\"required\":[\"y\"]},\"type\":\"object\"}")
                        .accepts("{\"k\":\"a\",\"x\":1}", "{\"y\":1}", "{\"k\":\"b\",\"y\":1}")
                        .rejects("{\"k\":\"a\"}", "{\"k\":\"b\"}", "{}", "{\"k\":\"a\",\"y\":1}"),
                SchemaCase.of("{\"dependentRequired\":{\"a\":[\"b\",\"c\"]},\"type\":\"object\","
                                + "\"properties\":{\"b\":true,\"c\":true,\"a\":true}}")
                        .accepts("{}", "{\"b\":1}", "{\"b\":1,\"c\":1,\"a\":1}")
                        .rejects("{\"a\":1}", "{\"b\":1,\"a\":1}"),
                SchemaCase.of(
                                "{\"properties\":{\"u\":true,\"i\":true,\"m\":true},\"dependentSchemas\":{\"u\":{\"if\":{\"properties\":{\"i\":{\"type\":\"string\"}}},"
                                    + "\"then\":{\"required\":[\"m\"]}}}}")
                        .accepts("{\"u\":1,\"m\":1}", "{\"u\":1,\"i\":1}", "{\"i\":\"\"}")
                        .rejects("{\"u\":true}", "{\"u\":1,\"i\":\"\"}"),
                SchemaCase.of(
                                "{\"$ref\":\"#/$defs/base\",\"properties\":{\"b\":true},\"unevaluatedProperties\":false,"
                                    + "\"$defs\":{\"base\":{\"properties\":{\"a\":{\"type\":\"integer\"}}}},\"type\":\"object\"}")
                        .accepts("{}", "{\"b\":1}", "{\"a\":2,\"b\":null}")
                        .rejects("{\"c\":1}", "{\"a\":\"x\"}"));
    }

    static Stream<SchemaCase> elements() {
        return Stream.of(
                SchemaCase.of("{\"type\":\"array\",\"contains\":{\"const\":1},\"minContains\":2,\"maxContains\":3}")
                        .accepts("[1,1]", "[0,1,null,1,1]")
                        .rejects("[]", "[1]", "[1,1,1,1]"),
                SchemaCase.of("{\"type\":\"array\",\"uniqueItems\":true}")
                        .accepts("[]", "[1,true]", "[{\"a\":1},{\"a\":2}]", "[[],[[]]]")
                        .rejects("[1,1]", "[\"a\",\"b\",\"a\"]", "[{\"a\":1,\"b\":2},{\"a\":1,\"b\":2}]"),
                SchemaCase.of("{\"items\":{\"enum\":[\"a\",\"ab\",\"b\"]},\"uniqueItems\":true,\"minItems\":3,"
                                + "\"type\":\"array\"}")
                        .accepts("[\"a\",\"ab\",\"b\"]", "[\"b\",\"ab\",\"a\"]")
                        .rejects("[\"a\",\"b\"]", "[\"a\",\"a\",\"b\"]"),
                SchemaCase.of("{\"prefixItems\":[{\"enum\":[1,2]},{\"const\":1}],\"uniqueItems\":true,\"minItems\":2,"
                                + "\"type\":\"array\"}")
                        .accepts("[2,1]", "[2,1,3]")
                        .rejects("[1,1]", "[2]"),
                SchemaCase.of("{\"type\":\"array\",\"prefixItems\":[{\"type\":\"string\"}],"
                                + "\"contains\":{\"type\":\"integer\"},\"unevaluatedItems\":false}")
                        .accepts("[\"a\",1]", "[\"a\",1,2]")
                        .rejects("[\"a\"]", "[\"a\",null]", "[\"a\",1,null]"));
    }

    @ParameterizedTest
    @MethodSource({"complements", "exclusives", "conditions"})
    void acceptsWhatTheFormulaAllowsAndNothingElse(SchemaCase row) {
        row.check();
    }

    @ParameterizedTest
    @MethodSource("elements")
    void countsAndComparesElements(SchemaCase row) {
        row.check();
    }

    @Test
    void whatExcludesItselfHasNoValue() {
        assertThrows(
                SchemaException.Unsatisfiable.class,
                () -> SchemaLanguage.compile("{\"type\":\"object\",\"oneOf\":[{\"maxProperties\":0},"
                        + "{\"maxProperties\":0,\"additionalProperties\":false}]}"));
        assertThrows(
                SchemaException.Unsatisfiable.class,
                () -> SchemaLanguage.compile("{\"allOf\":[{\"minimum\":3},{\"not\":{\"minimum\":3}}]}"));
    }

    @Test
    void theOppositeOfDistinctElementsIsRefused() {
        SchemaException.Unsupported refusal = assertThrows(
                SchemaException.Unsupported.class,
                () -> SchemaLanguage.compile("{\"type\":\"array\",\"not\":{\"uniqueItems\":true}}"));
        assertEquals("uniqueItems", refusal.keyword());
    }
}
