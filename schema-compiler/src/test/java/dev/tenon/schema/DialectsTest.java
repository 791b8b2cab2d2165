package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialectsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        http://json-schema.org/draft-04/schema#            | DRAFT_4
        http://json-schema.org/draft-04/schema             | DRAFT_4
        https://json-schema.org/draft-04/schema#           | DRAFT_4
        http://json-schema.org/draft-04/hyper-schema#      | DRAFT_4
        http://json-schema.org/draft-05/schema#            | DRAFT_4
        http://json-schema.org/draft-06/schema#            | DRAFT_6
        http://json-schema.org/draft-07/schema/            | DRAFT_7
        http://json-schema.org/draft/2019-09/schema        | DRAFT_2019_09
        https://json-schema.org/draft/2020-12/schema#      | DRAFT_2020_12
        http://json-schema.org/schema#                     | DRAFT_2020_12
        """)
    void knowsTheDraftsByWhatPeopleWrite(String address, Dialect dialect) {
        assertEquals(dialect, Dialect.named(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://json-schema.org/draft-03/schema#",
                "http://example.com/draft-07/schema#",
                "http://json-schema.org/draft-07/schema#/definitions"
            })
    void knowsNoOthers(String address) {
        assertNull(Dialect.named(address));
    }

    /** Tuples are written as {@code items} in draft 7, and {@code prefixItems} means nothing there. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"$defs":{"o":{"$id":"http://x.y/o","$schema":"http://json-schema.org/draft-07/schema#","items":[{"type":"null"}]}},"$ref":"http://x.y/o"}  | [null,1] | [1]
        {"$defs":{"o":{"$schema":"http://json-schema.org/draft-07/schema#","items":[{"type":"null"}]}},"$ref":"#/$defs/o"}                         | [null,1] | [1]
        {"$schema":"http://json-schema.org/draft-07/schema#","allOf":[{"$id":"n","$schema":"https://json-schema.org/draft/2020-12/schema","prefixItems":[{"type":"null"}]}]} | [null,1] | [1]
        {"$defs":{"o":{"$schema":"http://json-schema.org/draft-04/schema#","id":"http://x.y/o","minimum":1,"exclusiveMinimum":true}},"$ref":"http://x.y/o"} | 2 | 1
        {"$schema":"http://json-schema.org/draft-04/schema#","definitions":{"a":{"id":"#n","type":"null"}},"allOf":[{"$ref":"#n"}]} | null | 1
        {"$schema":"http://json-schema.org/draft-07/schema#","definitions":{"a":{"$id":"http://x.y/z#n","type":"null"}},"allOf":[{"$ref":"http://x.y/z#n"}]} | null | 1
        {"$schema":"http://json-schema.org/draft-07/schema#","$id":"http://x.y/a/","definitions":{"a":{"$id":"http://x.y/b/c","type":"null"},"d":{"$id":"http://x.y/a/c","type":"string"}},"allOf":[{"$id":"http://x.y/b/","$ref":"c"}]} | "s" | null
        """)
    void readsEachSchemaByItsOwnDraft(String schema, String accepted, String rejected) {
        SchemaLanguage language = SchemaLanguage.of(schema);
        assertTrue(language.contains(accepted), accepted);
        assertFalse(language.contains(rejected), rejected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        /$defs/o/items         | {"$defs":{"o":{"$schema":"http://json-schema.org/draft-07/schema#","items":[{"minItems":"x"}]}}}
        /allOf/0/items         | {"$schema":"http://json-schema.org/draft-07/schema#","allOf":[{"$schema":"https://json-schema.org/draft/2020-12/schema","items":[true]}]}
        """)
    void checksEachSchemaByTheMetaSchemaOfItsDraft(String pointer, String schema) {
        SchemaException refusal = assertThrows(SchemaException.Invalid.class, () -> SchemaLanguage.compile(schema));
        assertTrue(refusal.pointer().startsWith(pointer), refusal::getMessage);
    }

    @Test
    void aDialectThatIsUnknownMattersOnlyWhereAResourceIsReadByIt() {
        String inner = "{\"$id\":\"http://x.y/o\",\"$schema\":\"http://x.y/none\",\"type\":\"null\"}";
        assertTrue(SchemaLanguage.of("{\"$defs\":{\"o\":" + inner + "}}").contains("1"));
        SchemaException refusal = assertThrows(
                SchemaException.Unsupported.class,
                () -> SchemaLanguage.compile("{\"$defs\":{\"o\":" + inner + "},\"$ref\":\"#/$defs/o\"}"));
        assertEquals("/$defs/o/$schema", refusal.pointer());
        CompiledSchema compiled =
                SchemaLanguage.compile("{\"items\":{\"$schema\":\"http://x.y/none\",\"type\":\"null\"}}");
        assertEquals("/items/$schema", compiled.warnings().get(0).pointer());
        assertFalse(SchemaLanguage.of(compiled).contains("[1]"));
    }

    @Test
    void namesTheFirstOfVeryManyFaults() {
        String element = "{\"minLength\":\"x\"}";
        for (String keyword : new String[] {"items", "anyOf"}) {
            String schema = "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"" + keyword + "\":["
                    + (element + ",").repeat(5_000) + element + "]}";
            SchemaException refusal = assertThrows(SchemaException.Invalid.class, () -> SchemaLanguage.compile(schema));
            assertEquals("/" + keyword + "/0/minLength", refusal.pointer());
        }
    }
}
