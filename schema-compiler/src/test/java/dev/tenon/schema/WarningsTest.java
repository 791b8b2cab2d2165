package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarningsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        /nullable        | {"type":"integer","nullable":true}
        ``               | {"type":"integer","nullable":false}
        ``               | {"type":"string","format":"iri"}
        ``               | {"type":"string","format":"no-such-format"}
        ``               | {"type":"string","format":"date"}
        /divisibleBy     | {"type":"integer","divisibleBy":2}
        /additionalItems | {"additionalItems":false}
        /const           | {"$schema":"http://json-schema.org/draft-04/schema#","const":1}
        ``               | {"title":"a","x-order":3,"$comment":"c","readOnly":true,"contentEncoding":"base64"}
        ``               | {"definitions":{"a":{"nullable":true}}}
        """)
    void saysWhatIsNotEnforcedAndMayBeMeant(String pointer, String schema) {
        assertEquals(
                pointer.isEmpty() ? List.of() : List.of(pointer),
                SchemaLanguage.compile(schema).warnings().stream()
                        .map(SchemaWarning::pointer)
                        .toList());
    }
}
