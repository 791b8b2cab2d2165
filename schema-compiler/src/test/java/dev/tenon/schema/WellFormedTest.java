package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is shown to be well-formed at a look, the validator must find no fault in, for every draft. */
class WellFormedTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Values of many forms, each of which some keyword asks for and another does not. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "1",
            "-1",
            "1.0",
            "0.5",
            "-0.5",
            "1e2",
            "1e-400",
            "1e400",
            "99999999999999999999",
            "\"\"",
            "\"a\"",
            "\"string\"",
            "\"#\"",
            "\"a#\"",
            "\"#a#\"",
            "\"a b\"",
            "\"#/a b\"",
            "\"#/$defs/a~1b\"",
            "\"#/%\"",
            "\"#/%5B-_.a%5d%2B\"",
            "\"#/%5\"",
            "\"#/a:b!c?d\"",
            "\"/a\"",
            "\"//a\"",
            "\"//\"",
            "\"a/b.json#c\"",
            "\"a:b\"",
            "\"?a\"",
            "\"#\u00e4\"",
            "\"#[\"",
            "\"#a\\\"b\"",
            "\"a#%zz\"",
            "\"$a\"",
            "\"~\"",
            "\"./a\"",
            "\"../a#\"",
            "\"http://x.y/z\"",
            "\"http://x.y/z#\"",
            "\"https://x.y/z#a\"",
            "\"http://\"",
            "\"http:///a\"",
            "\"urn:a:b\"",
            "\"::\"",
            "\"1a\"",
            "\"_a\"",
            "\"a.b-c_d\"",
            "\"a:b\"",
            "\"[\"",
            "\"(\"",
            "\"[^]\"",
            "\"\\\\d{\"",
            "\"^\\\\p{Letter}$\"",
            "\"[!-$]\"",
            "[]",
            "[1]",
            "[1,1]",
            "[1,1.0]",
            "[1,1.5]",
            "[0,-0]",
            "[0.0,-0.0]",
            "[1e400,2e400]",
            "[[]]",
            "[{},[]]",
            "[null,null]",
            "[{}]",
            "[1,2]",
            "[1,true,null,\"a\"]",
            "[\"a\"]",
            "[\"a\",\"a\"]",
            "[\"a\",1]",
            "[null,null]",
            "[\"string\"]",
            "[\"string\",\"null\"]",
            "[\"string\",\"string\"]",
            "[[1],[1]]",
            "[{}]",
            "[true]",
            "[{},{\"type\":1}]",
            "{}",
            "{\"a\":{}}",
            "{\"a\":true}",
            "{\"a\":1}",
            "{\"[\":{}}",
            "{\"a\":[]}",
            "{\"a\":[\"b\"]}",
            "{\"a\":[\"b\",\"b\"]}",
            "{\"a\":[1]}",
            "{\"type\":\"string\"}",
            "{\"type\":\"text\"}",
            "{\"minLength\":-1}",
            "{\"a\":{\"minLength\":-1}}",
            "{\"a b\":true}");

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static Set<String> keywords() {
        Set<String> keywords = new TreeSet<>();
        Keywords.all().forEach(keyword -> keywords.add(keyword.name()));
        keywords.add("unknown");
        return keywords;
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whatIsShownOfAnyKeywordAndValueIsTrue(Dialect dialect) {
        int shown = 0;
        List<String> wrong = new ArrayList<>();
        for (String keyword : keywords()) {
            for (String value : VALUES) {
                for (String beside : List.of("", ",\"minimum\":1", ",\"maximum\":\"a\"")) {
                    String schema = "{\"" + keyword + "\":" + value + beside + "}";
                    JsonNode json = parse(schema);
                    if (WellFormed.isShown(json, dialect)) {
                        shown++;
                        if (!MetaSchemaCheck.faults(json, dialect).isEmpty()) {
                            wrong.add(schema);
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(shown > 1_000, "only " + shown + " shown");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        DRAFT_4       | {"id":"a b","$schema":"http://json-schema.org/draft-04/schema#","type":"object","required":["a"]}
        DRAFT_4       | {"minimum":1,"exclusiveMinimum":true,"additionalProperties":false,"items":[{"$ref":"#/a b"}]}
        DRAFT_7       | {"$schema":"http://json-schema.org/draft-07/schema#","$id":"https://example.com/a.json"}
        DRAFT_7       | {"$ref":"#/definitions/a","definitions":{"a":{"enum":["a",1,null],"const":{}}}}
        DRAFT_7       | {"properties":{"a":{"type":["string","null"],"pattern":"^[a-z]+$"}},"if":{},"then":true}
        DRAFT_2019_09 | {"$recursiveRef":"#","$recursiveAnchor":true,"items":[true],"additionalItems":{}}
        DRAFT_2020_12 | {"$schema":"https://json-schema.org/draft/2020-12/schema","prefixItems":[{}],"items":false}
        DRAFT_2020_12 | {"oneOf":[{"multipleOf":0.01}],"enum":[1,1],"$defs":{"a b":{"$ref":"#/$defs/a b"}}}
        """)
    void schemasAsTheyAreWrittenAreShown(Dialect dialect, String schema) {
        assertTrue(WellFormed.isShown(parse(schema), dialect));
        assertEquals(List.of(), MetaSchemaCheck.faults(parse(schema), dialect));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        DRAFT_4       | true
        DRAFT_4       | {"exclusiveMinimum":true}
        DRAFT_4       | {"required":[]}
        DRAFT_6       | {"properties":{"a":{"patternProperties":{"(":{}}}}}
        DRAFT_7       | {"enum":["a","a"]}
        DRAFT_7       | {"definitions":{"a":{"allOf":[{"anyOf":[]}]}}}
        DRAFT_2019_09 | {"dependentRequired":{"a":["b","b"]}}
        DRAFT_2020_12 | {"$defs":{"a":{"$defs":{"b":{"type":"text"}}}}}
        DRAFT_2020_12 | {"items":[{}]}
        DRAFT_2020_12 | 1
        """)
    void whatIsMalformedIsNotShown(Dialect dialect, String schema) {
        assertFalse(WellFormed.isShown(parse(schema), dialect));
        assertFalse(MetaSchemaCheck.faults(parse(schema), dialect).isEmpty());
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void whatIsShownOfDrawnSchemasWithAFaultIsTrue(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        JsonNode schema = parse(RandomSchema.draw(random));
        Dialect dialect = List.of(Dialect.values()).get(random.nextInt(Dialect.values().length));
        List<JsonNode> inside = new ArrayList<>(schema.findParents("type"));
        if (!inside.isEmpty() && inside.get(random.nextInt(inside.size())) instanceof ObjectNode one) {
            List<String> keywords = List.copyOf(keywords());
            one.set(keywords.get(random.nextInt(keywords.size())), parse(VALUES.get(random.nextInt(VALUES.size()))));
        }
        if (WellFormed.isShown(schema, dialect)) {
            assertEquals(List.of(), MetaSchemaCheck.faults(schema, dialect));
        }
    }
}
