package dev.tenon.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Constrained replies through a real server, by an engine that writes noise: whatever is right about them, the constraint
 * made it so. What is valid is asked of an independent validator.
 */
@Timeout(300)
final class EndToEndTest {
    private static final int SEEDS = 12;

    private static final String PERSON = """
        {'type':'object','properties':{'name':{'type':'string','maxLength':12},'age':{'type':'integer','minimum':0,'maximum':150},
        'tags':{'type':'array','items':{'enum':['a','b','c']},'maxItems':3}},'required':['name','age'],'additionalProperties':false}\
        """;
    private static final String WEATHER = """
        {'type':'object','properties':{'city':{'type':'string','maxLength':8},'unit':{'enum':['C','F']}},
        'required':['city','unit'],'additionalProperties':false}\
        """;
    private static final String SUM = """
        {'type':'object','properties':{'a':{'type':'integer','minimum':-9,'maximum':9},'b':{'type':'boolean'}},
        'required':['a','b'],'additionalProperties':false}\
        """;
    private static final String TOOLS = """
        'tools':[{'type':'function','function':{'name':'weather','description':'d','parameters':%s}},
        {'type':'function','function':{'name':'sum','parameters':%s}},{'type':'function','function':{'name':'now'}}]\
        """.formatted(WEATHER, SUM);
    private static final String FORMAT =
            "'response_format':{'type':'json_schema','json_schema':{'name':'person','strict':true,'schema':" + PERSON
                    + "}}";

    private static final TenonServer SERVER = start();
    private static final ApiClient CLIENT = new ApiClient(SERVER.port());

    private static TenonServer start() {
        try {
            return TenonServer.start(
                    TestModels.served(TestModels.random(7)),
                    ServerOptions.defaults().withAddress("127.0.0.1", 0));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeAll
    static void serves() {
        assertTrue(SERVER.port() > 0);
    }

    @AfterAll
    static void stops() {
        CLIENT.close();
        SERVER.close();
    }

    private static String body(int seed, String more) {
        return "{'model':'test','messages':[{'role':'user','content':'go'}],'temperature':2,'seed':" + seed
                + ",'max_completion_tokens':1500," + more + "}";
    }

    /** The one choice of a reply, asked for whole and streamed, which must be the same. */
    private static JsonNode choice(int seed, String more) throws IOException, InterruptedException {
        JsonNode whole = CLIENT.chat(body(seed, more)).at("/choices/0");
        JsonNode streamed = StreamChecker.choices(CLIENT.stream(body(seed, more + ",'stream':true")))
                .get(0);
        assertEquals(whole.get("finish_reason"), streamed.get("finish_reason"));
        assertEquals(whole.at("/message/content"), streamed.at("/message/content"));
        assertEquals(calls(whole), calls(streamed));
        return whole;
    }

    private static List<String> calls(JsonNode choice) {
        List<String> calls = new ArrayList<>();
        choice.at("/message/tool_calls")
                .forEach(call -> calls.add(call.get("function").toString()));
        return calls;
    }

    private static void assertValid(String schema, String text) {
        Schema validator = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema.replace('\'', '"'), InputFormat.JSON);
        assertEquals(List.of(), validator.validate(text, InputFormat.JSON), text);
    }

    private static void assertCalls(JsonNode choice, int atLeast, int atMost) {
        assertEquals("tool_calls", choice.get("finish_reason").textValue());
        JsonNode calls = choice.at("/message/tool_calls");
        assertTrue(calls.size() >= atLeast && calls.size() <= atMost, calls.toString());
        for (JsonNode call : calls) {
            assertTrue(call.get("id").textValue().matches("call_[A-Za-z0-9]{24}"));
            assertEquals("function", call.get("type").textValue());
            String arguments = call.at("/function/arguments").textValue();
            String name = call.at("/function/name").textValue();
            switch (name) {
                case "weather" -> assertValid(WEATHER, arguments);
                case "sum" -> assertValid(SUM, arguments);
                case "now" ->
                    assertTrue(ApiClient.exactJson(arguments).isObject()
                            && ApiClient.exactJson(arguments).isEmpty());
                default -> throw new AssertionError(name);
            }
        }
    }

    private static boolean isLength(JsonNode choice) {
        return choice.get("finish_reason").textValue().equals("length");
    }

    @Test
    void holdsContentToItsSchema() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            JsonNode choice = choice(seed, FORMAT);
            assertEquals("stop", choice.get("finish_reason").textValue());
            assertValid(PERSON, choice.at("/message/content").textValue());
            assertFalse(choice.get("message").has("tool_calls"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'logit_bias':{'123':-100,'125':-100,'34':-100,'0':100,'255':100,'269':100}",
                "'stop':['}','\\\"',':']",
                "'frequency_penalty':2,'presence_penalty':-2,'repetition_penalty':5",
                "'top_p':0,'top_k':1",
                "'logprobs':true,'top_logprobs':2",
            })
    void holdsContentToItsSchemaWhateverElseIsAsked(String more) throws Exception {
        for (int seed = 0; seed < 4; seed++) {
            JsonNode choice = choice(seed, FORMAT + "," + more);
            if (!isLength(choice)) {
                assertValid(PERSON, choice.at("/message/content").textValue());
            }
        }
    }

    @Test
    void writesAnyObjectForJsonObject() throws Exception {
        int complete = 0;
        for (int seed = 0; seed < 4; seed++) {
            JsonNode choice = choice(seed, "'response_format':{'type':'json_object'}");
            if (!isLength(choice)) {
                complete++;
                assertTrue(ApiClient.exactJson(choice.at("/message/content").textValue())
                        .isObject());
            }
        }
        assertTrue(complete > 0);
    }

    @Test
    void callsAToolWhenItMust() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            JsonNode choice = choice(seed, TOOLS + ",'tool_choice':'required'");
            if (!isLength(choice)) {
                assertCalls(choice, 1, 128);
                assertTrue(choice.at("/message/content").isNull());
            }
        }
    }

    @Test
    void callsTheToolThatIsNamed() throws Exception {
        for (String name : List.of("weather", "sum", "now")) {
            String named = ",'tool_choice':{'type':'function','function':{'name':'" + name + "'}}";
            for (int seed = 0; seed < 4; seed++) {
                JsonNode choice = choice(seed, TOOLS + named);
                assertCalls(choice, 1, 1);
                assertEquals(
                        name, choice.at("/message/tool_calls/0/function/name").textValue());
            }
        }
        JsonNode now = choice(1, TOOLS + ",'tool_choice':{'type':'function','function':{'name':'now'}}");
        assertEquals("{}", now.at("/message/tool_calls/0/function/arguments").textValue());
    }

    @Test
    void makesOneCallAtMostWhenToldTo() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            JsonNode choice = choice(seed, TOOLS + ",'tool_choice':'required','parallel_tool_calls':false");
            assertCalls(choice, 1, 1);
        }
    }

    @Test
    void callsNoToolWhenItMustNot() throws Exception {
        for (int seed = 0; seed < 3; seed++) {
            JsonNode choice = choice(seed, TOOLS + ",'tool_choice':'none'").get("message");
            assertFalse(choice.has("tool_calls"));
            assertFalse(choice.get("content").textValue().contains("<tool_call>"));
        }
    }

    @Test
    void writesContentOrCallsWhenBothAreAllowed() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            JsonNode choice = choice(seed, TOOLS + "," + FORMAT);
            if (calls(choice).isEmpty() && !isLength(choice)) {
                assertValid(PERSON, choice.at("/message/content").textValue());
            } else if (!isLength(choice)) {
                assertCalls(choice, 1, 128);
            }
        }
    }

    @Test
    void leavesAPrefixAsItIsWhenTheLimitComesFirst() throws Exception {
        JsonNode full = CLIENT.chat(body(3, FORMAT));
        int length = full.at("/usage/completion_tokens").intValue();
        String text = full.at("/choices/0/message/content").textValue();
        for (int limit = 1; limit <= length + 2; limit++) {
            JsonNode choice = CLIENT.chat(body(3, FORMAT).replace("1500", String.valueOf(limit)))
                    .at("/choices/0");
            String part = choice.at("/message/content").textValue();
            assertEquals(
                    limit < length ? "length" : "stop",
                    choice.get("finish_reason").textValue());
            assertTrue(limit < length ? text.startsWith(part) : text.equals(part), part);
        }
    }

    @Test
    void drawsTheSameFromTheSameSeedAndOtherwiseNot() throws Exception {
        assertEquals(
                CLIENT.chat(body(5, FORMAT)).at("/choices/0/message"),
                CLIENT.chat(body(5, FORMAT)).at("/choices/0/message"));
        String unseeded = body(5, FORMAT).replace("'seed':5,", "");
        assertNotEquals(
                CLIENT.chat(unseeded).at("/choices/0/message"),
                CLIENT.chat(unseeded).at("/choices/0/message"));
    }

    @Test
    void saysWhatHoldsTheAnswer() throws Exception {
        String[][] rows = {
            {FORMAT, "json_schema"},
            {TOOLS, "tools"},
            {TOOLS + ",'tool_choice':'none'", "none"},
            {TOOLS + "," + FORMAT, "tools, json_schema"},
        };
        for (String[] row : rows) {
            HttpResponse<String> response =
                    CLIENT.post(body(1, row[0] + ",'stop':'x'").replace("1500", "1"));
            assertEquals(
                    row[1], response.headers().firstValue("x-tenon-constraint").orElseThrow());
            assertEquals(
                    !row[1].equals("none"),
                    response.headers().firstValue("x-tenon-stop").isPresent());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'object','properties':{'x':{'$ref':'http://x.y/z'}}} | /properties/x/$ref | $ref |"
                        + " ('properties', 'x', '$ref')",
                "{'type':'objekt'}                                   | /type             | type | ('type',)",
                "{'type':'string','minLength':3,'maxLength':2}       | *                 | *   | *",
                "{'type':'string','pattern':'(a)\\\\1'}              | /pattern          | pattern | ('pattern',)",
            })
    void refusesSchemasItCannotEnforceNamingThePlace(String schema, String pointer, String keyword, String context)
            throws Exception {
        HttpResponse<String> response = CLIENT.post(body(1, FORMAT.replace(PERSON, schema)));
        assertEquals(400, response.statusCode(), response.body());
        JsonNode error = ApiClient.exactJson(response.body()).get("error");
        assertEquals("response_format", error.get("param").textValue());
        assertTrue(error.get("code").isNull());
        String message = error.get("message").textValue();
        assertTrue(message.startsWith("Invalid schema for response_format 'person': In context=("), message);
        if (!pointer.equals("*")) {
            assertEquals(pointer, error.get("pointer").textValue(), message);
            assertEquals(keyword, error.get("keyword").textValue());
            assertTrue(message.contains("In context=" + context + ", "), message);
        }
        HttpResponse<String> tool = CLIENT.post(body(
                1,
                "'tools':[{'type':'function','function':{'name':'ok'}},{'type':'function','function':{'name':'bad','parameters':{'type':'object','properties':{'p':"
                        + schema + "},'required':['p']}}}]"));
        assertEquals(400, tool.statusCode(), tool.body());
        JsonNode toolError = ApiClient.exactJson(tool.body()).get("error");
        assertEquals("tools[1].function.parameters", toolError.get("param").textValue());
        assertTrue(toolError.get("message").textValue().startsWith("Invalid schema for function 'bad': In context=("));
    }

    @Test
    void tellsConstraintsApartByTheOrderOfTheirKeys() throws Exception {
        String ab =
                "{'type':'object','properties':{'a':{'const':1},'b':{'const':2}},'required':['a','b'],'additionalProperties':false}";
        String ba =
                "{'type':'object','properties':{'b':{'const':2},'a':{'const':1}},'required':['a','b'],'additionalProperties':false}";
        for (String schema : List.of(ab, ba)) {
            String text = CLIENT.chat(body(1, FORMAT.replace(PERSON, schema)))
                    .at("/choices/0/message/content")
                    .textValue();
            assertEquals(schema.equals(ab), text.indexOf("\"a\"") < text.indexOf("\"b\""), text);
        }
    }
}
