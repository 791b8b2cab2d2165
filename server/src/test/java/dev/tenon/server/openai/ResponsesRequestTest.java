package dev.tenon.server.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.server.generation.ChatRequest;
import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.ParallelCalls;
import dev.tenon.toolcalls.ReplyFormat;
import dev.tenon.toolcalls.ToolCall;
import dev.tenon.toolcalls.ToolChoice;
import dev.tenon.toolcalls.ToolDefinition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ResponsesRequestTest {
    private static final String MINIMAL = "'model':'m','input':'hi'";
    private static final String TOOL =
            "{'type':'function','name':'f','parameters':{'type':'object'},'strict':true},{'type':'custom','name':'c'}";

    /** Reads a body in which quotes may be single, and {@code ~} stands for the two fields that must be there. */
    private static ResponsesRequest read(String body, ApiOptions options) {
        String json = body.replace("~", MINIMAL).replace("TOOL", TOOL).replace('\'', '"');
        return ResponsesRequest.read(Json.parse(json.getBytes(StandardCharsets.UTF_8)), () -> 42, options);
    }

    private static ResponsesRequest read(String body) {
        return read(body, ApiOptions.defaults());
    }

    private static ChatRequest chat(String body) {
        return read(body).chat();
    }

    private static List<ChatMessage> messages(String items) {
        return chat("{'model':'m','input':[" + items + "]}").messages();
    }

    private static ApiError error(String body) {
        return assertThrows(ApiException.class, () -> read(body), body).error();
    }

    private static JsonNode echo(String body) {
        return Json.tree(read(body).echo());
    }

    @Test
    void hasTheDefaultsOfOpenAi() {
        ResponsesRequest request = read("{~}");
        assertEquals("m", request.model());
        assertEquals(ResponsesRequest.Delivery.WHOLE, request.delivery());
        assertEquals(List.of(), request.ignored());
        ChatRequest chat = request.chat();
        assertEquals(List.of(new ChatMessage.User("hi")), chat.messages());
        assertEquals(new ToolChoice.None(), chat.output().choice());
        assertEquals(ParallelCalls.ALLOWED, chat.output().parallel());
        assertEquals(new ReplyFormat.Text(), chat.output().format());
        assertEquals(1.0, chat.sampling().temperature());
        assertEquals(1.0, chat.sampling().topP());
        assertEquals(42, chat.sampling().seed());
        assertEquals(OptionalInt.empty(), chat.maxTokens());
        assertEquals(-1, chat.topLogprobs());
        assertEquals(new ChatRequest.Reasoning.AsTaught(), chat.reasoning());
        assertEquals(1, chat.choices());
    }

    @Test
    void takesNullForAbsent() {
        ResponsesRequest request = read("""
            {~,'background':null,'conversation':null,'include':null,'instructions':null,'max_output_tokens':null,
            'max_tool_calls':null,'metadata':null,'parallel_tool_calls':null,'previous_response_id':null,'prompt':null,
            'prompt_cache_key':null,'prompt_cache_retention':null,'reasoning':null,'safety_identifier':null,
            'service_tier':null,'store':null,'stream':null,'stream_options':null,'temperature':null,'text':null,
            'tool_choice':null,'tools':null,'top_logprobs':null,'top_p':null,'truncation':null,'user':null,
            'context_management':null,'moderation':null,'nonsense':null,'messages':null}\
            """);
        assertEquals(read("{~}").chat(), request.chat());
        assertEquals(read("{~}").echo(), request.echo());
        assertEquals(List.of(), request.ignored());
    }

    @Test
    void readsWhatSteersTheReply() {
        ChatRequest chat = chat("""
            {~,'temperature':0,'top_p':0.5,'max_output_tokens':3,'top_logprobs':20,'reasoning':{'effort':'low'},
            'seed':-7,'top_k':3,'logit_bias':{'5':-100},'frequency_penalty':1,'parallel_tool_calls':false}\
            """);
        assertEquals(0.0, chat.sampling().temperature());
        assertEquals(0.5, chat.sampling().topP());
        assertEquals(OptionalInt.of(3), chat.maxTokens());
        assertEquals(20, chat.topLogprobs());
        assertEquals(new ChatRequest.Reasoning.Within(1024), chat.reasoning());
        assertEquals(-7, chat.sampling().seed());
        assertEquals(3, chat.sampling().topK());
        assertEquals(Map.of(5, -100f), chat.sampling().logitBias());
        assertEquals(1, chat.sampling().frequencyPenalty());
        assertEquals(ParallelCalls.ONE_AT_MOST, chat.output().parallel());
        assertEquals(0, chat("{~,'include':['message.output_text.logprobs']}").topLogprobs());
        assertEquals(-1, chat("{~,'top_logprobs':0}").topLogprobs());
        assertEquals(
                new ChatRequest.Reasoning.Off(),
                chat("{~,'reasoning':{'effort':'none','summary':null}}").reasoning());
        assertEquals(
                ResponsesRequest.Delivery.STREAM,
                read("{~,'stream':true,'stream_options':{}}").delivery());
    }

    @Test
    void readsEveryShapeOfItem() {
        assertEquals(
                List.of(
                        new ChatMessage.Developer("d"),
                        new ChatMessage.System("st"),
                        new ChatMessage.User("u"),
                        new ChatMessage.Assistant("said", List.of()),
                        new ChatMessage.Assistant("more no", List.of()),
                        new ChatMessage.User(""),
                        new ChatMessage.Assistant(
                                "I look",
                                List.of(new ToolCall("c1", "f", "{}"), ToolCall.custom("c2", "c", "raw \" text"))),
                        new ChatMessage.Tool("c2", "two"),
                        new ChatMessage.Tool("c1", "one"),
                        new ChatMessage.Assistant("", List.of(new ToolCall("c3", "f", ""))),
                        new ChatMessage.Tool("c3", "")),
                messages("""
                    {'role':'developer','content':'d'},
                    {'type':'message','role':'system','content':[{'type':'input_text','text':'s'},{'type':'input_text','text':'t'}]},
                    {'type':'message','role':'user','content':[{'type':'input_text','text':'u'}],'status':'completed','id':'msg_1'},
                    {'role':'assistant','content':'said'},
                    {'id':'msg_2','type':'message','role':'assistant','status':'completed','content':[
                        {'type':'output_text','text':'more ','annotations':[],'logprobs':[],'parsed':null},
                        {'type':'refusal','refusal':'no'}]},
                    {'role':'user','content':[]},
                    {'type':'reasoning','id':'rs_1','summary':[],'content':[{'type':'reasoning_text','text':'hm'}]},
                    {'type':'message','role':'assistant','content':'I look'},
                    {'type':'function_call','id':'fc_1','call_id':'c1','name':'f','arguments':'{}','status':'completed',
                        'parsed_arguments':{}},
                    {'type':'custom_tool_call','id':'ctc_1','call_id':'c2','name':'c','input':'raw \\" text'},
                    {'type':'custom_tool_call_output','call_id':'c2','output':'two'},
                    {'type':'function_call_output','call_id':'c1','output':[{'type':'input_text','text':'one'}]},
                    {'type':'function_call','call_id':'c3','name':'f','arguments':''},
                    {'type':'function_call_output','call_id':'c3','output':''}\
                    """));
        assertEquals(
                List.of(new ChatMessage.System("be brief"), new ChatMessage.User("hi")),
                chat("{~,'instructions':'be brief'}").messages());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'function_call','call_id':'a','name':'f','arguments':'{}'} | input | No tool output found for"
                        + " function call a",
                "{'type':'function_call_output','call_id':'a','output':''} | input[0].call_id | No tool call found",
                "{'type':'function_call','call_id':'a','name':'f','arguments':'{}'},{'role':'user','content':'x'},"
                        + "{'type':'function_call_output','call_id':'a','output':''} | input | No tool output found",
                "{'type':'function_call','call_id':'a','name':'f','arguments':'{}'},{'type':'function_call','call_id':'b',"
                    + "'name':'f','arguments':'{}'},{'type':'function_call_output','call_id':'a','output':''},{'role':'assistant','content':'x'},{'type':'function_call_output','call_id':'b','output':''}"
                    + " | input | No tool output found for function call b",
                "{'type':'function_call','call_id':'a','name':'f','arguments':'{}'},{'type':'function_call','call_id':'a','name':'f','arguments':'{}'}"
                    + " | input[1].call_id | Invalid 'input[1].call_id'",
                "{'type':'item_reference','id':'msg_1'} | input[0].id | Item with id 'msg_1' not found",
                "{'id':'msg_1'} | input[0].id | Item with id 'msg_1' not found",
                "{} | input[0].id | Missing required parameter: 'input[0].id'",
                "{'type':'web_search_call','id':'x'} | input[0].type | Unsupported value: 'input[0].type' does not"
                        + " support 'web_search_call'",
                "{'type':'nonsense'} | input[0].type | Invalid value: 'nonsense'",
                "{'role':'tool','content':'x'} | input[0].role | Invalid value: 'tool'",
                "{'role':'user'} | input[0].content | Missing required parameter",
                "{'role':'user','content':[{'type':'input_image','image_url':'x'}]} | input[0].content[0].type |"
                        + " Invalid content part: 'input[0].content[0].type' is 'input_image'",
                "{'role':'user','content':[{'type':'refusal','refusal':'x'}]} | input[0].content[0].type | Invalid"
                        + " content part",
                "{'role':'user','content':[{'type':'input_text'}]} | input[0].content[0].text | Missing required",
                "{'type':'function_call','name':'f','arguments':'{}'} | input[0].call_id | Missing required",
                "{'type':'function_call','call_id':'a','name':'f'} | input[0].arguments | Missing required",
                "7 | input[0] | Invalid type for 'input[0]'",
            })
    void refusesItemsNamingThePlace(String items, String param, String message) {
        ApiError error = error("{'model':'m','input':[" + items + "]}");
        assertEquals(param, error.param(), error.message());
        assertTrue(error.message().startsWith(message), error.message());
        assertEquals(400, error.status());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{~,'tools':[TOOL]}                                                                 | Auto[]",
                "{~,'tools':[TOOL],'tool_choice':'none'}                                            | None[]",
                "{~,'tools':[TOOL],'tool_choice':'required'}                                        | Required[]",
                "{~,'tools':[TOOL],'tool_choice':{'type':'function','name':'f'}}                    | Named[name=f]",
                "{~,'tools':[TOOL],'tool_choice':{'type':'custom','name':'c'}}                      | Named[name=c]",
                "{~,'tools':[TOOL],'tool_choice':{'type':'allowed_tools','mode':'required','tools':"
                        + "[{'type':'function','name':'f'}]}} | Allowed[names=[f], mode=REQUIRED]",
                "{~,'tools':[TOOL],'tool_choice':{'type':'allowed_tools','mode':'auto','tools':"
                        + "[{'type':'custom','name':'c'}]}}   | Allowed[names=[c], mode=AUTO]",
                "{~,'tools':[]}                                                                     | None[]",
                "{~,'tools':[],'tool_choice':'auto'} | None[]",
                "{~,'tool_choice':'none'}            | None[]",
            })
    void readsToolChoices(String body, String choice) {
        assertEquals(choice, chat(body).output().choice().toString());
    }

    @Test
    void readsGrammarsOfCustomTools() {
        ToolDefinition tool =
                chat("{~,'tools':[{'type':'custom','name':'c','format':{'type':'grammar','syntax':'regex',"
                                + "'definition':'a+'}}]}")
                        .output()
                        .tools()
                        .get(0);
        assertTrue(String.valueOf(tool.input()).contains("REGEX"), tool::toString);
        assertTrue(String.valueOf(tool.input()).contains("a+"), tool::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'text'}                                                 | Text[]",
                "{'type':'json_object'}                                          | JsonObject[]",
                "{'type':'json_schema','name':'n','schema':{'type':'object'}}    | JsonSchema[name=n,"
                        + " schema={\"type\":\"object\"}]",
                "{'type':'json_schema','name':'n','schema':{},'strict':false,'description':'d'} | JsonSchema[name=n,"
                        + " schema={}]",
            })
    void readsFormats(String format, String read) {
        assertEquals(
                read,
                chat("{~,'text':{'format':" + format + "}}").output().format().toString());
    }

    @Test
    void readsTheConstraintsOfOtherServers() {
        assertTrue(chat("{~,'guided_regex':'a+'}").output().format() instanceof ReplyFormat.Written);
        assertEquals(
                "guided_regex",
                error("{~,'guided_regex':'a','text':{'format':{'type':'json_object'}}}")
                        .param());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'input':'x'}                              | model                  | missing_required_parameter",
                "{'model':'m'}                              | input                  | missing_required_parameter",
                "{'model':'m','input':[]}                   | input                  | empty_array",
                "{'model':'m','input':7}                    | input                  | invalid_type",
                "{~,'instructions':['x']}                   | instructions           | invalid_type",
                "{~,'previous_response_id':'resp_1'}        | previous_response_id   | unsupported_parameter",
                "{~,'conversation':'conv_1'}                | conversation           | unsupported_parameter",
                "{~,'prompt':{'id':'p'}}                    | prompt                 | unsupported_parameter",
                "{~,'background':true}                      | background             | unsupported_parameter",
                "{~,'background':'x'}                       | background             | invalid_type",
                "{~,'context_management':[]}                | context_management     | unsupported_parameter",
                "{~,'moderation':{}}                        | moderation             | unsupported_parameter",
                "{~,'n':2}                                  | n                      | unsupported_parameter",
                "{~,'stop':'x'}                             | stop                   | unsupported_parameter",
                "{~,'messages':[]}                          | messages               | unsupported_parameter",
                "{~,'response_format':{}}                   | response_format        | unsupported_parameter",
                "{~,'max_tokens':1}                         | max_tokens             | unsupported_parameter",
                "{~,'reasoning_effort':'low'}               | reasoning_effort       | unsupported_parameter",
                "{~,'functions':[]}                         | functions              | unsupported_parameter",
                "{~,'structural_tag':{}}                    | structural_tag         | unknown_parameter",
                "{~,'temperature':2.1}                      | temperature            | decimal_above_max_value",
                "{~,'top_p':-0.1}                           | top_p                  | decimal_below_min_value",
                "{~,'max_output_tokens':0}                  | max_output_tokens      | integer_below_min_value",
                "{~,'top_logprobs':21}                      | top_logprobs           | integer_above_max_value",
                "{~,'truncation':'some'}                    | truncation             | invalid_value",
                "{~,'include':['secrets']}                  | include[0]             | invalid_value",
                "{~,'reasoning':'low'}                      | reasoning              | invalid_type",
                "{~,'reasoning':{'effort':'some'}}          | reasoning.effort       | invalid_value",
                "{~,'text':{'verbosity':'some'}}            | text.verbosity         | invalid_value",
                "{~,'text':{'format':{}}}                   | text.format.type       | missing_required_parameter",
                "{~,'text':{'format':{'type':'x'}}}         | text.format.type       | invalid_value",
                "{~,'text':{'format':{'type':'text','schema':{}}}}        | text.format.schema | invalid_value",
                "{~,'text':{'format':{'type':'json_object','schema':{}}}} | text.format.schema | invalid_value",
                "{~,'text':{'format':{'type':'json_schema','name':'n'}}}  | text.format.schema |"
                        + " missing_required_parameter",
                "{~,'text':{'format':{'type':'json_schema','schema':{}}}} | text.format.name   |"
                        + " missing_required_parameter",
                "{~,'stream_options':{}}                    | stream_options         | invalid_value",
                "{~,'metadata':{'k':1}}                     | metadata.k             | invalid_type",
                "{~,'tools':[{'type':'web_search'}]}        | tools[0].type          | unsupported_value",
                "{~,'tools':[{'type':'mcp'}]}               | tools[0].type          | unsupported_value",
                "{~,'tools':[{'type':'nonsense'}]}          | tools[0].type          | invalid_value",
                "{~,'tools':[{'type':'function'}]}          | tools[0].name          | missing_required_parameter",
                "{~,'tools':[{'type':'function','function':{'name':'f'}}]} | tools[0].name |"
                        + " missing_required_parameter",
                "{~,'tools':[TOOL,TOOL]}                    | tools[2].name          | invalid_value",
                "{~,'tools':[TOOL],'tool_choice':'x'}       | tool_choice            | invalid_value",
                "{~,'tool_choice':'required'}               | tool_choice            | ''",
                "{~,'tool_choice':{'type':'function','name':'f'}} | tool_choice      | ''",
                "{~,'tools':[TOOL],'tool_choice':{'type':'function','name':'g'}} | tool_choice.name | invalid_value",
                "{~,'tools':[TOOL],'tool_choice':{'type':'function','name':'c'}} | tool_choice.name | invalid_value",
                "{~,'tools':[TOOL],'tool_choice':{'type':'web_search'}}          | tool_choice.type | invalid_value",
            })
    void refusesWhatItCannotDo(String body, String param, String code) {
        ApiError error = error(body);
        assertEquals(param, error.param(), error.message());
        assertEquals(code, Objects.requireNonNullElse(error.code(), ""), error.message());
        assertEquals(400, error.status());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{~,'store':true}                                            | store",
                "{~,'store':false}                                           | ''",
                "{~,'truncation':'auto'}                                     | truncation",
                "{~,'truncation':'disabled'}                                 | ''",
                "{~,'text':{'verbosity':'low'}}                              | text.verbosity",
                "{~,'reasoning':{'summary':'auto'}}                          | reasoning.summary",
                "{~,'include':['reasoning.encrypted_content','file_search_call.results']} | include[0]",
                "{~,'nonsense':1}                                            | nonsense",
                "{~,'text':{'nonsense':1,'format':{'type':'text','x':1}}}    | 'text.nonsense,text.format.x'",
                "{~,'tools':[{'type':'function','name':'g','input_schema':{}}]} | tools[0].input_schema",
                "{~,'background':false,'user':'u','safety_identifier':'s','prompt_cache_key':'k','service_tier':'auto',"
                        + "'metadata':{'a':'b'},'max_tool_calls':3}          | ''",
            })
    void tellsWhatHasNoEffect(String body, String ignored) {
        assertEquals(ignored, String.join(",", read(body).ignored()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'nonsense':1", "'seed':1", "'guided_json':{}", "'top_k':1"})
    void refusesUnknownFieldsWhereToldTo(String field) {
        ApiOptions strict = ApiOptions.defaults().withProfile(ApiOptions.Profile.OPENAI);
        ApiException refused = assertThrows(ApiException.class, () -> read("{~," + field + "}", strict));
        assertEquals("unknown_parameter", refused.error().code());
    }

    @Test
    void takesOfAStrictSchemaWhatOpenAiTakesWhereToldTo() {
        ApiOptions strict = ApiOptions.defaults().withProfile(ApiOptions.Profile.OPENAI);
        String format = "'text':{'format':{'type':'json_schema','name':'n','strict':true,'schema':{'type':'string'}}}";
        ApiError error = assertThrows(ApiException.class, () -> read("{~," + format + "}", strict))
                .error();
        assertEquals("text.format.schema", error.param());
        assertEquals("invalid_json_schema", error.code());
        String tool = "'tools':[{'type':'function','name':'f','strict':true,'parameters':{'type':'object'}}]";
        ApiError parameters = assertThrows(ApiException.class, () -> read("{~," + tool + "}", strict))
                .error();
        assertEquals("tools[0].parameters", parameters.param());
        assertEquals("invalid_function_parameters", parameters.code());
        ApiError json = assertThrows(
                        ApiException.class, () -> read("{~,'text':{'format':{'type':'json_object'}}}", strict))
                .error();
        assertEquals("input", json.param());
    }

    @Test
    void repeatsTheRequestInTheAnswer() {
        Map<String, String> defaults = new TreeMap<>();
        echo("{~}")
                .properties()
                .forEach(field -> defaults.put(field.getKey(), field.getValue().toString()));
        assertEquals("""
            {access_programs=null, background=false, instructions=null, max_output_tokens=null, max_tool_calls=null, metadata={}, \
            parallel_tool_calls=true, previous_response_id=null, prompt_cache_key=null, \
            reasoning={"effort":null,"summary":null}, safety_identifier=null, service_tier="default", store=false, \
            temperature=1, text={"format":{"type":"text"}}, tool_choice="auto", tools=[], top_logprobs=0, top_p=1, \
            truncation="disabled"}\
            """, defaults.toString());
        JsonNode echo = echo("""
            {~,'instructions':'i','max_output_tokens':9,'metadata':{'a':'b'},'tools':[{'type':'function','name':'f'}],
            'tool_choice':{'type':'function','name':'f'},'text':{'format':{'type':'json_object'},'verbosity':'low'},
            'reasoning':{'effort':'high'},'user':'u','parallel_tool_calls':false,'temperature':0.25}\
            """);
        assertEquals("i", echo.get("instructions").textValue());
        assertEquals(9, echo.get("max_output_tokens").intValue());
        assertEquals("b", echo.at("/metadata/a").textValue());
        assertEquals(
                "[{\"type\":\"function\",\"name\":\"f\",\"parameters\":null,\"strict\":true}]",
                echo.get("tools").toString());
        assertEquals("f", echo.at("/tool_choice/name").textValue());
        assertEquals("json_object", echo.at("/text/format/type").textValue());
        assertEquals("high", echo.at("/reasoning/effort").textValue());
        assertEquals("u", echo.get("user").textValue());
        assertEquals(0.25, echo.get("temperature").doubleValue());
    }
}
