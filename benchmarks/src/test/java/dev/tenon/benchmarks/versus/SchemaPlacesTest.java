package dev.tenon.benchmarks.versus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SchemaPlacesTest {
    private static final String SCHEMA = """
        {"$ref": "#/$defs/root",
         "$defs": {
           "root": {"properties": {
             "plain": {"type": "string"},
             "list": {"prefixItems": [{"format": "date"}], "items": {"maxLength": 3}},
             "either": {"anyOf": [{"type": "string"}, {"enum": ["a"]}]},
             "again": {"$ref": "#"},
             "map": {"patternProperties": {"^x": {"pattern": "a"}}, "additionalProperties": {"minLength": 1}}}}}}\
        """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{|before a key",
                "{\"a|in a key: plain",
                "{\"plain\": \"|in a string: plain",
                "{\"list\": [\"|in a string: format",
                "{\"list\": [\"\", \"|in a string: length",
                "{\"either\": \"|in a string: enum",
                "{\"again\": {\"again\": {\"list\": [\"|in a string: format",
                "{\"map\": {\"|in a key: pattern",
                "{\"map\": {\"x1\": \"|in a string: pattern",
                "{\"map\": {\"1\": \"|in a string: length",
                "{\"other\": \"|in a string: plain",
                "{\"other\": 1|in a number",
            })
    void namesTheHardestKeyword(String text, String name) throws JsonProcessingException {
        SchemaPlaces places = new SchemaPlaces(new ObjectMapper().readTree(SCHEMA));
        assertEquals(name, places.name(JsonPlace.after(text.getBytes(StandardCharsets.UTF_8))));
    }
}
