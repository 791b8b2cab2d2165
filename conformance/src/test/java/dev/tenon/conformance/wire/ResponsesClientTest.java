package dev.tenon.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.core.ObjectMappers;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseOutputText;
import com.openai.models.responses.ResponseReasoningItem;
import com.openai.models.responses.ResponseStreamEvent;
import dev.tenon.conformance.Judge;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Responses as OpenAI's own types read them: every member that their description demands is there, and means what it should. */
final class ResponsesClientTest {
    private static final String PATH = "/v1/responses";
    private static final String ASK = "{'model':'model','input':'go','seed':1";

    private static final String EVERYTHING = """
        {'model':'model','input':[{'role':'user','content':[{'type':'input_text','text':'go'}]}],'instructions':'Be brief.',
        'max_output_tokens':300,'max_tool_calls':3,'metadata':{'a':'b'},'parallel_tool_calls':false,'prompt_cache_key':'k',
        'safety_identifier':'s','user':'u','temperature':0.5,'top_p':0.25,'top_logprobs':2,'truncation':'disabled',
        'reasoning':{'effort':'low'},'store':false,'service_tier':'auto','include':['message.output_text.logprobs'],
        'tools':[{'type':'function','name':'f','parameters':{'type':'object','properties':{}}},
        {'type':'custom','name':'c','format':{'type':'grammar','syntax':'regex','definition':'a+'}}],
        'tool_choice':{'type':'allowed_tools','mode':'auto','tools':[{'type':'function','name':'f'}]},
        'text':{'format':{'type':'json_schema','name':'n','schema':{'type':'object'},'strict':true},'verbosity':'low'}}\
        """;

    private static JsonNode json(String text) {
        try {
            return Judge.JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static Response whole(RunningServer server, String body) throws Exception {
        HttpResponse<byte[]> response = server.post(PATH, json(body));
        String text = new String(response.body(), UTF_8);
        assertEquals(200, response.statusCode(), text);
        return ObjectMappers.jsonMapper().readValue(text, Response.class).validate();
    }

    /** What the events of a stream come to, which is what the last of them has. */
    private static Response streamed(RunningServer server, String body) throws Exception {
        HttpResponse<byte[]> response =
                server.post(PATH, json(body.substring(0, body.length() - 1) + ",'stream':true}"));
        String text = new String(response.body(), UTF_8);
        assertEquals(200, response.statusCode(), text);
        ResponseAccumulator whole = ResponseAccumulator.createWithSnapshots();
        for (String data :
                text.lines().filter(line -> line.startsWith("data: ")).toList()) {
            whole.accumulate(ObjectMappers.jsonMapper()
                    .readValue(data.substring("data: ".length()), ResponseStreamEvent.class)
                    .validate());
        }
        assertEquals(whole.response().output(), whole.reconstructedResponse().output());
        return whole.response().validate();
    }

    private static String kinds(Response response) {
        return response.output().stream()
                .map(item -> item.isReasoning() ? "reasoning" : item.isMessage() ? "message" : "call")
                .collect(Collectors.joining(" "));
    }

    private static ResponseOutputText text(Response response) {
        return response.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .flatMap(content -> content.outputText().stream())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatAModelThinksIsAnItemOfItsOwn() throws Exception {
        try (RunningServer server = RunningServer.thinking("<think>Hm.</think>{\"a\": true}")) {
            String body = ASK + ",'text':{'format':{'type':'json_object'}}}";
            for (Response response : List.of(whole(server, body), streamed(server, body))) {
                assertEquals("reasoning message", kinds(response));
                ResponseReasoningItem reasoning =
                        response.output().get(0).reasoning().orElseThrow();
                assertEquals("Hm.", reasoning.content().orElseThrow().get(0).text());
                assertTrue(reasoning.summary().isEmpty());
                assertEquals("{\"a\": true}", text(response).text());
                long thought =
                        response.usage().orElseThrow().outputTokensDetails().reasoningTokens();
                assertTrue(
                        thought > 0 && thought < response.usage().orElseThrow().outputTokens(), response::toString);
            }
            Response quick = whole(server, body.replace("'seed'", "'reasoning':{'effort':'none'},'seed'"));
            assertEquals("message", kinds(quick));
        }
    }

    /** The conversation goes on with all items that came, as clients send them. */
    @Test
    void itemsThatCameAreTakenBack() throws Exception {
        try (RunningServer server = RunningServer.thinking(
                "<think>Hm.</think><tool_call>\n{\"name\": \"f\", \"arguments\": {}}\n</tool_call>")) {
            String tools = ",'tools':[{'type':'function','name':'f'}]}";
            Response response = whole(server, ASK + tools);
            assertEquals("reasoning call", kinds(response));
            String items =
                    response.output().stream().map(ResponsesClientTest::json).collect(Collectors.joining(","));
            String callId =
                    response.output().get(1).functionCall().orElseThrow().callId();
            String next = "{\"model\":\"model\",\"input\":[{\"role\":\"user\",\"content\":\"go\"}," + items
                    + ",{\"type\":\"function_call_output\",\"call_id\":\"" + callId + "\",\"output\":\"x\"}]"
                    + tools.replace('\'', '"');
            assertEquals(200, server.post(PATH, Judge.JSON.readTree(next)).statusCode());
        }
    }

    private static String json(ResponseOutputItem item) {
        try {
            return ObjectMappers.jsonMapper().writeValueAsString(item);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theAnswerRepeatsTheRequest() throws Exception {
        try (RunningServer server = RunningServer.scripted("{}", "{}")) {
            for (Response response : List.of(whole(server, EVERYTHING), streamed(server, EVERYTHING))) {
                assertEquals("Be brief.", response.instructions().orElseThrow().asString());
                assertEquals(300, response.maxOutputTokens().orElseThrow());
                JsonNode written =
                        Judge.JSON.readTree(ObjectMappers.jsonMapper().writeValueAsString(response));
                assertEquals("b", written.at("/metadata/a").asText());
                assertEquals("u", written.path("user").asText());
                assertEquals("k", response.promptCacheKey().orElseThrow());
                assertEquals("s", response.safetyIdentifier().orElseThrow());
                assertEquals(0.5, response.temperature().orElseThrow());
                assertEquals(0.25, response.topP().orElseThrow());
                assertEquals(2, response.tools().size());
                assertEquals(
                        "a+",
                        response.tools()
                                .get(1)
                                .asCustom()
                                .format()
                                .orElseThrow()
                                .asGrammar()
                                .definition());
                assertTrue(response.toolChoice().isAllowed());
                assertEquals(
                        "n",
                        response.text()
                                .orElseThrow()
                                .format()
                                .orElseThrow()
                                .asJsonSchema()
                                .name());
                assertEquals(Response.Truncation.DISABLED, response.truncation().orElseThrow());
            }
        }
    }

    @Test
    void probabilitiesComeWithTheTextTheyAreOf() throws Exception {
        try (RunningServer server = RunningServer.scripted("Zoë 😀 said so.", "Zoë 😀 said so.")) {
            String body = ASK + ",'include':['message.output_text.logprobs'],'top_logprobs':2}";
            for (Response response : List.of(whole(server, body), streamed(server, body))) {
                ResponseOutputText text = text(response);
                byte[] bytes = new byte[text.text().getBytes(UTF_8).length];
                int count = 0;
                for (ResponseOutputText.Logprob token : text.logprobs().orElseThrow()) {
                    for (long value : token.bytes()) {
                        bytes[count++] = (byte) value;
                    }
                    assertEquals(2, token.topLogprobs().size());
                }
                assertEquals(text.text(), new String(bytes, UTF_8));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'text':{'format':{'type':'json_schema','name':'n','schema':{'type':'string','pattern':'(a)\\\\1'}}} |"
                        + " 400 | text.format.schema | invalid_json_schema | Invalid schema for response_format 'n': In"
                        + " context=",
                "'tools':[{'type':'function','name':'f','parameters':{'type':'object','properties':{'p':{'$ref':'http://x.y'}},'required':['p']}}]"
                    + " | 400 | tools[0].parameters | invalid_function_parameters | Invalid schema for function 'f':"
                    + " In context=('properties'",
                "'guided_regex':'(' | 400 | guided_regex | invalid_value | Invalid 'guided_regex'",
                "'model':'other' | 404 | model | model_not_found | The model `other` does not exist",
                "'previous_response_id':'resp_1' | 400 | previous_response_id | unsupported_parameter | Unsupported"
                        + " parameter: 'previous_response_id' is not supported by this server",
                "'logit_bias':{'99999':1} | 400 | logit_bias | invalid_value | Invalid key in 'logit_bias'",
                "'input':'LONG' | 400 | input | context_length_exceeded | This model's maximum context length is 4096",
            })
    void errorsNameTheFieldAndTheCode(String field, int status, String param, String code, String message)
            throws Exception {
        try (RunningServer server = RunningServer.scripted("x")) {
            ObjectNode body = json(ASK + "}").deepCopy();
            body.setAll((ObjectNode) json("{" + field.replace("LONG", "word ".repeat(30_000)) + "}"));
            HttpResponse<byte[]> response = server.post(PATH, body);
            JsonNode error = RunningServer.json(response).path("error");
            assertEquals(status, response.statusCode(), error::toString);
            assertEquals(param, error.path("param").asText(), error::toString);
            assertEquals(code, error.path("code").asText(), error::toString);
            assertTrue(error.path("message").asText().startsWith(message), error::toString);
        }
    }

    @Test
    void whatHasNoEffectIsToldInAHeader() throws Exception {
        try (RunningServer server = RunningServer.scripted("x")) {
            HttpResponse<byte[]> response = server.post(
                    PATH, json(ASK + ",'store':true,'truncation':'auto','nonsense':1,'reasoning':{'effort':'low'}}"));
            assertEquals(
                    "store, nonsense, truncation, reasoning.effort",
                    response.headers().firstValue("x-ignored-params").orElse(""));
        }
    }
}
