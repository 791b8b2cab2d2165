package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClosedObjectsTest {
    private static final SchemaOptions CLOSED = SchemaOptions.defaults().with(SchemaOptions.Objects.CLOSED);

    /** The last text is in the language of the schema as it is written. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"properties":{"a":true}}                                                     | {"a":1}       | {"b":1}
        {"properties":{"a":{"properties":{"b":true}}}}                                | {"a":{"b":1}} | {"a":{"c":1}}
        {"items":{"properties":{"a":true}}}                                           | [{"a":1}]     | [{"b":1}]
        {"anyOf":[{"items":{"properties":{"a":true}}},{"type":"null"}]}               | [{"a":1}]     | [{"b":1}]
        {"patternProperties":{"^x":{"properties":{"a":true}}}}                        | {"x":{"a":1}} | {"x":{"b":1}}
        {"$schema":"http://json-schema.org/draft-04/schema#","properties":{"a":{}}}   | {"a":1}       | {"b":1}
        """)
    void closesObjectsThatNameTheirMembers(String schema, String accepted, String closedOut) {
        assertTrue(SchemaLanguage.of(schema, CLOSED).contains(accepted));
        assertFalse(SchemaLanguage.of(schema, CLOSED).contains(closedOut));
        assertTrue(SchemaLanguage.of(schema).contains(closedOut));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"type":"object"}                                                              | {"b":1}
        {"required":["b"]}                                                             | {"b":1}
        {"properties":{"a":true},"additionalProperties":true}                          | {"b":1}
        {"properties":{"a":true},"additionalProperties":{"type":"integer"}}            | {"b":1}
        {"properties":{"a":true},"patternProperties":{"^x":true}}                      | {"b":1}
        {"anyOf":[{"type":"object"},{"type":"null"}]}                                  | {"b":1}
        {"properties":{"a":{"$ref":"#/$defs/o"}},"$defs":{"o":{"type":"object"}}}      | {"a":{"b":1}}
        {"enum":[{"properties":1,"b":2}]}                                              | {"properties":1,"b":2}
        """)
    void leavesOthersOpen(String schema, String accepted) {
        assertTrue(SchemaLanguage.of(schema, CLOSED).contains(accepted));
    }

    private static String closedBy(String schema) {
        SchemaDocument document = new SchemaDocument(SchemaLanguage.json(schema), CLOSED);
        return String.valueOf(new ClosedObjects(document, new RefResolver(document)).closedBy(document.root()));
    }

    /** What several schemas of one value name are members of one object, so it is closed around all of them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"allOf":[{"properties":{"a":true}},{"properties":{"b":true}}]}                | unevaluatedProperties
        {"properties":{"a":true},"anyOf":[{"required":["a"]}]}                         | unevaluatedProperties
        {"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"properties":{}}}}  | unevaluatedProperties
        {"oneOf":[{"properties":{"a":true}}]}                                          | unevaluatedProperties
        {"if":{"properties":{"a":true}}}                                               | unevaluatedProperties
        {"$ref":"#/$defs/a","$defs":{"a":{"allOf":[{"$ref":"#/$defs/a"}]}}}            | null
        {"$ref":"#/nowhere"}                                                           | null
        {"not":{"properties":{"a":true}}}                                              | null
        {"properties":{"a":true},"unevaluatedProperties":true}                         | null
        {"$schema":"http://json-schema.org/draft-07/schema#","$ref":"#/a","properties":{"b":{}},"a":{}} | null
        """)
    void closesAroundAllThatApplyToOneValue(String schema, String keyword) {
        assertEquals(keyword, closedBy(schema));
    }

    @Test
    void closesNothingWhereThatWouldAllowMore() {
        SchemaDocument document = new SchemaDocument(
                SchemaLanguage.json("{\"not\":{\"items\":{\"properties\":{\"a\":true}}},"
                        + "\"oneOf\":[{\"items\":{\"properties\":{\"a\":true}}}],"
                        + "\"anyOf\":[{\"items\":{\"properties\":{\"a\":true}}}]}"),
                CLOSED);
        ClosedObjects closed = new ClosedObjects(document, new RefResolver(document));
        Location root = document.root();
        Location branch = document.child(root, "oneOf", 0);
        assertNull(closed.closedBy(document.child(document.child(root, "not"), "items")));
        assertNull(closed.closedBy(document.child(branch, "items")));
        assertEquals(
                "additionalProperties",
                closed.closedBy(document.child(document.read(branch, Reading.SAME_VALUE), "items")));
        assertEquals(
                "additionalProperties", closed.closedBy(document.child(document.child(root, "anyOf", 0), "items")));
    }

    @Test
    void closesTheBranchesOfOneOf() {
        String schema =
                "{\"oneOf\":[{\"type\":\"array\",\"items\":{\"properties\":{\"a\":true}}},{\"type\":\"null\"}]}";
        assertTrue(SchemaLanguage.of(schema, CLOSED).contains("[{\"a\":1}]"));
        assertTrue(SchemaLanguage.of(schema, CLOSED).contains("null"));
        assertFalse(SchemaLanguage.of(schema, CLOSED).contains("[{\"b\":1}]"));
    }
}
