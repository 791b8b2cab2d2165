package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tenon.automaton.dfa.CompileLimits;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalsTest {
    private static void assertRefused(
            Class<? extends SchemaException> type, String pointer, String keyword, String schema) {
        SchemaException refusal = assertThrows(type, () -> SchemaLanguage.compile(schema), schema);
        assertEquals(pointer, refusal.pointer(), refusal::getMessage);
        assertEquals(keyword, refusal.keyword(), refusal::getMessage);
        assertEquals((pointer.isEmpty() ? "(root)" : pointer) + ": " + refusal.reason(), refusal.getMessage());
        assertTrue(!refusal.reason().isBlank() && refusal.reason().length() < 400, refusal::reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        /$ref                 | $ref                  | {"$ref":"https://example.com/other.json"}
        /$ref                 | $ref                  | {"$ref":"other.json#/a"}
        /pattern              | pattern               | {"pattern":"(a)\\\\1"}
        /$schema              | $schema               | {"$schema":"https://example.com/my-dialect"}
        """)
    void refusesWhatIsNotEnforced(String pointer, String keyword, String schema) {
        assertRefused(SchemaException.Unsupported.class, pointer, keyword, schema);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        ``                       | ``                   | false
        /maxLength               | maxLength            | {"type":"string","minLength":3,"maxLength":2}
        /type                    | type                 | {"enum":["a"],"type":"integer"}
        /enum                    | enum                 | {"type":"integer","enum":["a",2.5]}
        /properties/a            | properties           | {"type":"object","properties":{"a":false},"required":["a"]}
        /properties/a/maxLength  | maxLength            | {"type":"object","required":["a"],"properties":{"a":{"type":"string","minLength":3,"maxLength":2}}}
        /additionalProperties    | additionalProperties | {"type":"object","additionalProperties":false,"required":["a"]}
        /maximum                 | maximum              | {"type":"integer","multipleOf":10,"minimum":11,"maximum":19}
        /maximum                 | maximum              | {"type":"number","exclusiveMinimum":1,"maximum":1}
        /maxLength               | maxLength            | {"type":"string","pattern":"^(aa)*$","minLength":3,"maxLength":3}
        /pattern                 | pattern              | {"type":"string","format":"date","pattern":"x"}
        /items                   | items                | {"type":"array","items":false,"minItems":1}
        /prefixItems/1           | prefixItems          | {"type":"array","prefixItems":[true,false],"minItems":2}
        /required                | required             | {"type":"object","properties":{"a":{"$ref":"#"}},"required":["a"]}
        /minItems                | minItems             | {"type":"array","items":{"$ref":"#"},"minItems":1}
        /minProperties           | minProperties        | {"type":"object","properties":{"a":true},"additionalProperties":false,"minProperties":2}
        /required                | required             | {"type":"object","required":["a","b"],"maxProperties":1}
        /minProperties           | minProperties        | {"type":"object","propertyNames":{"enum":["a","b"]},"minProperties":3}
        /allOf/1                 | allOf                | {"allOf":[{"type":"string"},false]}
        /allOf                   | allOf                | {"allOf":[{"type":"string"},{"type":"null"}]}
        /anyOf                   | anyOf                | {"type":"string","anyOf":[{"type":"null"},{"const":1}]}
        /$defs/a/type            | type                 | {"$ref":"#/$defs/a","$defs":{"a":{"const":1,"type":"string"}}}
        /minimum                 | minimum              | {"type":"integer","minimum":1e308}
        /not                     | not                  | {"not":{}}
        """)
    void refusesWhatNothingSatisfies(String pointer, String keyword, String schema) {
        assertRefused(SchemaException.Unsatisfiable.class, pointer, keyword, schema);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        ``                      | ``         | 1
        ``                      | ``         | "a"
        /minLength              | minLength  | {"minLength":"x"}
        /properties/a/minItems  | minItems   | {"properties":{"a":{"minItems":-1}}}
        /type                   | type       | {"type":"objet"}
        /items                  | items      | {"items":[{"type":"integer"}]}
        /required               | required   | {"required":"a"}
        /pattern                | pattern    | {"pattern":"("}
        /multipleOf             | multipleOf | {"multipleOf":0}
        /$ref                   | $ref       | {"$ref":"#/nowhere"}
        /$ref                   | $ref       | {"$ref":"#nowhere"}
        /$ref                   | $ref       | {"$ref":"#/%"}
        /$ref                   | $ref       | {"$ref":"#/allOf/01","allOf":[true,true]}
        /$ref                   | $ref       | {"$ref":"#a","$defs":{"x":{"$anchor":"a"},"y":{"$anchor":"a","minimum":1}}}
        /$ref                   | $ref       | {"$ref":"http://a.b/c","$defs":{"x":{"$id":"http://a.b/c"},"y":{"$id":"http://a.b/c","minimum":1}}}
        /$ref                   | $ref       | {"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/default"}},"default":3}
        /$ref                   | $ref       | {"$ref":"#"}
        /anyOf/1/$ref           | $ref       | {"anyOf":[{"type":"null"},{"$ref":"#"}]}
        /x/a/minLength          | minLength  | {"$ref":"#/x/a","x":{"a":{"minLength":"x"}}}
        """)
    void refusesWhatIsNoSchema(String pointer, String keyword, String schema) {
        SchemaException refusal =
                assertThrows(SchemaException.Invalid.class, () -> SchemaLanguage.compile(schema), schema);
        assertEquals(keyword, refusal.keyword(), refusal::getMessage);
        if (!schema.contains("default")) {
            assertTrue(refusal.pointer().startsWith(pointer.isEmpty() ? "" : pointer), refusal::getMessage);
        }
    }

    @Test
    void refusesBlowUpsByTheirLimits() {
        assertLimit("maxDfaStates", "{\"pattern\":\"[ab]*a[ab]{30}\"}");
        assertLimit("maxDfaStates", "{\"type\":\"integer\",\"multipleOf\":1000003}");
        assertLimit("maxNumberDigits", "{\"const\":1e5000}");
        assertLimit("maxNumberDigits", "{\"minimum\":1e-5000}");
        List<String> branches = java.util.stream.IntStream.range(0, 40)
                .mapToObj(i -> "{\"anyOf\":[{\"required\":[\"a" + i + "\"]},{\"required\":[\"b" + i + "\"]}]}")
                .toList();
        assertLimit("maxGrammarSize", "{\"allOf\":[" + String.join(",", branches) + "]}");
    }

    private static void assertLimit(String limit, String schema) {
        SchemaException.TooComplex refusal =
                assertThrows(SchemaException.TooComplex.class, () -> SchemaLanguage.compile(schema));
        assertEquals(limit, refusal.limitName(), refusal::getMessage);
    }

    @Test
    void refusesAddressesBeyondTheBoundAndTakesThemAtTheBound() {
        String at = "{\"$id\":\"http://x/%s\",\"$defs\":{\"a\":{\"$id\":\"b\",\"type\":\"null\"}},\"$ref\":\"b\"}";
        assertTrue(SchemaLanguage.of(at.formatted("a".repeat(998))).contains("null"));
        assertLimit("maxAddressLength", at.formatted("a".repeat(999)));
    }

    @Test
    void cutsPointersThatFillThePage() {
        String key = "k".repeat(990);
        SchemaException refusal = assertThrows(
                SchemaException.Unsupported.class,
                () -> SchemaLanguage.compile("{\"$defs\":{\"" + key + "\":{\"properties\":{\"abc\":{\"$ref\":\"x:y\"}},"
                        + "\"required\":[\"abc\"]}},\"$ref\":\"#/$defs/" + key + "\"}"));
        assertEquals("/$defs/" + key + "/.../$ref", refusal.pointer());
    }

    @Test
    void refusesNestingBeyondTheBoundAndTakesItAtTheBound() {
        assertEquals(1, countRefused(nested(SourceDocument.MAX_DEPTH + 1)));
        assertEquals(0, countRefused(nested(SourceDocument.MAX_DEPTH)));
        assertEquals(1, countRefused(nested(60_000)));
        assertEquals(1, countRefused(nestedConstant(60_000)));
        assertEquals(0, countRefused(nestedConstant(SourceDocument.MAX_DEPTH - 1)));
    }

    @Test
    void compilesTheDeepestSchemaOnASmallStack() throws InterruptedException {
        for (String keyword : List.of("items", "allOf", "anyOf")) {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            JsonNode schema = nested(keyword, SourceDocument.MAX_DEPTH);
            Thread thread = new Thread(null, () -> countRefused(schema), keyword, 512 * 1024);
            thread.setUncaughtExceptionHandler((unused, error) -> failure.set(error));
            thread.start();
            thread.join();
            assertNull(failure.get(), keyword);
        }
    }

    private static JsonNode nested(String keyword, int depth) {
        JsonNode schema = JsonNodeFactory.instance.objectNode();
        int levelsEach = keyword.equals("items") ? 1 : 2;
        for (int i = 1; i + levelsEach <= depth; i += levelsEach) {
            JsonNode inner = levelsEach == 1
                    ? schema
                    : JsonNodeFactory.instance.arrayNode().add(schema);
            schema = JsonNodeFactory.instance.objectNode().set(keyword, inner);
        }
        return schema;
    }

    private static int countRefused(JsonNode schema) {
        try {
            SchemaCompiler.compile(schema, SchemaOptions.defaults(), CompileLimits.defaults());
            return 0;
        } catch (SchemaException.TooComplex e) {
            assertEquals("maxSchemaDepth", e.limitName());
            return 1;
        }
    }

    private static JsonNode nested(int depth) {
        return nested("items", depth);
    }

    private static JsonNode nestedConstant(int depth) {
        JsonNode value = JsonNodeFactory.instance.arrayNode();
        for (int i = 1; i < depth; i++) {
            value = JsonNodeFactory.instance.arrayNode().add(value);
        }
        return JsonNodeFactory.instance.objectNode().set("const", value);
    }

    @Test
    void followsChainsOfReferencesOfAnyLength() {
        StringBuilder schema = new StringBuilder("{\"$ref\":\"#/$defs/0\",\"$defs\":{");
        for (int i = 0; i < 20_000; i++) {
            schema.append('"')
                    .append(i)
                    .append("\":{\"minimum\":")
                    .append(i)
                    .append(",\"$ref\":\"#/$defs/")
                    .append(i + 1)
                    .append("\"},");
        }
        schema.append("\"20000\":{\"type\":\"integer\"}}}");
        SchemaLanguage language = SchemaLanguage.of(schema.toString());
        assertTrue(language.contains("20000"));
        assertTrue(!language.contains("19998"));
    }
}
