package dev.tenon.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.sampler.engine.EngineShape;
import dev.tenon.sampler.engine.RandomEngine;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /v1/completions}, whole and streamed. */
@Timeout(300)
final class CompletionsTest {
    private static final String SCHEMA =
            "{'type':'object','properties':{'a':{'type':'boolean'}},'required':['a'],'additionalProperties':false}";
    private static final TenonServer SERVER = start(TestModels.random(3));
    private static final ApiClient CLIENT = new ApiClient(SERVER.port());

    private static TenonServer start(Engine engine) {
        try {
            return TenonServer.start(
                    TestModels.served(engine),
                    ServerOptions.defaults().withAddress("127.0.0.1", 0).withQueue(3));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterAll
    static void stops() {
        CLIENT.close();
        SERVER.close();
    }

    private static HttpResponse<String> send(ApiClient client, String fields) throws Exception {
        return client.postTo("/v1/completions", ("{'model':'test'," + fields + "}").replace('\'', '"'));
    }

    private static JsonNode complete(ApiClient client, String fields) throws Exception {
        HttpResponse<String> response = send(client, fields);
        assertEquals(200, response.statusCode(), response.body());
        return ApiClient.exactJson(response.body());
    }

    /** The texts of a stream by choice, which must be well-formed. */
    private static Map<Integer, String> stream(ApiClient client, String fields) throws Exception {
        HttpResponse<String> response = send(client, fields + ",'stream':true");
        assertEquals(200, response.statusCode(), response.body());
        List<String> events = List.of(response.body().strip().split("\n\n", -1));
        assertEquals("data: [DONE]", events.get(events.size() - 1));
        TreeMap<Integer, String> texts = new TreeMap<>();
        List<Integer> finished = new ArrayList<>();
        for (String event : events.subList(0, events.size() - 1)) {
            JsonNode chunk = ApiClient.exactJson(event.substring("data: ".length()));
            assertEquals("text_completion", chunk.get("object").textValue());
            for (JsonNode choice : chunk.get("choices")) {
                int index = choice.get("index").intValue();
                assertFalse(finished.contains(index), event);
                texts.merge(index, choice.get("text").textValue(), String::concat);
                if (!choice.get("finish_reason").isNull()) {
                    finished.add(index);
                }
            }
        }
        assertEquals(texts.size(), finished.size());
        return texts;
    }

    private static Map<Integer, String> texts(JsonNode answer) {
        TreeMap<Integer, String> texts = new TreeMap<>();
        answer.get("choices")
                .forEach(choice -> texts.put(
                        choice.get("index").intValue(), choice.get("text").textValue()));
        return texts;
    }

    @Test
    void writesSixteenTokensUnlessToldOtherwise() throws Exception {
        JsonNode answer = complete(CLIENT, "'prompt':'hello','seed':1,'logit_bias':{'269':-100}");
        assertEquals("text_completion", answer.get("object").textValue());
        assertTrue(answer.get("id").textValue().startsWith("cmpl-"));
        assertEquals("length", answer.at("/choices/0/finish_reason").textValue());
        assertTrue(answer.at("/choices/0/logprobs").isNull());
        assertEquals(16, answer.at("/usage/completion_tokens").intValue());
        assertEquals(1, answer.at("/usage/prompt_tokens").intValue());
        assertEquals(
                0,
                complete(CLIENT, "'prompt':'a','max_tokens':0")
                        .at("/usage/completion_tokens")
                        .intValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'prompt':'hello world','n':3",
                "'prompt':['hello','a world','x']",
                "'prompt':['hello','a world'],'n':2,'echo':true",
                "'prompt':[256,257],'echo':true",
                "'prompt':[[256],[97,98],[226,130,172]],'echo':true",
                "'prompt':['a','b','c','d','e','f','g','h','i','j','k','l']",
                "'prompt':'the ','stop':['e'],'best_of':1",
                "'prompt':'the ','suffix':'','stop':'a'",
            })
    void streamsWhatItWouldHaveAnswered(String fields) throws Exception {
        String request = fields + ",'seed':7,'max_tokens':40,'top_k':20";
        Map<Integer, String> whole = texts(complete(CLIENT, request));
        assertEquals(whole, stream(CLIENT, request));
        assertEquals(
                IntStream.range(0, whole.size()).boxed().collect(Collectors.toList()), new ArrayList<>(whole.keySet()));
    }

    @Test
    void numbersChoicesPromptByPrompt() throws Exception {
        String wishes = ",'n':2,'seed':5,'max_tokens':12";
        Map<Integer, String> both = texts(complete(CLIENT, "'prompt':['hello','a'],'echo':true" + wishes));
        Map<Integer, String> first = texts(complete(CLIENT, "'prompt':'hello','echo':true" + wishes));
        Map<Integer, String> second = texts(complete(CLIENT, "'prompt':'a','echo':true" + wishes));
        assertEquals(List.of(first.get(0), first.get(1), second.get(0), second.get(1)), List.copyOf(both.values()));
        assertTrue(String.valueOf(both.get(1)).startsWith("hello"));
        assertTrue(String.valueOf(both.get(2)).startsWith("a"));
        JsonNode usage = complete(CLIENT, "'prompt':['hello','ab']" + wishes).get("usage");
        assertEquals(3, usage.get("prompt_tokens").intValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':" + SCHEMA + "}}",
                "'guided_json':" + SCHEMA,
                "'json_schema':" + SCHEMA,
                "'structured_outputs':{'json':" + SCHEMA + "}",
                "'guided_regex':'\\\\{\\\\x22a\\\\x22: ?(true|false)\\\\}'",
                "'grammar':'root ::= [{] [\\\\x22] [a] [\\\\x22] [:] (\\\\x22true\\\\x22 | \\\\x22false\\\\x22) [}]'",
            })
    void holdsCompletionsToConstraints(String constraint) throws Exception {
        String request = "'prompt':['x: ','y: '],'n':2,'max_tokens':200," + constraint.replace("\\\\x22", "\\\"");
        JsonNode answer = complete(CLIENT, request);
        assertEquals(4, answer.get("choices").size());
        for (JsonNode choice : answer.get("choices")) {
            assertEquals("stop", choice.get("finish_reason").textValue());
            assertTrue(
                    ApiClient.exactJson(choice.get("text").textValue()).get("a").isBoolean());
        }
        assertTrue(
                send(CLIENT, request).headers().firstValue("x-tenon-constraint").isPresent());
    }

    @Test
    void reportsLogprobsWithOffsets() throws Exception {
        JsonNode choice = complete(CLIENT, "'prompt':'hello','logprobs':2,'seed':11,'max_tokens':30")
                .at("/choices/0");
        JsonNode logprobs = choice.get("logprobs");
        String text = choice.get("text").textValue();
        int[] codePoints = text.codePoints().toArray();
        int count = logprobs.get("tokens").size();
        assertTrue(count > 3);
        assertEquals(count, logprobs.get("text_offset").size());
        for (int i = 0; i < count; i++) {
            String token = logprobs.get("tokens").get(i).textValue();
            int offset = logprobs.get("text_offset").get(i).intValue();
            if (!token.startsWith("bytes:")) {
                int length = token.codePointCount(0, token.length());
                assertEquals(token, new String(codePoints, offset, length));
            }
            JsonNode top = logprobs.get("top_logprobs").get(i);
            assertTrue(top.size() == 2 || top.size() == 3);
            assertEquals(logprobs.get("token_logprobs").get(i), top.get(token));
        }
        JsonNode bare = complete(CLIENT, "'prompt':'hello','logprobs':0").at("/choices/0/logprobs");
        assertTrue(bare.get("top_logprobs").isNull());
        assertEquals(bare.get("tokens").size(), bare.get("token_logprobs").size());
    }

    @Test
    void streamsTheSameLogprobs() throws Exception {
        String request = "'prompt':'€','logprobs':1,'seed':4,'max_tokens':30";
        JsonNode whole = complete(CLIENT, request).at("/choices/0/logprobs");
        List<Integer> offsets = new ArrayList<>();
        List<String> tokens = new ArrayList<>();
        for (String event :
                send(CLIENT, request + ",'stream':true").body().strip().split("\n\n", -1)) {
            if (!event.endsWith("[DONE]")) {
                JsonNode logprobs = ApiClient.exactJson(event.substring(6)).at("/choices/0/logprobs");
                if (!logprobs.isNull()) {
                    logprobs.get("text_offset").forEach(offset -> offsets.add(offset.intValue()));
                    logprobs.get("tokens").forEach(token -> tokens.add(token.textValue()));
                }
            }
        }
        List<Integer> expected = new ArrayList<>();
        whole.get("text_offset").forEach(offset -> expected.add(offset.intValue()));
        assertEquals(expected, offsets);
        assertEquals(whole.get("tokens").size(), tokens.size());
    }

    @Test
    void tellsUsageAtTheEndOfAStreamThatAsksForIt() throws Exception {
        String body = send(
                        CLIENT,
                        "'prompt':['a','b'],'max_tokens':3,'stream':true,'stream_options':{'include_usage':true}")
                .body();
        String[] events = body.strip().split("\n\n", -1);
        JsonNode last = ApiClient.exactJson(events[events.length - 2].substring(6));
        assertEquals(0, last.get("choices").size());
        assertEquals(2, last.at("/usage/prompt_tokens").intValue());
        assertTrue(ApiClient.exactJson(events[0].substring(6)).get("usage").isNull());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'max_tokens':3                        | prompt",
                "'prompt':''                           | prompt",
                "'prompt':[]                           | prompt",
                "'prompt':['a','']                     | prompt",
                "'prompt':{}                           | prompt",
                "'prompt':['a',1]                      | prompt[1]",
                "'prompt':['a',null]                   | prompt[1]",
                "'prompt':[1,'a']                      | prompt[1]",
                "'prompt':[270]                        | prompt[0]",
                "'prompt':[[1],[-1]]                   | prompt[1][0]",
                "'prompt':'a','n':0                    | n",
                "'prompt':'a','max_tokens':-1          | max_tokens",
                "'prompt':'a','logprobs':6             | logprobs",
                "'prompt':'a','logprobs':true          | logprobs",
                "'prompt':'a','logprobs':1,'echo':true | logprobs",
                "'prompt':'a','best_of':3              | best_of",
                "'prompt':'a','best_of':2,'n':3        | best_of",
                "'prompt':'a','suffix':'b'             | suffix",
                "'prompt':'a','tools':[]               | tools",
                "'prompt':'a','messages':[]            | messages",
                "'prompt':'a','guided_decoding':{}     | guided_decoding",
                "'prompt':'a','stream_options':{}      | stream_options",
                "'prompt':'a','logit_bias':{'270':1}   | logit_bias",
                "'prompt':'a','stop':['']              | stop[0]",
                "'prompt':'a','guided_json':{'type':'x'} | response_format",
            })
    void refusesWhatItCannotDo(String fields, String param) throws Exception {
        HttpResponse<String> response = send(CLIENT, fields);
        assertEquals(400, response.statusCode(), response.body());
        JsonNode error = ApiClient.exactJson(response.body()).get("error");
        assertEquals(param, error.get("param").asText(), error.toString());
        if (!fields.contains("stream")) {
            assertEquals(400, send(CLIENT, fields + ",'stream':true").statusCode());
        }
    }

    @Test
    void refusesAPromptThatLeavesNoRoom() throws Exception {
        HttpResponse<String> response = send(CLIENT, "'prompt':['a','" + "xy".repeat(2_100) + "']");
        assertEquals(400, response.statusCode());
        JsonNode error = ApiClient.exactJson(response.body()).get("error");
        assertEquals("context_length_exceeded", error.get("code").textValue());
        assertEquals("prompt", error.get("param").textValue());
    }

    /** The queue holds 3 and the batch has 40: it waits for its own, and does not fail for being long. */
    @Test
    void runsMorePromptsThanTheQueueHolds() throws Exception {
        String prompts = IntStream.range(0, 40).mapToObj(i -> "'p" + i + "'").collect(Collectors.joining(","));
        JsonNode answer = complete(CLIENT, "'prompt':[" + prompts + "],'echo':true,'max_tokens':2,'seed':1");
        assertEquals(40, answer.get("choices").size());
        for (int i = 0; i < 40; i++) {
            assertTrue(answer.get("choices").get(i).get("text").textValue().startsWith("p" + i));
        }
    }

    @Test
    void readsNamesOfSpecialTokensInAPromptAsTokens() throws Exception {
        assertEquals(
                1,
                complete(CLIENT, "'prompt':'<|im_start|>'")
                        .at("/usage/prompt_tokens")
                        .intValue());
    }

    @Test
    void fillsGapsWhereTheVocabularyHasTheTokens() throws Exception {
        List<String> names = List.of("<fim_prefix>", "<fim_suffix>", "<fim_middle>");
        Vocabulary.Builder builder = Vocabulary.builder(260);
        for (int b = 0; b < 256; b++) {
            builder.text(b, new byte[] {(byte) b});
        }
        for (int i = 0; i < 3; i++) {
            builder.control(256 + i, names.get(i).getBytes(StandardCharsets.UTF_8));
        }
        builder.end(259, "<end>".getBytes(StandardCharsets.UTF_8));
        Engine engine = new RandomEngine(builder.build(), 1, EngineShape.named("random"));
        try (TenonServer server = start(engine);
                ApiClient client = new ApiClient(server.port())) {
            JsonNode answer = complete(client, "'prompt':'ab','suffix':'<fim_middle>','echo':true,'max_tokens':4");
            assertEquals(
                    3 + 2 + "<fim_middle>".length(),
                    answer.at("/usage/prompt_tokens").intValue());
            assertTrue(answer.at("/choices/0/text").textValue().startsWith("ab"));
        }
    }
}
