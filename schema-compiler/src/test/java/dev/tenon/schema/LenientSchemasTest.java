package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LenientSchemasTest {
    private static final SchemaOptions DROPPED = SchemaOptions.defaults().with(SchemaOptions.Unsupported.DROPPED);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        /pattern                  | pattern           | {"type":"string","maxLength":2,"pattern":"(a)\\\\1"}                            | "xy"      | "xyz"
        /$ref                     | $ref              | {"type":"integer","$ref":"http://x.y/none"}                                     | 1         | ""
        /$schema                  | $schema           | {"$schema":"http://x.y/none","type":"integer"}                                  | 1         | ""
        /patternProperties/(a)\\1 | patternProperties | {"type":"object","properties":{"a":{"type":"null"}},"patternProperties":{"(a)\\\\1":false}} | {"aa":1}  | {"a":1}
        /allOf/0/$ref             | $ref              | {"$schema":"http://json-schema.org/draft-07/schema#","type":"null","allOf":[{"$ref":"none.json"}]} | null | 1
        """)
    void dropsWhatCannotBeEnforcedAndSaysSo(
            String pointer, String keyword, String schema, String accepted, String rejected) {
        assertThrows(SchemaException.Unsupported.class, () -> SchemaLanguage.compile(schema));
        CompiledSchema compiled = SchemaLanguage.compile(schema, DROPPED);
        assertEquals(
                List.of(pointer + " " + keyword),
                compiled.warnings().stream()
                        .map(warning -> warning.pointer() + " " + warning.keyword())
                        .toList());
        SchemaLanguage language = SchemaLanguage.of(compiled);
        assertTrue(language.contains(accepted));
        assertFalse(language.contains(rejected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        Invalid       | {"pattern":"("}
        Invalid       | {"$ref":"#/nowhere"}
        Unsatisfiable | {"type":"string","minLength":2,"maxLength":1}
        TooComplex    | {"pattern":"[ab]*a[ab]{30}"}
        """)
    void dropsNothingElse(String kind, String schema) {
        SchemaException refusal = assertThrows(SchemaException.class, () -> SchemaLanguage.compile(schema, DROPPED));
        assertEquals(kind, refusal.getClass().getSimpleName());
    }
}
