package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OtherDocumentsTest {
    private static final String OLD = "http://json-schema.org/draft-07/schema#";

    private static final Map<String, JsonNode> DOCUMENTS = Map.of(
            "http://x.y/int.json", SchemaLanguage.json("{\"type\":\"integer\"}"),
            "http://x.y/defs.json",
                    SchemaLanguage.json(
                            "{\"$defs\":{\"i\":{\"$ref\":\"int.json\"},\"s\":{\"type\":\"string\"},"
                                + "\"e\":{\"$id\":\"deep/er.json\",\"$anchor\":\"here\",\"$ref\":\"../int.json\"},"
                                + "\"bad\":{\"minLength\":\"x\"},\"never\":{\"minimum\":2,\"maximum\":1,\"type\":\"number\"}}}"),
            "http://x.y/old.json",
                    SchemaLanguage.json("{\"$schema\":\"" + OLD + "\",\"definitions\":{\"t\":{\"$id\":\"#t\","
                            + "\"items\":[{\"type\":\"null\"}],\"additionalItems\":false}}}"),
            "http://x.y/plain.json", SchemaLanguage.json("{\"$ref\":\"int.json\",\"minimum\":5}"),
            "http://x.y/named.json",
                    SchemaLanguage.json("{\"$id\":\"http://other.z/base/\",\"$ref\":\"n\","
                            + "\"$defs\":{\"n\":{\"$id\":\"n\",\"type\":\"null\"}}}"),
            "http://x.y/back.json", SchemaLanguage.json("{\"$ref\":\"http://x.y/main.json#/$defs/here\"}"),
            "http://x.y/openapi.json",
                    SchemaLanguage.json("{\"type\":{\"a\":1},\"components\":{\"a\":{\"type\":\"boolean\"}}}"),
            "http://x.y/strange.json", SchemaLanguage.json("{\"$schema\":\"http://x.y/none\"}"));

    private static final SchemaOptions OPTIONS = SchemaOptions.defaults().withDocuments(DOCUMENTS);

    record Row(String schema, List<String> accepted, List<String> rejected) {}

    static Stream<Row> documents() {
        return Stream.of(
                new Row("{\"$ref\":\"http://x.y/int.json\"}", List.of("1"), List.of("1.5", "\"\"")),
                new Row("{\"$ref\":\"http://x.y/int.json#\"}", List.of("1"), List.of("\"\"")),
                new Row("{\"$id\":\"http://x.y/a/b\",\"$ref\":\"../int.json\"}", List.of("1"), List.of("\"\"")),
                new Row("{\"$ref\":\"http://x.y/defs.json#/$defs/i\"}", List.of("1"), List.of("\"\"")),
                new Row("{\"$ref\":\"http://x.y/defs.json#/$defs/e\"}", List.of("1"), List.of("\"\"")),
                new Row(
                        "{\"anyOf\":[{\"$ref\":\"http://x.y/defs.json#/$defs/s\"},"
                                + "{\"$ref\":\"http://x.y/deep/er.json#here\"}]}",
                        List.of("1", "\"\""),
                        List.of("null")),
                new Row("{\"$ref\":\"http://x.y/old.json#t\"}", List.of("[null]", "[]"), List.of("[1]", "[null,1]")),
                new Row("{\"$ref\":\"http://x.y/plain.json\"}", List.of("5"), List.of("4")),
                new Row(
                        "{\"$schema\":\"" + OLD + "\",\"$ref\":\"http://x.y/plain.json\"}",
                        List.of("4"),
                        List.of("\"\"")),
                new Row("{\"$ref\":\"http://x.y/named.json\"}", List.of("null"), List.of("1")),
                new Row(
                        "{\"$id\":\"http://x.y/main.json\",\"$ref\":\"back.json\",\"$defs\":{\"here\":{\"const\":1}}}",
                        List.of("1"),
                        List.of("2")),
                new Row("{\"$ref\":\"http://x.y/openapi.json#/components/a\"}", List.of("true"), List.of("1")));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void followsReferencesIntoThem(Row row) {
        assertRow(row, OPTIONS);
    }

    private static void assertRow(Row row, SchemaOptions options) {
        SchemaLanguage language = SchemaLanguage.of(row.schema, options);
        assertAll(
                () -> row.accepted.forEach(text -> assertTrue(language.contains(text), () -> "accepts " + text)),
                () -> row.rejected.forEach(text -> assertFalse(language.contains(text), () -> "rejects " + text)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        Unsupported   | /$ref                                      | {"$ref":"http://x.y/none.json"}
        Unsupported   | /$ref                                      | {"$ref":"int.json"}
        Unsupported   | /$ref                                      | {"$id":"http://x.y/","$ref":"none.json#/a"}
        Unsupported   | http://x.y/strange.json#/$schema           | {"$ref":"http://x.y/strange.json"}
        Unsupported   | http://x.y/back.json#/$ref                 | {"$ref":"http://x.y/back.json"}
        Invalid       | /$ref                                      | {"$ref":"http://x.y/int.json#/a"}
        Invalid       | /$ref                                      | {"$ref":"http://x.y/int.json#a"}
        Invalid       | http://x.y/defs.json#/$defs/bad/minLength  | {"$ref":"http://x.y/defs.json#/$defs/bad"}
        Invalid       | http://x.y/openapi.json#/type              | {"$ref":"http://x.y/openapi.json"}
        Unsatisfiable | http://x.y/defs.json#/$defs/never/type     | {"$ref":"http://x.y/defs.json#/$defs/never"}
        """)
    void refusesWithThePlaceInTheDocument(String kind, String pointer, String schema) {
        SchemaException refusal =
                assertThrows(SchemaException.class, () -> SchemaLanguage.compile(schema, OPTIONS), schema);
        assertEquals(kind, refusal.getClass().getSimpleName(), refusal::getMessage);
        assertEquals(pointer, refusal.pointer(), refusal::getMessage);
    }

    @Test
    void readsNoDocumentThatNothingRefersTo() {
        Map<String, JsonNode> many = new HashMap<>(DOCUMENTS);
        JsonNode deep = SchemaLanguage.json("[".repeat(400) + "]".repeat(400));
        for (int i = 0; i < 5_000; i++) {
            many.put("http://x.y/" + i, deep);
        }
        SchemaOptions options = SchemaOptions.defaults().withDocuments(many);
        assertTrue(
                SchemaLanguage.of("{\"$ref\":\"http://x.y/int.json\"}", options).contains("1"));
        assertEquals(
                "maxSchemaDepth",
                assertThrows(
                                SchemaException.TooComplex.class,
                                () -> SchemaLanguage.compile("{\"$ref\":\"http://x.y/7\"}", options))
                        .limitName());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        http://json-schema.org/draft-04/schema#/definitions/positiveInteger              | 1    | -1
        http://json-schema.org/draft-06/schema#/definitions/nonNegativeInteger           | 1    | -1
        http://json-schema.org/draft-07/schema#/definitions/simpleTypes                  | "null" | "x"
        https://json-schema.org/draft-07/schema#/definitions/simpleTypes                 | "null" | "x"
        https://json-schema.org/draft/2019-09/meta/validation#/$defs/nonNegativeInteger  | 1    | -1
        https://json-schema.org/draft/2020-12/meta/validation#/$defs/simpleTypes         | "null" | "x"
        https://json-schema.org/draft/2020-12/meta/core#/$defs/anchorString              | "a"  | "#"
        """)
    void hasTheMetaSchemasAtHand(String reference, String accepted, String rejected) {
        SchemaLanguage language = SchemaLanguage.of("{\"$ref\":\"" + reference + "\"}");
        assertTrue(language.contains(accepted));
        assertFalse(language.contains(rejected));
    }

    @Test
    void takesReferencesThatLeadNowhereFromTheRootByOption() {
        String schema = "{\"definitions\":{\"n\":{\"type\":\"null\"},\"x\":{\"$id\":\"http://x.y/z/\","
                + "\"anyOf\":[{\"$ref\":\"#/definitions/n\"},{\"$ref\":\"#/definitions/here\"}],"
                + "\"definitions\":{\"here\":{\"const\":1}}},\"here\":{\"const\":2}},\"$ref\":\"#/definitions/x\"}";
        assertThrows(SchemaException.Invalid.class, () -> SchemaLanguage.compile(schema));
        CompiledSchema compiled =
                SchemaLanguage.compile(schema, SchemaOptions.defaults().with(SchemaOptions.References.ROOT_TOO));
        assertEquals(
                List.of("/definitions/x/anyOf/0/$ref"),
                compiled.warnings().stream().map(SchemaWarning::pointer).toList());
        SchemaLanguage language = SchemaLanguage.of(compiled);
        assertTrue(language.contains("null"));
        assertTrue(language.contains("1"));
        assertFalse(language.contains("2"));
    }

    @Test
    void honoursTheVocabulariesOfAMetaSchemaOfOnesOwn() {
        String schema = "{\"$schema\":\"http://x.y/meta\",\"properties\":{\"a\":false,\"n\":{\"minimum\":10}}}";
        CompiledSchema compiled = SchemaLanguage.compile(schema, withMetaSchema("applicator", true));
        assertEquals(
                List.of("/properties/n/minimum"),
                compiled.warnings().stream().map(SchemaWarning::pointer).toList());
        SchemaLanguage language = SchemaLanguage.of(compiled);
        assertTrue(language.contains("{\"n\":1}"));
        assertFalse(language.contains("{\"a\":1}"));
        assertTrue(SchemaLanguage.of(schema, withMetaSchema("validation", true)).contains("{\"n\":1,\"a\":1}"));
        assertInstanceOf(
                SchemaException.Unsupported.class,
                assertThrows(
                        SchemaException.class,
                        () -> SchemaLanguage.compile(schema, withMetaSchema("no-such-thing", true))));
        assertTrue(SchemaLanguage.of(schema, withMetaSchema("no-such-thing", false))
                .contains("{\"a\":1}"));
    }

    private static SchemaOptions withMetaSchema(String vocabulary, boolean required) {
        ObjectNode metaSchema = (ObjectNode) SchemaLanguage.json(
                "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$id\":\"http://x.y/meta\","
                        + "\"$vocabulary\":{\"https://json-schema.org/draft/2020-12/vocab/core\":true}}");
        metaSchema
                .withObject("/$vocabulary")
                .put("https://json-schema.org/draft/2020-12/vocab/" + vocabulary, required);
        return SchemaOptions.defaults().withDocuments(Map.of("http://x.y/meta", metaSchema));
    }
}
