package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferencesTest {
    static Stream<SchemaCase> references() {
        return Stream.of(
                SchemaCase.of("{\"$defs\":{\"n\":{\"type\":\"object\",\"properties\":{\"v\":{\"type\":\"integer\"},"
                                + "\"c\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/n\"}}},"
                                + "\"required\":[\"v\"],\"additionalProperties\":false}},\"$ref\":\"#/$defs/n\"}")
                        .accepts(
                                "{\"v\":1}",
                                "{\"v\":1,\"c\":[]}",
                                "{\"v\":1,\"c\":[{\"v\":2,\"c\":[{\"v\":3}]},{\"v\":4}]}")
                        .rejects("{\"v\":1,\"c\":[{}]}", "{\"v\":1,\"c\":[1]}", "{}"),
                SchemaCase.of(
                                "{\"type\":\"object\",\"properties\":{\"next\":{\"anyOf\":[{\"$ref\":\"#\"},{\"type\":\"null\"}]}},"
                                    + "\"required\":[\"next\"],\"additionalProperties\":false}")
                        .accepts("{\"next\":null}", "{\"next\":{\"next\":{\"next\":null}}}")
                        .rejects("{}", "{\"next\":1}"),
                SchemaCase.of("{\"properties\":{\"a\":{\"$ref\":\"#\"}},\"required\":[\"a\"]}")
                        .accepts("1", "{\"a\":1}", "{\"a\":{\"a\":null}}")
                        .rejects("{}", "{\"a\":{}}"),
                SchemaCase.of(
                                "{\"$defs\":{\"a"
                                    + " b\":{\"$anchor\":\"here\",\"type\":\"integer\"},\"x/y\":{\"type\":\"null\"}},"
                                    + "\"anyOf\":[{\"$ref\":\"#here\"},{\"$ref\":\"#/$defs/x~1y\"},{\"$ref\":\"#/$defs/a%20b\"}]}")
                        .accepts("1", "null")
                        .rejects("\"a\""),
                SchemaCase.of(
                                "{\"$id\":\"http://example.com/root.json\",\"$defs\":{\"a\":{\"$id\":\"a.json\","
                                    + "\"$defs\":{\"b\":{\"type\":\"string\"}},\"$ref\":\"#/$defs/b\"}},\"$ref\":\"a.json\"}")
                        .accepts("\"x\"")
                        .rejects("1"),
                SchemaCase.of("{\"$defs\":{\"a~b\":{\"type\":\"integer\"},\"50%\":{\"type\":\"null\"},"
                                + "\"\\\"\":{\"const\":\"q\"}},"
                                + "\"anyOf\":[{\"$ref\":\"#/$defs/a~0b\"},{\"$ref\":\"#/$defs/50%25\"},"
                                + "{\"$ref\":\"#/$defs/%22\"}]}")
                        .accepts("1", "null", "\"q\"")
                        .rejects("\"\"", "1.5"),
                SchemaCase.of("{\"properties\":{\"a\":{\"$ref\":\"\"}},\"additionalProperties\":false}")
                        .accepts("{\"a\":{\"a\":{}}}", "1")
                        .rejects("{\"a\":{\"b\":1}}"),
                SchemaCase.of(
                                "{\"$id\":\"urn:uuid:deadbeef-1234-0000-0000-4321feebdaed\",\"minProperties\":1,"
                                    + "\"$defs\":{\"bar\":{\"type\":\"string\"},\"n\":{\"$anchor\":\"n\",\"type\":\"null\"}},"
                                    + "\"properties\":{\"foo\":{\"$ref\":"
                                    + "\"urn:uuid:deadbeef-1234-0000-0000-4321feebdaed#/$defs/bar\"},\"baz\":{\"$ref\":\"#n\"}}}")
                        .accepts("{\"foo\":\"x\"}", "{\"baz\":null}")
                        .rejects("{\"foo\":1}", "{\"baz\":1}", "{}"),
                SchemaCase.of("{\"$id\":\"file:///folder/file.json\",\"$defs\":{\"foo\":{\"type\":\"number\"},"
                                + "\"b\":{\"$id\":\"/absolute/b.json\",\"const\":\"b\"}},"
                                + "\"anyOf\":[{\"$ref\":\"#/$defs/foo\"},{\"$ref\":\"file:///absolute/b.json\"}]}")
                        .accepts("1", "\"b\"")
                        .rejects("\"c\""),
                SchemaCase.of("{\"$id\":\"http://example.com/a/b.json\",\"$defs\":{"
                                + "\"x\":{\"$id\":\"../c/\",\"$defs\":{\"y\":{\"$id\":\"d.json\",\"type\":\"null\"}},"
                                + "\"anyOf\":[{\"$ref\":\"d.json\"},{\"type\":\"boolean\"}]}},"
                                + "\"anyOf\":[{\"$ref\":\"/c/\"},{\"$ref\":\"#/$defs/x/$defs/y\"}]}")
                        .accepts("null", "true")
                        .rejects("1"),
                SchemaCase.of("{\"$defs\":{\"data\":{\"enum\":[{\"$id\":\"http://example.com/t\",\"type\":\"null\"}]},"
                                + "\"real\":{\"$id\":\"http://example.com/t\",\"type\":\"string\"},"
                                + "\"late\":{\"const\":{\"$id\":\"http://example.com/t\",\"type\":\"null\"}}},"
                                + "\"anyOf\":[{\"$ref\":\"#/$defs/data\"},{\"$ref\":\"http://example.com/t\"}]}")
                        .accepts("\"x\"", "{\"$id\":\"http://example.com/t\",\"type\":\"null\"}")
                        .rejects("null"),
                SchemaCase.of("{\"allOf\":[{\"$ref\":\"#/$defs/t\"},{\"properties\":{\"c\":{\"maxItems\":1}}}],"
                                + "\"$defs\":{\"t\":{\"type\":\"object\",\"properties\":{\"c\":{\"type\":\"array\","
                                + "\"items\":{\"$ref\":\"#/$defs/t\"}}},\"additionalProperties\":false}}}")
                        .accepts("{}", "{\"c\":[{\"c\":[{},{}]}]}")
                        .rejects("{\"c\":[{},{}]}", "{\"c\":[1]}"));
    }

    @ParameterizedTest
    @MethodSource("references")
    void followsReferences(SchemaCase row) {
        row.check();
    }

    @Test
    void hidesSiblingsOfRefInOldDraftsAndSaysSo() {
        CompiledSchema compiled = SchemaLanguage.compile("{\"$schema\":\"http://json-schema.org/draft-07/schema#\","
                + "\"definitions\":{\"a\":{\"type\":\"integer\"}},"
                + "\"allOf\":[{\"$ref\":\"#/definitions/a\",\"minimum\":5}]}");
        SchemaLanguage language = SchemaLanguage.of(compiled);
        assertTrue(language.contains("1"));
        assertFalse(language.contains("null"));
        assertEquals(
                List.of("/allOf/0/minimum"),
                compiled.warnings().stream().map(SchemaWarning::pointer).toList());
    }

    @Test
    void readsTheArrayFormOfItemsInOldDrafts() {
        SchemaLanguage language = SchemaLanguage.of("{\"$schema\":\"http://json-schema.org/draft-07/schema#\","
                + "\"type\":\"array\",\"items\":[{\"type\":\"integer\"}],\"additionalItems\":{\"type\":\"null\"}}");
        assertTrue(language.contains("[1,null,null]"));
        assertFalse(language.contains("[1,2]"));
        assertFalse(language.contains("[null]"));
    }

    @Test
    void readsExclusiveBoundsOfDraftFourAsBooleans() {
        SchemaLanguage language = SchemaLanguage.of(
                "{\"$schema\":\"http://json-schema.org/draft-04/schema#\","
                    + "\"type\":\"integer\",\"minimum\":3,\"exclusiveMinimum\":true,\"maximum\":5,\"exclusiveMaximum\":false}");
        assertFalse(language.contains("3"));
        assertTrue(language.contains("4"));
        assertTrue(language.contains("5"));
    }

    @Test
    void sharesOneRuleAmongReferencesToOneSchema() {
        CompiledSchema compiled = SchemaLanguage.compile("{\"$defs\":{\"p\":{\"type\":\"object\",\"properties\":{}}},"
                + "\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/p\"},\"b\":{\"$ref\":\"#/$defs/p\"},"
                + "\"c\":{\"$ref\":\"#/properties/a\"}},\"additionalProperties\":false}");
        assertEquals(
                List.of("schema", "/$defs/p", "any"),
                compiled.grammar().rules().stream().map(rule -> rule.name()).toList());
    }
}
