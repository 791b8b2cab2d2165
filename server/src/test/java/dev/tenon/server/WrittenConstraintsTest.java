package dev.tenon.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.sampler.engine.EngineShape;
import dev.tenon.sampler.engine.RandomEngine;
import dev.tenon.server.generation.ServedModel;
import dev.tenon.toolcalls.ControlTokens;
import dev.tenon.toolcalls.ToolCallFormat;
import dev.tenon.toolcalls.ToolCallFormats;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Constraints that are no schema: the fields of other servers, and custom tools; by an engine that writes noise. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WrittenConstraintsTest {
    private static final int SEEDS = 6;
    private static final String CUSTOM = """
        'tools':[{'type':'custom','custom':{'name':'run','description':'d','format':{'type':'grammar','grammar':\
        {'syntax':'%s','definition':'%s'}}}},{'type':'custom','custom':{'name':'say'}}]\
        """;

    private final TenonServer server;
    private final ApiClient client;

    WrittenConstraintsTest() throws Exception {
        server = TenonServer.start(
                TestModels.served(TestModels.random(3)),
                ServerOptions.defaults().withAddress("127.0.0.1", 0));
        client = new ApiClient(server.port());
    }

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    private static String body(int seed, String more) {
        return "{'model':'test','messages':[{'role':'user','content':'go'}],'temperature':2,'max_completion_tokens':400,"
            + "'seed':" + seed + "," + more + "}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '`', textBlock = """
        'guided_regex':'[ab]{2,5}-\\\\d'                                        ¦ [ab]{2,5}-\\p{Nd}
        'regex':'(?i:x)y{3}'                                                  ¦ [xX]yyy
        'structured_outputs':{'regex':'a|bc'}                                 ¦ a|bc
        'guided_choice':['yes','no, never']                                   ¦ yes|no, never
        'structured_outputs':{'choice':['é','']}                              ¦ é?
        'guided_json':{'type':'integer','minimum':0,'maximum':99}             ¦ [0-9]{1,2}
        'guided_json':'{\\'enum\\':[\\'a\\',true]}'                           ¦ "a"|true
        'structured_outputs':{'json':{'const':7}}                             ¦ 7
        'structured_outputs':{'json_object':true}                             ¦ [{](.|\\n)*[}]
        'json_schema':{'enum':[1,22]}                                         ¦ 1|22
        'format':{'type':'boolean'}                                           ¦ true|false
        'format':'json'                                                       ¦ [{](.|\\n)*[}]
        'grammar':'root ::= [0-9]+ (\\',\\' [0-9]+){2} \\'.\\''               ¦ [0-9]+(,[0-9]+){2}[.]
        'ebnf':'root ::= item+\\nitem ::= \\'- \\' [a-c] \\'\\\\n\\''         ¦ (- [a-c]\\n)+
        'guided_grammar':'root ::= \\'(\\' root? \\')\\''                     ¦ [(]+[)]+
        'guided_grammar':'start: A \\'=\\' /[0-9]{2}/\\nA: \\'x\\'..\\'z\\''  ¦ [xyz]=[0-9]{2}
        'structured_outputs':{'grammar':'start: \\'ok\\''}                    ¦ ok
        """)
    void fieldsOfOtherServersAreKept(String field, String pattern) throws Exception {
        int complete = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            JsonNode choice = client.chat(body(seed, field)).at("/choices/0");
            if (choice.get("finish_reason").textValue().equals("stop")) {
                String content = choice.at("/message/content").textValue();
                assertTrue(content.matches(pattern), content);
                complete++;
            }
        }
        assertTrue(complete > 0, "no reply came to an end");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '`', textBlock = """
        'guided_regex':'(a'                                       ¦ guided_regex                  ¦ .*
        'guided_regex':'a(?=b)'                                   ¦ guided_regex                  ¦ .*
        'guided_regex':'[^\\\\x{0}-\\\\x{10FFFF}]'                ¦ guided_regex                  ¦ .*
        'guided_choice':[]                                        ¦ guided_choice                 ¦ .*empty array.*
        'guided_json':{'type':'strin'}                            ¦ response_format               ¦ .*
        'guided_json':7                                           ¦ guided_json                   ¦ .*expected a JSON Schema.*
        'guided_json':'{'                                         ¦ guided_json                   ¦ .*no JSON.*
        'grammar':'root ::= \\'a'                                 ¦ grammar                       ¦ .*line 1.*
        'grammar':'root ::= b'                                    ¦ grammar                       ¦ .*line 1, column 10.*
        'structured_outputs':{}                                   ¦ structured_outputs            ¦ .*no constraint.*
        'structured_outputs':{'regex':'a','choice':['b']}         ¦ structured_outputs.choice     ¦ .*one constraint.*
        'structured_outputs':{'structural_tag':'x'}               ¦ structured_outputs.structural_tag ¦ .*not supported.*
        'guided_regex':'a','guided_choice':['b']                  ¦ guided_choice                 ¦ .*cannot be used together.*
        'guided_regex':'a','response_format':{'type':'json_object'} ¦ guided_regex                ¦ .*cannot be used together.*
        'guided_decoding':{}                                      ¦ guided_decoding               ¦ .*structured_outputs.*
        """)
    void whatCannotBeKeptIsRefusedWithItsPlace(String field, String param, String message) throws Exception {
        HttpResponse<String> response = client.post(body(1, field));
        assertEquals(400, response.statusCode(), response::body);
        JsonNode error = ApiClient.exactJson(response.body()).get("error");
        assertEquals(param, error.get("param").textValue(), error::toString);
        assertTrue(
                Pattern.compile(message, Pattern.DOTALL)
                        .matcher(error.get("message").textValue())
                        .matches(),
                error::toString);
    }

    static Stream<String> dialects() {
        return ToolCallFormats.all(ControlTokens.none()).stream().map(ToolCallFormat::name);
    }

    /** Whatever stands around it: the client gets the text as it is. */
    @ParameterizedTest
    @MethodSource("dialects")
    void customToolsTakeTextInEveryDialect(String dialect) throws Exception {
        ServedModel model = ServedModel.of(
                new RandomEngine(
                        TestModels.vocabulary(), 5, EngineShape.named("random").withContextLength(4_000)),
                "test",
                Set.of(),
                new ServedModel.TextEnds("", "<|im_end|>"),
                Clock.systemUTC(),
                Optional.of(dialect));
        String tools = CUSTOM.formatted("regex", "(?:[\\\\x22\\\\\\\\\\\\n{}é<]){3,6}!")
                + ",'tool_choice':{'type':'custom','custom':{'name':'run'}}";
        try (TenonServer other =
                        TenonServer.start(model, ServerOptions.defaults().withAddress("127.0.0.1", 0));
                ApiClient asking = new ApiClient(other.port())) {
            for (int seed = 0; seed < SEEDS; seed++) {
                JsonNode choice = asking.chat(body(seed, tools)).at("/choices/0");
                assertEquals("tool_calls", choice.get("finish_reason").textValue(), choice::toString);
                JsonNode call = choice.at("/message/tool_calls/0");
                assertEquals("custom", call.get("type").textValue());
                assertEquals("run", call.at("/custom/name").textValue());
                String input = call.at("/custom/input").textValue();
                assertTrue(input.matches("[\"\\\\\\n{}é<]{3,6}!"), input);
            }
        }
    }

    @Test
    void customToolsStreamTheirText() throws Exception {
        String tools = CUSTOM.formatted("lark", "start: \\\"a\\\" start \\\"\\\\\\\\\\\" | \\\"b\\\"")
                + ",'tool_choice':'required'";
        int runs = 0;
        for (int seed = 0; seed < 3 * SEEDS && runs < 3; seed++) {
            StringBuilder input = new StringBuilder();
            String name = "";
            String reason = "";
            List<String> events = client.stream(body(seed, tools + ",'parallel_tool_calls':false,'stream':true"));
            for (String event : events.subList(0, events.size() - 1)) {
                JsonNode choice = ApiClient.exactJson(event).at("/choices/0");
                JsonNode custom = choice.at("/delta/tool_calls/0/custom");
                name += custom.path("name").asText("");
                input.append(custom.path("input").asText(""));
                reason = choice.get("finish_reason").asText(reason);
            }
            if (reason.equals("tool_calls") && name.equals("run")) {
                assertTrue(input.toString().matches("a*b\\\\*"), input.toString());
                assertEquals(input.length() / 2, input.indexOf("b"));
                runs++;
            }
        }
        assertTrue(runs > 0);
    }

    @Test
    void customCallsOfTheConversationAreTold() throws Exception {
        String messages = "{'model':'test','messages':[{'role':'user','content':'go'},{'role':'assistant','tool_calls':"
                + "[{'id':'c1','type':'custom','custom':{'name':'say','input':'hi'}}]},"
                + "{'role':'tool','tool_call_id':'c1','content':'done'}],'max_completion_tokens':5,"
                + CUSTOM.formatted("regex", "a") + "}";
        assertEquals("chat.completion", client.chat(messages).get("object").textValue());
    }
}
