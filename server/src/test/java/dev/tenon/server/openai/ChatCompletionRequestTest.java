package dev.tenon.server.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.server.generation.ChatRequest;
import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.ParallelCalls;
import dev.tenon.toolcalls.ReplyFormat;
import dev.tenon.toolcalls.ToolCall;
import dev.tenon.toolcalls.ToolChoice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChatCompletionRequestTest {
    private static final String MINIMAL = "'model':'m','messages':[{'role':'user','content':'hi'}]";
    private static final String TOOL = "{'type':'function','function':{'name':'f','parameters':{'type':'object'}}}";

    /** Reads a body in which quotes may be single, and {@code ~} stands for the two fields that must be there. */
    private static ChatCompletionRequest read(String body) {
        String json = body.replace("~", MINIMAL).replace("TOOL", TOOL).replace('\'', '"');
        return ChatCompletionRequest.read(
                Json.parse(json.getBytes(StandardCharsets.UTF_8)), () -> 42, ApiOptions.defaults());
    }

    private static ChatRequest chat(String body) {
        return read(body).chat();
    }

    private static ApiError error(String body) {
        return assertThrows(ApiException.class, () -> read(body)).error();
    }

    @Test
    void hasTheDefaultsOfOpenAi() {
        ChatCompletionRequest request = read("{~}");
        assertEquals("m", request.model());
        assertEquals(ChatCompletionRequest.Delivery.WHOLE, request.delivery());
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
        assertEquals(1, chat.choices());
    }

    @Test
    void takesNullForAbsent() {
        ChatCompletionRequest request = read("""
            {~,'tools':null,'tool_choice':null,'response_format':null,'stream':null,'stream_options':null,'stop':null,
            'max_tokens':null,'temperature':null,'top_p':null,'logit_bias':null,'logprobs':null,'top_logprobs':null,
            'n':null,'seed':null,'user':null,'metadata':null,'store':null,'service_tier':null,'functions':null,
            'audio':null,'guided_json':null,'web_search_options':null,'nonsense':null}\
            """);
        assertEquals(read("{~}").chat(), request.chat());
        assertEquals(List.of(), request.ignored());
    }

    @Test
    void readsWhatSteersTheSampling() {
        ChatRequest chat = chat("""
            {~,'temperature':0,'top_p':0.5,'frequency_penalty':-2,'presence_penalty':2,'seed':-7,'top_k':-1,
            'logit_bias':{'5':-100,'6':1.5},'max_tokens':3,'max_completion_tokens':4,'n':2,'stop':['a','b'],
            'logprobs':true,'top_logprobs':20}\
            """);
        assertEquals(0.0, chat.sampling().temperature());
        assertEquals(0.5, chat.sampling().topP());
        assertEquals(-2.0, chat.sampling().frequencyPenalty());
        assertEquals(2.0, chat.sampling().presencePenalty());
        assertEquals(-7, chat.sampling().seed());
        assertEquals(0, chat.sampling().topK());
        assertEquals(Map.of(5, -100f, 6, 1.5f), chat.sampling().logitBias());
        assertEquals(OptionalInt.of(4), chat.maxTokens());
        assertEquals(2, chat.choices());
        assertEquals(List.of("a", "b"), chat.stop());
        assertEquals(20, chat.topLogprobs());
        assertEquals(0, chat("{~,'logprobs':true}").topLogprobs());
        assertEquals(List.of("x"), chat("{~,'stop':'x'}").stop());
    }

    @Test
    void readsEveryShapeOfMessage() {
        List<ChatMessage> messages = chat("""
            {'model':'m','messages':[
            {'role':'developer','content':'d','name':'n'},
            {'role':'system','content':[{'type':'text','text':'s'},{'type':'text','text':'t'}]},
            {'role':'user','content':[{'type':'text','text':'u'}],'extra':{'a':1}},
            {'role':'assistant','content':null,'tool_calls':[
                {'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}},
                {'id':'c2','function':{'name':'g','arguments':'[1]','parsed_arguments':null}}]},
            {'role':'tool','tool_call_id':'c2','content':'two'},
            {'role':'tool','tool_call_id':'c1','content':[{'type':'text','text':'one'}]},
            {'role':'assistant','tool_calls':[{'id':'c3','type':'function','function':{'name':'f','arguments':''}}]},
            {'role':'tool','tool_call_id':'c3','content':''},
            {'role':'assistant','content':'','tool_calls':[],'refusal':null,'annotations':[],'audio':null},
            {'role':'assistant','content':[{'type':'refusal','refusal':'no'}],'reasoning_content':'hm','parsed':null},
            {'role':'assistant','refusal':'never'}
            ]}\
            """).messages();
        assertEquals(
                List.of(
                        new ChatMessage.Developer("d", "n"),
                        new ChatMessage.System("st"),
                        new ChatMessage.User("u"),
                        new ChatMessage.Assistant(
                                "", List.of(new ToolCall("c1", "f", "{}"), new ToolCall("c2", "g", "[1]"))),
                        new ChatMessage.Tool("c2", "two"),
                        new ChatMessage.Tool("c1", "one"),
                        new ChatMessage.Assistant("", List.of(new ToolCall("c3", "f", ""))),
                        new ChatMessage.Tool("c3", ""),
                        new ChatMessage.Assistant("", List.of()),
                        new ChatMessage.Assistant("no", List.of()),
                        new ChatMessage.Assistant("never", List.of())),
                messages);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{~,'tools':[TOOL]}                                                | Auto[]",
                "{~,'tools':[TOOL],'tool_choice':'none'}                           | None[]",
                "{~,'tools':[TOOL],'tool_choice':'auto'}                           | Auto[]",
                "{~,'tools':[TOOL],'tool_choice':'required'}                       | Required[]",
                "{~,'tools':[TOOL],'tool_choice':{'type':'function','function':{'name':'f'}}} | Named[name=f]",
                "{~,'tools':[{'type':'function','function':{'name':'f'}}]}         | Auto[]",
                "{~,'tools':[{'type':'function','function':{'name':'f','parameters':{},'strict':null,'description':''}}]}"
                    + " | Auto[]",
            })
    void readsToolChoices(String body, String choice) {
        assertEquals(choice, chat(body).output().choice().toString());
        assertEquals(1, chat(body).output().tools().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{~,'functions':[{'name':'f','parameters':{}}]}                     | Auto[]",
                "{~,'functions':[{'name':'f'}],'function_call':'none'}              | None[]",
                "{~,'functions':[{'name':'f'}],'function_call':'auto'}              | Auto[]",
                "{~,'functions':[{'name':'f'}],'function_call':{'name':'f'}}        | Named[name=f]",
            })
    void readsFunctionsAsToolsOfWhichOneIsCalledAtMost(String body, String choice) {
        assertEquals(choice, chat(body).output().choice().toString());
        assertEquals("f", chat(body).output().tools().get(0).name());
        assertEquals(ParallelCalls.ONE_AT_MOST, chat(body).output().parallel());
    }

    @Test
    void pairsResultsOfFunctionsWithTheirCalls() {
        List<ChatMessage> messages = chat("""
            {'model':'m','messages':[
            {'role':'user','content':'u'},
            {'role':'assistant','content':null,'function_call':{'name':'f','arguments':'{}'}},
            {'role':'function','name':'f','content':'one'},
            {'role':'assistant','function_call':{'name':'g','arguments':'{}'},'content':''},
            {'role':'user','content':'never mind'},
            {'role':'assistant','function_call':{'name':'f','arguments':'{}'}},
            {'role':'function','name':'f','content':null}
            ]}\
            """).messages();
        assertEquals(
                List.of(
                        new ChatMessage.User("u"),
                        new ChatMessage.Assistant("", List.of(new ToolCall("call00000", "f", "{}"))),
                        new ChatMessage.Tool("call00000", "one"),
                        new ChatMessage.Assistant("", List.of(new ToolCall("call00001", "g", "{}"))),
                        new ChatMessage.User("never mind"),
                        new ChatMessage.Assistant("", List.of(new ToolCall("call00002", "f", "{}"))),
                        new ChatMessage.Tool("call00002", "")),
                messages);
    }

    @Test
    void takesAToolWithoutParametersForOneWithoutArguments() {
        assertEquals(
                "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}",
                chat("{~,'tools':[{'type':'function','function':{'name':'f'}}]}")
                        .output()
                        .tools()
                        .get(0)
                        .parameters()
                        .toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'text'}                                                      | Text[]",
                "{'type':'json_object'}                                               | JsonObject[]",
                "{'type':'json_schema','json_schema':{'name':'n'}}                    | JsonObject[]",
                "{'type':'json_schema','json_schema':{'name':'n','strict':true,'schema':{'b':1,'a':2}}} |"
                        + " JsonSchema[name=n, schema={'b':1,'a':2}]",
                "{'type':'json_object','schema':{'type':'object'}}                    | JsonSchema[name=response,"
                        + " schema={'type':'object'}]",
                "{'type':'json_schema','schema':{'type':'object'},'name':'x'}         | JsonSchema[name=x,"
                        + " schema={'type':'object'}]",
            })
    void readsResponseFormats(String format, String read) {
        ReplyFormat reply =
                chat("{~,'response_format':" + format + "}").output().format();
        assertEquals(read, reply.toString().replace('"', '\''));
    }

    @Test
    void keepsNumbersOfSchemasExact() {
        String format =
                "{'type':'json_object','schema':{'multipleOf':0.10000000000000000001,'maximum':123456789012345678901234567890}}";
        assertTrue(chat("{~,'response_format':" + format + "}")
                .output()
                .format()
                .toString()
                .contains("{\"multipleOf\":0.10000000000000000001,\"maximum\":123456789012345678901234567890}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{~,'stream':false}                                      | WHOLE",
                "{~,'stream':true}                                       | STREAM",
                "{~,'stream':true,'stream_options':{}}                   | STREAM",
                "{~,'stream':true,'stream_options':{'include_usage':true,'include_obfuscation':true}} |"
                        + " STREAM_WITH_USAGE",
            })
    void readsDelivery(String body, String delivery) {
        assertEquals(delivery, read(body).delivery().toString());
    }

    @Test
    void acceptsWhatHasNoEffectAndReportsWhatMightHave() {
        ChatCompletionRequest request = read("""
            {~,'user':'u','safety_identifier':'s','prompt_cache_key':'k','metadata':{'a':'b'},'store':false,
            'service_tier':'auto','modalities':['text'],'prompt_cache_options':{},
            'verbosity':'low','reasoning_effort':'high','prediction':{'type':'content','content':'x'},
            'think':true,'typical_p':0.5}\
            """);
        assertEquals(List.of("verbosity", "prediction", "think", "typical_p"), request.ignored());
        assertEquals(new ChatRequest.Reasoning.Within(16_384), request.chat().reasoning());
        assertEquals(List.of("store"), read("{~,'store':true}").ignored());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{~,'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{}},'x':1}} |"
                        + " response_format.x",
                "{~,'response_format':{'type':'json_schema','json_schema':{'name':'n','shema':{}}}} |"
                        + " response_format.json_schema.shema",
                "{~,'tools':[TOOL,{'type':'function','x':1,'function':{'name':'g','input_schema':{}}}]} |"
                        + " tools[1].x,tools[1].function.input_schema",
                "{~,'tools':[{'type':'custom','custom':{'name':'g','grammar':{}}}]} | tools[0].custom.grammar",
                "{~,'stream':true,'stream_options':{'include_usages':true}} | stream_options.include_usages",
                "{~,'tools':[{'type':'function','function':{'name':'f','strict':true,'description':'d','x':null}}],"
                        + "'response_format':{'type':'json_object','schema':{},'name':'n'}} | ''",
                "{'model':'m','messages':[{'role':'user','content':'hi','annotations':[]}]} | ''",
            })
    void reportsMembersOfFormatsAndToolsThatNobodyReads(String body, String ignored) {
        assertEquals(ignored, String.join(",", read(body).ignored()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{~,'temperature':NaN} | - | - | We could not parse the JSON body of your request. (HINT: Non-standard"
                        + " token 'NaN' (line 1, column 75).)",
                "{} {} | - | - | We could not parse the JSON body of your request. (HINT: Trailing token (of type"
                        + " START_OBJECT) found after value (line 1, column 4).)",
                "[1]  | - | - | We could not parse the JSON body of your request. (HINT: the body must be a JSON"
                        + " object, but was an array.)",
                "{'messages':[]} | missing_required_parameter | model | Missing required parameter: 'model'.",
                "{'model':'m'} | missing_required_parameter | messages | Missing required parameter: 'messages'.",
                "{'model':null,'messages':[]} | missing_required_parameter | model | Missing required parameter:"
                        + " 'model'.",
                "{'model':5,'messages':[]} | invalid_type | model | Invalid type for 'model': expected a string, but"
                        + " got an integer instead.",
                "{'model':'m','messages':[]} | empty_array | messages | Invalid 'messages': empty array. Expected an"
                        + " array with minimum length 1, but got an empty array instead.",
                "{'model':'m','messages':'hi'} | invalid_type | messages | Invalid type for 'messages': expected an"
                        + " array, but got a string instead.",
                "{'model':'m','messages':[5]} | invalid_type | messages[0] | Invalid type for 'messages[0]': expected"
                        + " an object, but got an integer instead.",
                "{'model':'m','messages':[null]} | missing_required_parameter | messages[0] | Missing required"
                        + " parameter: 'messages[0]'.",
                "{'model':'m','messages':[{'content':'x'}]} | missing_required_parameter | messages[0].role | Missing"
                        + " required parameter: 'messages[0].role'.",
                "{'model':'m','messages':[{'role':'robot'}]} | invalid_value | messages[0].role | Invalid value:"
                        + " 'robot'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and"
                        + " 'developer'.",
                "{'model':'m','messages':[{'role':'function','content':'x','name':'f'}]} | - | messages[0].role |"
                        + " Invalid parameter: messages with role 'function' must be a response to a preceding message"
                        + " with a 'function_call' of that name.",
                "{'model':'m','messages':[{'role':'assistant','function_call':{'name':'f','arguments':''}},{'role':'function','content':'x','name':'g'}]}"
                    + " | - | messages[1].role | *",
                "{'model':'m','messages':[{'role':'assistant','function_call':{'name':'f','arguments':''}},{'role':'function','content':'x'}]}"
                    + " | missing_required_parameter | messages[1].name | *",
                "{'model':'m','messages':[{'role':'user'}]} | missing_required_parameter | messages[0].content | *",
                "{'model':'m','messages':[{'role':'user','content':7}]} | invalid_type | messages[0].content | Invalid"
                        + " type for 'messages[0].content': expected one of a string or array of objects, but got an"
                        + " integer instead.",
                "{'model':'m','messages':[{'role':'user','content':[{'text':'x'}]}]} | missing_required_parameter |"
                        + " messages[0].content[0].type | Missing required parameter: 'messages[0].content[0].type'.",
                "{'model':'m','messages':[{'role':'user','content':[{'type':'text'}]}]} | missing_required_parameter |"
                        + " messages[0].content[0].text | *",
                "{'model':'m','messages':[{'role':'user','content':[{'type':'image_url','image_url':{}}]}]} |"
                        + " unsupported_value | messages[0].content[0].type | *",
                "{'model':'m','messages':[{'role':'user','content':[{'type':'refusal','refusal':'x'}]}]} |"
                        + " unsupported_value | messages[0].content[0].type | *",
                "{'model':'m','messages':[{'role':'assistant'}]} | - | messages[0].content | *",
                "{'model':'m','messages':[{'role':'assistant','function_call':{'name':'f'}}]} |"
                        + " missing_required_parameter | messages[0].function_call.arguments | *",
                "{'model':'m','messages':[{'role':'assistant','function_call':'f'}]} | invalid_type |"
                        + " messages[0].function_call | *",
                "{'model':'m','messages':[{'role':'tool','content':'x'}]} | missing_required_parameter |"
                        + " messages[0].tool_call_id | *",
                "{'model':'m','messages':[{'role':'tool','content':'x','tool_call_id':'a'}]} | - | messages.[0].role |"
                    + " Invalid parameter: messages with role 'tool' must be a response to a preceeding message with"
                    + " 'tool_calls'.",
                "{'model':'m','messages':[{'role':'assistant','tool_calls':[{'id':'a','function':{'name':'f','arguments':'{}'}}]},{'role':'user','content':'x'}]}"
                    + " | - | messages.[1].role | An assistant message with 'tool_calls' must be followed by tool"
                    + " messages responding to each 'tool_call_id'. The following tool_call_ids did not have response"
                    + " messages: a",
                "{'model':'m','messages':[{'role':'assistant','tool_calls':[{'id':'a','function':{'name':'f','arguments':{}}}]}]}"
                    + " | invalid_type | messages[0].tool_calls[0].function.arguments | *",
                "{'model':'m','messages':[{'role':'assistant','tool_calls':[{'id':'a','type':'custom'}]}]} |"
                        + " missing_required_parameter | messages[0].tool_calls[0].custom | *",
                "{~,'temperature':3} | decimal_above_max_value | temperature | Invalid 'temperature': decimal above"
                        + " maximum value. Expected a value <= 2, but got 3 instead.",
                "{~,'temperature':-0.5} | decimal_below_min_value | temperature | Invalid 'temperature': decimal below"
                        + " minimum value. Expected a value >= 0, but got -0.5 instead.",
                "{~,'temperature':'hot'} | invalid_type | temperature | Invalid type for 'temperature': expected a"
                        + " decimal, but got a string instead.",
                "{~,'temperature':1e9999} | decimal_above_max_value | temperature | *",
                "{~,'top_p':1.1} | decimal_above_max_value | top_p | *",
                "{~,'presence_penalty':2.5} | decimal_above_max_value | presence_penalty | *",
                "{~,'frequency_penalty':-2.5} | decimal_below_min_value | frequency_penalty | *",
                "{~,'max_tokens':0} | integer_below_min_value | max_tokens | Invalid 'max_tokens': integer below"
                        + " minimum value. Expected a value >= 1, but got 0 instead.",
                "{~,'max_completion_tokens':1.5} | invalid_type | max_completion_tokens | Invalid type for"
                        + " 'max_completion_tokens': expected an integer, but got a decimal instead.",
                "{~,'max_completion_tokens':99999999999999999999} | integer_above_max_value | max_completion_tokens |"
                        + " *",
                "{~,'n':0} | integer_below_min_value | n | *",
                "{~,'n':129} | integer_above_max_value | n | *",
                "{~,'seed':9223372036854775808} | integer_above_max_value | seed | *",
                "{~,'logprobs':1} | invalid_type | logprobs | *",
                "{~,'top_logprobs':5} | invalid_value | top_logprobs | *",
                "{~,'logprobs':true,'top_logprobs':21} | integer_above_max_value | top_logprobs | *",
                "{~,'logit_bias':{'5':101}} | decimal_above_max_value | logit_bias.5 | *",
                "{~,'logit_bias':{'five':1}} | invalid_value | logit_bias | *",
                "{~,'logit_bias':{'-1':1}} | invalid_value | logit_bias | *",
                "{~,'logit_bias':[]} | invalid_type | logit_bias | *",
                "{~,'stop':['a','b','c','d','e']} | array_above_max_length | stop | Invalid 'stop': array too long."
                        + " Expected an array with maximum length 4, but got an array with length 5 instead.",
                "{~,'stop':''} | empty_string | stop | *",
                "{~,'stop':7} | invalid_type | stop | *",
                "{~,'stream_options':{'include_usage':true}} | invalid_value | stream_options | The 'stream_options'"
                        + " parameter is only allowed when 'stream' is enabled.",
                "{~,'stream':'yes'} | invalid_type | stream | *",
                "{~,'tools':[]} | empty_array | tools | *",
                "{~,'tools':[{'function':{'name':'f'}}]} | missing_required_parameter | tools[0].type | *",
                "{~,'tools':[{'type':'web_search'}]} | invalid_value | tools[0].type | *",
                "{~,'tools':[{'type':'custom'}]} | missing_required_parameter | tools[0].custom | *",
                "{~,'tools':[{'type':'custom','custom':{'name':'c','format':{'type':'json'}}}]} | invalid_value |"
                        + " tools[0].custom.format.type | *",
                "{~,'tools':[{'type':'custom','custom':{'name':'c','format':{'type':'grammar','grammar':"
                        + "{'syntax':'gbnf','definition':''}}}}]} | invalid_value |"
                        + " tools[0].custom.format.grammar.syntax | *",
                "{~,'tools':[{'type':'function'}]} | missing_required_parameter | tools[0].function | *",
                "{~,'tools':[{'type':'function','function':{}}]} | missing_required_parameter | tools[0].function.name"
                        + " | *",
                "{~,'tools':[{'type':'function','function':{'name':'a b'}}]} | invalid_value | tools[0].function.name"
                        + " | Invalid 'tools[0].function.name': string does not match pattern. Expected a string that"
                        + " matches the pattern '^[a-zA-Z0-9_-]+$'.",
                "{~,'tools':[{'type':'function','function':{'name':''}}]} | invalid_value | tools[0].function.name | *",
                "{~,'tools':[TOOL,TOOL]} | invalid_value | tools[1].function.name | *",
                "{~,'tools':[{'type':'function','function':{'name':'f','parameters':[]}}]} | invalid_type |"
                        + " tools[0].function.parameters | *",
                "{~,'tools':[{'type':'function','function':{'name':'f','strict':'no'}}]} | invalid_type |"
                        + " tools[0].function.strict | *",
                "{~,'tool_choice':'auto'} | - | tool_choice | 'tool_choice' is only allowed when 'tools' are"
                        + " specified.",
                "{~,'tools':[TOOL],'tool_choice':'any'} | invalid_value | tool_choice | Invalid value: 'any'."
                        + " Supported values are: 'none', 'auto', and 'required'.",
                "{~,'tools':[TOOL],'tool_choice':5} | invalid_type | tool_choice | *",
                "{~,'tools':[TOOL],'tool_choice':{}} | missing_required_parameter | tool_choice.type | *",
                "{~,'tools':[TOOL],'tool_choice':{'type':'function'}} | missing_required_parameter |"
                        + " tool_choice.function | *",
                "{~,'tools':[TOOL],'tool_choice':{'type':'function','function':{'name':'g'}}} | invalid_value |"
                    + " tool_choice.function.name | Invalid value for 'tool_choice': the function 'g' was not found in"
                    + " the 'tools' parameter.",
                "{~,'tools':[TOOL],'tool_choice':{'type':'allowed_tools','allowed_tools':{}}} |"
                        + " missing_required_parameter | tool_choice.allowed_tools.mode | *",
                "{~,'tools':[TOOL],'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'none','tools':[]}}} |"
                        + " invalid_value | tool_choice.allowed_tools.mode | *",
                "{~,'tools':[TOOL],'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[]}}} |"
                        + " empty_array | tool_choice.allowed_tools.tools | *",
                "{~,'tools':[TOOL],'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'auto',"
                        + "'tools':[{'type':'function','function':{'name':'g'}}]}}} |"
                        + " invalid_value | tool_choice.allowed_tools.tools[0].function.name | *",
                "{~,'tools':[TOOL],'tool_choice':{'type':'custom','custom':{'name':'f'}}} | invalid_value |"
                        + " tool_choice.custom.name | *",
                "{~,'parallel_tool_calls':'no'} | invalid_type | parallel_tool_calls | *",
                "{~,'response_format':'json'} | invalid_type | response_format | *",
                "{~,'response_format':{}} | missing_required_parameter | response_format.type | *",
                "{~,'response_format':{'type':'xml'}} | invalid_value | response_format.type | Invalid value: 'xml'."
                        + " Supported values are: 'text', 'json_object', and 'json_schema'.",
                "{~,'response_format':{'type':'json_schema'}} | missing_required_parameter |"
                        + " response_format.json_schema | *",
                "{~,'response_format':{'type':'json_schema','json_schema':{'schema':{}}}} | missing_required_parameter"
                        + " | response_format.json_schema.name | *",
                "{~,'response_format':{'type':'json_schema','json_schema':{'name':'a.b','schema':{}}}} | invalid_value"
                        + " | response_format.json_schema.name | *",
                "{~,'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':[]}}} | invalid_type |"
                        + " response_format.json_schema.schema | *",
                "{~,'functions':[]} | empty_array | functions | *",
                "{~,'functions':[{}]} | missing_required_parameter | functions[0].name | *",
                "{~,'functions':[{'name':'a b'}]} | invalid_value | functions[0].name | *",
                "{~,'functions':[{'name':'f'},{'name':'f'}]} | invalid_value | functions[1].name | Invalid"
                        + " 'functions[1].name': function names must be unique, but 'f' is there twice.",
                "{~,'functions':[{'name':'f'}],'tools':[TOOL]} | - | functions | 'functions' and 'tools' cannot be used"
                        + " together. 'functions' is deprecated; use 'tools'.",
                "{~,'functions':[{'name':'f'}],'tool_choice':'none'} | - | functions | 'functions' and 'tool_choice'"
                        + " cannot be used together. 'functions' is deprecated; use 'tools'.",
                "{~,'function_call':'auto'} | - | function_call | 'function_call' is only allowed when 'functions' are"
                        + " specified.",
                "{~,'tools':[TOOL],'function_call':'auto'} | - | function_call | *",
                "{~,'functions':[{'name':'f'}],'function_call':'required'} | invalid_value | function_call | Invalid"
                        + " value: 'required'. Supported values are: 'none' and 'auto'.",
                "{~,'functions':[{'name':'f'}],'function_call':5} | invalid_type | function_call | *",
                "{~,'functions':[{'name':'f'}],'function_call':{}} | missing_required_parameter | function_call.name |"
                        + " *",
                "{~,'functions':[{'name':'f'}],'function_call':{'name':'g'}} | invalid_value | function_call.name |"
                        + " Invalid value for 'function_call': the function 'g' was not found in the 'functions'"
                        + " parameter.",
                "{~,'modalities':['text','audio']} | unsupported_value | modalities[1] | *",
                "{~,'audio':{}} | unsupported_value | audio | *",
                "{~,'web_search_options':{}} | unsupported_value | web_search_options | *",
                "{~,'moderation':{}} | unsupported_value | moderation | *",
                "{~,'service_tier':'golden'} | invalid_value | service_tier | *",
                "{~,'reasoning_effort':'huge'} | invalid_value | reasoning_effort | *",
                "{~,'metadata':{'a':5}} | invalid_type | metadata.a | *",
                "{~,'guided_json':[]} | invalid_type | guided_json | *",
                "{~,'guided_regex':1} | invalid_type | guided_regex | *",
                "{~,'guided_choice':'a'} | invalid_type | guided_choice | *",
                "{~,'grammar':'a','format':'json'} | invalid_value | format | *",
                "{~,'guided_decoding':{}} | unknown_parameter | guided_decoding | Unknown parameter: 'guided_decoding'."
                        + " To constrain the answer, use 'response_format' of type 'json_schema', or"
                        + " 'structured_outputs' with 'json', 'regex', 'choice' or 'grammar'.",
                "{~,'guided_json':5} | invalid_type | guided_json | *",
                "{~,'guided_regex':{}} | invalid_type | guided_regex | *",
                "{~,'guided_choice':[]} | empty_array | guided_choice | *",
                "{~,'guided_grammar':5} | invalid_type | guided_grammar | *",
                "{~,'structured_outputs':{}} | missing_required_parameter | structured_outputs | *",
                "{~,'structured_outputs':{'regex':'a','choice':['a']}} | invalid_value | structured_outputs.choice | *",
                "{~,'grammar':'a','regex':'a'} | invalid_value | regex | 'regex' and 'grammar' cannot be used"
                        + " together.",
                "{~,'json_schema':{},'response_format':{'type':'json_object'}} | invalid_value | json_schema | *",
                "{~,'format':'yaml'} | invalid_value | format | *",
                "{~,'response_format':{'type':'text','json_schema':{'name':'n','schema':{}}}} | invalid_value |"
                    + " response_format.json_schema | Invalid 'response_format.json_schema': it is only allowed with"
                    + " the type 'json_schema', and the type is 'text'.",
                "{~,'response_format':{'type':'text','schema':{}}} | invalid_value | response_format.schema | *",
                "{~,'response_format':{'type':'json_object','json_schema':{'name':'n'}}} | invalid_value |"
                        + " response_format.json_schema | *",
                "{~,'response_format':{'type':'json_schema','schema':{},'json_schema':{'name':'n'}}} | invalid_value |"
                        + " response_format.schema | *",
                "{~,'text':{'format':{'type':'json_object'}}} | unknown_parameter | text | Unknown parameter: 'text'."
                        + " Chat completions have 'response_format' in its place.",
                "{~,'input':'hi'} | unknown_parameter | input | *",
                "{~,'instructions':'hi'} | unknown_parameter | instructions | *",
                "{~,'max_output_tokens':5} | unknown_parameter | max_output_tokens | *",
                "{~,'previous_response_id':'r'} | unsupported_value | previous_response_id | *",
                "{~,'extra_body':{'guided_json':{}}} | unsupported_value | extra_body | *",
                "{~,'output_format':{'type':'json_schema'}} | unknown_parameter | output_format | *",
                "{~,'response_schema':{}} | unknown_parameter | response_schema | *",
                "{~,'nvext':{'guided_json':{}}} | unknown_parameter | nvext | *",
                "{~,'structural_tag':{}} | unknown_parameter | structural_tag | Unknown parameter: 'structural_tag'. To"
                        + " constrain the answer, use 'response_format' of type 'json_schema', or 'structured_outputs'"
                        + " with 'json', 'regex', 'choice' or 'grammar'.",
            })
    void namesTheFieldAtFault(String body, String code, String param, String message) {
        ApiError error = error(body);
        assertEquals(400, error.status());
        assertEquals("invalid_request_error", error.type());
        assertEquals(code, error.code());
        assertEquals(param, error.param());
        if (!message.equals("*")) {
            assertEquals(message, error.message());
        }
        assertTrue(error.message().endsWith(".")
                || error.message().endsWith("a")
                || error.message().endsWith(")"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{} {}",
                "{'a':1,'a':2}",
                "{'a':01}",
                "{'a':'\\ud800'}",
                "{'a':'\\ud800\\u0041'}",
                "{'a':'\\udc00'}",
                "{'a':NaN}",
                "{a:1}",
                "{'a':1e99999999999}",
                "{'a':1e10001}"
            })
    void refusesWhatIsNoJson(String body) {
        ApiError error = error(body);
        assertNull(error.code());
        assertNull(error.param());
        assertTrue(error.message().startsWith("We could not parse the JSON body of your request. (HINT: "));
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] body = {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'};
        assertTrue(assertThrows(ApiException.class, () -> Json.parse(body))
                .error()
                .message()
                .contains("it is not valid UTF-8"));
    }

    @Test
    void takesWholeSurrogatePairsAndEscapedBackslashes() {
        assertEquals(
                "\uD83D\uDE00",
                read("{'model':'\\ud83d\\ude00','messages':[{'role':'user','content':''}]}")
                        .model());
        assertEquals(
                "\\ud800",
                read("{'model':'\\\\ud800','messages':[{'role':'user','content':''}]}")
                        .model());
    }

    @Test
    void refusesWhatIsNestedOneLevelTooDeep() {
        String fits = "{~,'x':" + "[".repeat(Json.MAX_DEPTH - 1) + "]".repeat(Json.MAX_DEPTH - 1) + "}";
        assertEquals(List.of("x"), read(fits).ignored());
        String deeper = "{~,'x':" + "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH) + "}";
        assertTrue(error(deeper).message().contains("nesting depth"));
        assertTrue(error("[".repeat(100_000)).message().contains("nesting depth"));
    }

    @Test
    void writesAllFourKeysOfAnError() {
        assertEquals(
                "{\"error\":{\"message\":\"m\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}",
                new String(ApiError.invalid(null, null, "m").json(), StandardCharsets.UTF_8));
    }

    @Test
    void echoesNoMoreThanAHundredCharacters() {
        String message = error("{~,'response_format':{'type':'" + "x".repeat(5_000) + "'}}")
                .message();
        assertTrue(message.length() < 300, message);
    }
}
