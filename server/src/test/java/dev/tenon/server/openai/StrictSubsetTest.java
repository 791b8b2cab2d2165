package dev.tenon.server.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What OpenAI's strict subset takes and what it refuses, in which words and at which place. */
final class StrictSubsetTest {
    private static final String ALL_REQUIRED =
            "'required' is required to be supplied and to be an array including every key in properties. ";

    private static JsonNode schema(String text) {
        return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /** A closed object whose one member {@code x} has this schema. */
    private static String around(String member) {
        return "{'type':'object','properties':{'x':" + member + "},'required':['x'],'additionalProperties':false}";
    }

    private static String told(JsonNode schema) {
        return StrictSubset.fault(schema)
                .map(fault -> Refusals.badSchema("response_format 'r'", "response_format", null, fault)
                        .message()
                        .replace("Invalid schema for response_format 'r': In context=", ""))
                .orElse("");
    }

    /** To the left what is taken, to the right the same with a fault, the context of the fault and the reason. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {'type':'string'}                       | {'type':'string','default':'a'}             | ('properties', 'x')               | 'default' is not permitted.
        {'type':'string','format':'uuid'}       | {'type':'string','format':'uri'}            | ('properties', 'x')               | 'uri' is not a valid format.
        {'type':'string','pattern':'^a'}        | {'type':'string','contentEncoding':'base64'}| ('properties', 'x')               | 'contentEncoding' is not permitted.
        {'type':['string','null']}              | {'description':'anything'}                  | ('properties', 'x')               | schema must have a 'type' key.
        {'type':'integer','minimum':1,'maximum':3,'multipleOf':2} | true                      | ('properties', 'x')               | boolean schemas are not permitted.
        {'enum':['a',1,null]}                   | {'type':'string','not':{'enum':['a']}}      | ('properties', 'x')               | 'not' is not permitted.
        {'const':'a'}                           | {'type':'string','if':{},'then':{}}         | ('properties', 'x')               | 'if' is not permitted.
        {'anyOf':[{'type':'string'},{'type':'null'}]} | {'oneOf':[{'type':'string'}]}         | ('properties', 'x')               | 'oneOf' is not permitted.
        {'anyOf':[{'type':'integer'},{'const':1}]} | {'anyOf':[{'type':'integer'},{'allOf':[]}]} | ('properties', 'x', 'anyOf', '1') | 'allOf' is not permitted.
        {'$ref':'#'}                            | {'$ref':'https://example.org/s'}            | ('properties', 'x')               | '$ref' must refer to the schema itself and begin with '#'.
        {'type':'array','items':{'$ref':'#'},'minItems':1,'maxItems':2} | {'type':'array'}    | ('properties', 'x')               | array schema missing items.
        {'type':'array','items':{'type':'string'}} | {'type':'array','items':[{'type':'string'}]} | ('properties', 'x')            | 'items' is required to be one schema.
        {'type':'array','items':{'type':'null'}} | {'type':'array','items':{'type':'null'},'uniqueItems':true} | ('properties', 'x') | 'uniqueItems' is not permitted.
        {'type':'array','items':{'type':'null'}} | {'type':'array','items':{'type':'null','$id':'urn:a'}} | ('properties', 'x', 'items') | '$id' is not permitted.
        {'type':'object','properties':{},'additionalProperties':false} | {'type':'object'}    | ('properties', 'x')               | 'additionalProperties' is required to be supplied and to be false.
        {'type':'object','additionalProperties':false} | {'type':'object','additionalProperties':{'type':'string'}} | ('properties', 'x') | 'additionalProperties' is required to be supplied and to be false.
        {'type':'object','properties':{'a/b':{'type':'null'}},'required':['a/b'],'additionalProperties':false} | {'type':'object','properties':{'a/b':{}},'required':['a/b'],'additionalProperties':false} | ('properties', 'x', 'properties', 'a/b') | schema must have a 'type' key.
        {'type':'string','minLength':1,'maxLength':2} | {'type':'object','additionalProperties':false,'minProperties':1} | ('properties', 'x') | 'minProperties' is not permitted.
        """)
    void takesTheSubsetAndTellsWhatIsNotInIt(String accepted, String refused, String context, String reason) {
        assertEquals(Optional.empty(), StrictSubset.fault(schema(around(accepted))));
        assertEquals(context + ", " + reason, told(schema(around(refused))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {'type':'object','properties':{'a':{'type':'null'}},'required':[],'additionalProperties':false}        | Missing 'a'.
        {'type':'object','properties':{'a':{'type':'null'}},'additionalProperties':false}                      | Missing 'a'.
        {'type':'object','properties':{},'required':['b'],'additionalProperties':false}                        | Extra required key 'b' supplied.
        """)
    void wantsEveryPropertyRequiredAndNoOther(String refused, String detail) {
        assertEquals("(), " + ALL_REQUIRED + detail, told(schema(refused)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {'type':'array','items':{'type':'string'}}
        {'type':['object','null'],'properties':{},'additionalProperties':false}
        {'anyOf':[{'type':'object','properties':{},'additionalProperties':false}]}
        {'type':'object','properties':{},'additionalProperties':false,'anyOf':[{'type':'object'}]}
        {'properties':{},'additionalProperties':false}
        {}
        true
        """)
    void wantsAnObjectAtTheRoot(String refused) {
        assertEquals(
                "(), schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top"
                        + " level.",
                told(schema(refused)));
    }

    @Test
    void takesDefinitionsAndRecursion() {
        String list = """
            {'type':'object','properties':{'head':{'$ref':'#/$defs/node'}},'required':['head'],'additionalProperties':false,
            '$schema':'https://json-schema.org/draft/2020-12/schema','$id':'urn:list','title':'t','$defs':{'node':
            {'type':'object','properties':{'next':{'anyOf':[{'$ref':'#/$defs/node'},{'type':'null'}]}},'required':['next'],
            'additionalProperties':CLOSED}}}\
            """;
        assertEquals("", told(schema(list.replace("CLOSED", "false"))));
        assertEquals(
                "('$defs', 'node'), 'additionalProperties' is required to be supplied and to be false.",
                told(schema(list.replace("CLOSED", "true"))));
    }

    /** To the left the most that is taken, to the right one more. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        PROPERTIES      | 5000   | (), 5001 object properties exceeds limit of 5000.
        NESTING         | 10     | 11 levels of nesting exceeds limit of 10.
        NAME            | 120000 | (), more characters of property names, definition names, enum values and const values than the limit of 120000.
        CONST           | 119999 | ('properties', 'x'), more characters of property names, definition names, enum values and const values than the limit of 120000.
        ENUM            | 1000   | ('properties', 'x'), 1001 enum values exceeds limit of 1000.
        ENUM_CHARACTERS | 15000  | ('properties', 'x'), 15001 characters in an enum of more than 250 values exceeds limit of 15000.
        """)
    void hasTheLimitsOfTheGuide(Size size, int most, String refusal) {
        assertEquals("", told(size.schema(most)));
        String told = told(size.schema(most + 1));
        assertEquals(refusal, size == Size.NESTING ? told.substring(told.indexOf(')') + 3) : told);
    }

    @Test
    void namesTheLimitInTheError() {
        SchemaFault fault = StrictSubset.fault(Size.ENUM.schema(1_001)).orElseThrow();
        ApiError error = Refusals.badSchema("function 'f'", "tools[0].function.parameters", null, fault);
        assertEquals("enum values", error.details().get("limit"));
        assertEquals("/properties/x", error.details().get("pointer"));
        assertEquals("enum", error.details().get("keyword"));
        assertEquals("tools[0].function.parameters", error.param());
    }

    /** Deep, but of one object: nothing recurses, and anyOf within anyOf adds no level. */
    @Test
    void walksDeepSchemas() {
        String deep = "{'anyOf':[".repeat(100) + "{'type':'null'}" + "]}".repeat(100);
        assertEquals("", told(schema(around(deep))));
        assertThrows(ApiException.class, () -> schema("[".repeat(300)));
    }

    /** What is made large. */
    enum Size {
        PROPERTIES,
        NESTING,
        NAME,
        CONST,
        ENUM,
        ENUM_CHARACTERS;

        JsonNode schema(int size) {
            return switch (this) {
                case PROPERTIES -> {
                    ObjectNode object = closed();
                    for (int i = 0; i < size; i++) {
                        member(object, "p" + i).put("type", "null");
                    }
                    yield object;
                }
                case NESTING -> {
                    ObjectNode root = closed();
                    ObjectNode object = root;
                    for (int i = 1; i < size; i++) {
                        ObjectNode inner = member(object, "p").setAll(closed());
                        object = inner;
                    }
                    yield root;
                }
                case NAME -> {
                    ObjectNode object = closed();
                    // As long as names may be, and the rest.
                    for (int left = size; left > 0; left -= 40_000) {
                        member(object, "n".repeat(Math.min(left, 40_000) - 1) + left % 7)
                                .put("type", "null");
                    }
                    yield object;
                }
                case CONST -> {
                    ObjectNode object = closed();
                    member(object, "x").put("const", "c".repeat(size));
                    yield object;
                }
                case ENUM -> values(size, 1);
                case ENUM_CHARACTERS -> {
                    ObjectNode object = values(300, 50);
                    ArrayNode values = (ArrayNode) object.at("/properties/x/enum");
                    values.set(0, "e".repeat(50 + size - 15_000));
                    yield object;
                }
            };
        }

        private static ObjectNode values(int count, int length) {
            ObjectNode object = closed();
            ArrayNode values = member(object, "x").putArray("enum");
            for (int i = 0; i < count; i++) {
                values.add("e".repeat(length));
            }
            return object;
        }

        private static ObjectNode closed() {
            ObjectNode object = Json.object().put("type", "object").put("additionalProperties", false);
            object.putObject("properties");
            object.putArray("required");
            return object;
        }

        private static ObjectNode member(ObjectNode object, String name) {
            ((ArrayNode) object.get("required")).add(name);
            return ((ObjectNode) object.get("properties")).putObject(name);
        }
    }
}
