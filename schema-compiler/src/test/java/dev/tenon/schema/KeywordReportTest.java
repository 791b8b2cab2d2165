package dev.tenon.schema;

import static dev.tenon.schema.KeywordUse.Effect.ANNOTATION;
import static dev.tenon.schema.KeywordUse.Effect.ENFORCED;
import static dev.tenon.schema.KeywordUse.Effect.HIDDEN;
import static dev.tenon.schema.KeywordUse.Effect.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeywordReportTest {
    private static List<KeywordUse> report(String schema) throws JsonProcessingException {
        return KeywordReport.of(JsonMapper.builder().build().readTree(schema));
    }

    @Test
    void tellsOfAllSubschemasInTheOrderOfTheDocument() throws JsonProcessingException {
        assertEquals(
                List.of(
                        new KeywordUse("", "title", ANNOTATION),
                        new KeywordUse("", "properties", ENFORCED),
                        new KeywordUse("", "$defs", ANNOTATION),
                        new KeywordUse("/properties/a~1b", "anyOf", ENFORCED),
                        new KeywordUse("/properties/a~1b/anyOf/0", "type", ENFORCED),
                        new KeywordUse("/properties/a~1b/anyOf/1", "const", ENFORCED),
                        new KeywordUse("/$defs/d", "items", ENFORCED),
                        new KeywordUse("/$defs/d/items", "colour", UNKNOWN)),
                report("""
                    {"title":"t","properties":{"a/b":{"anyOf":[{"type":"null"},{"const":1}]},"c":true},
                    "$defs":{"d":{"items":{"colour":"red"}}}}
                    """));
    }

    @Test
    void valuesThatOnlyLookLikeSchemasAreNone() throws JsonProcessingException {
        assertEquals(
                List.of(new KeywordUse("", "enum", ENFORCED), new KeywordUse("", "default", ANNOTATION)),
                report("{\"enum\":[{\"type\":\"string\"}],\"default\":{\"type\":\"x\"}}"));
    }

    @Test
    void theDraftDecidesWhatIsAKeyword() throws JsonProcessingException {
        assertEquals(
                List.of(
                        new KeywordUse("", "$schema", ANNOTATION),
                        new KeywordUse("", "prefixItems", UNKNOWN),
                        new KeywordUse("", "items", ENFORCED),
                        new KeywordUse("", "additionalItems", ENFORCED)),
                report("{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"prefixItems\":[],"
                        + "\"items\":[],\"additionalItems\":false}"));
        assertEquals(
                List.of(
                        new KeywordUse("", "$schema", ANNOTATION),
                        new KeywordUse("", "$ref", ENFORCED),
                        new KeywordUse("", "type", HIDDEN)),
                report("{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"$ref\":\"#\",\"type\":\"null\"}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "then|{\"then\":false}|{\"if\":true,\"then\":false}",
                "else|{\"else\":false}|{\"if\":true,\"else\":false}",
                "minContains|{\"minContains\":2}|{\"contains\":true,\"minContains\":2}",
                "maxContains|{\"maxContains\":2}|{\"contains\":true,\"maxContains\":2}",
                "additionalItems|{\"$schema\":\"http://json-schema.org/draft-07/schema\",\"items\":true,"
                        + "\"additionalItems\":false}|{\"$schema\":\"http://json-schema.org/draft-07/schema\","
                        + "\"items\":[],\"additionalItems\":false}"
            })
    void aKeywordThatNeedsAnotherSaysNothingWithoutIt(String keyword, String without, String with)
            throws JsonProcessingException {
        assertTrue(report(without).contains(new KeywordUse("", keyword, ANNOTATION)));
        assertTrue(report(with).contains(new KeywordUse("", keyword, ENFORCED)));
    }

    @Test
    void theOptionDecidesWhatAFormatIs() throws JsonProcessingException {
        JsonNode schema = JsonMapper.builder().build().readTree("{\"format\":\"date\"}");
        assertEquals(List.of(new KeywordUse("", "format", ENFORCED)), KeywordReport.of(schema));
        assertEquals(
                List.of(new KeywordUse("", "format", ANNOTATION)),
                KeywordReport.of(schema, SchemaOptions.defaults().with(SchemaOptions.Formats.ANNOTATED)));
    }

    @Test
    void theVocabulariesDecideWhatIsAKeyword() throws JsonProcessingException {
        JsonMapper mapper = JsonMapper.builder().build();
        SchemaOptions options = SchemaOptions.defaults()
                .withDocuments(Map.of(
                        "http://x.y/meta",
                        mapper.readTree("{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$vocabulary\":"
                                + "{\"https://json-schema.org/draft/2020-12/vocab/applicator\":true}}")));
        assertEquals(
                List.of(
                        new KeywordUse("", "$schema", ANNOTATION),
                        new KeywordUse("", "items", ENFORCED),
                        new KeywordUse("", "type", UNKNOWN)),
                KeywordReport.of(
                        mapper.readTree("{\"$schema\":\"http://x.y/meta\",\"items\":true,\"type\":\"array\"}"),
                        options));
    }

    @Test
    void aBooleanHasNoKeywords() throws JsonProcessingException {
        assertEquals(List.of(), report("true"));
    }
}
