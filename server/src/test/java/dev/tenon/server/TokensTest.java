package dev.tenon.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.server.openai.ApiOptions;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/tokenize} and {@code /v1/detokenize}. Token ids: bytes are themselves, then the words of {@link TestModels}. */
@Timeout(300)
final class TokensTest {
    private static final int START = 256 + 12;
    private static final int END = START + 1;
    private static final TenonServer SERVER = start(ApiOptions.defaults());
    private static final ApiClient CLIENT = new ApiClient(SERVER.port());

    private static TenonServer start(ApiOptions api) {
        try {
            return TenonServer.start(
                    TestModels.served(TestModels.scripted("hello")),
                    ServerOptions.defaults().withAddress("127.0.0.1", 0).withApi(api));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterAll
    static void stops() {
        CLIENT.close();
        SERVER.close();
    }

    private static JsonNode post(String path, String body) throws Exception {
        HttpResponse<String> response = CLIENT.postTo(path, body.replace('\'', '"'));
        assertEquals(200, response.statusCode(), response.body());
        return ApiClient.exactJson(response.body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "{'model':'test','prompt':'hello world'}              ; [256,257]",
                "{'content':'hello world'}                            ; [256,257]",
                "{'prompt':''}                                        ; []",
                "{'prompt':'é'}                                       ; [265]",
                "{'prompt':'€'}                                       ; [226,130,172]",
                "{'prompt':'a<|im_end|>'}                             ; [97,269]",
                "{'content':'<|im_end|>','parse_special':false}       ; [60,124,105,109,95,101,110,100,124,62]",
                "{'prompt':'<|im_end|>','parse_special':false,'add_special_tokens':true} ;"
                        + " [60,124,105,109,95,101,110,100,124,62]",
            })
    void tokenizesText(String body, String tokens) throws Exception {
        for (String path : List.of("/v1/tokenize", "/tokenize")) {
            JsonNode answer = post(path, body);
            assertEquals(ApiClient.exactJson(tokens), answer.get("tokens"));
            assertEquals(answer.get("tokens").size(), answer.get("count").intValue());
            assertEquals(2_000, answer.get("max_model_len").intValue());
        }
    }

    @Test
    void countsAConversationAsAChatCompletionDoes() throws Exception {
        String messages = "'messages':[{'role':'user','content':'hello <|im_end|>'}]";
        JsonNode answer = post("/v1/tokenize", "{'model':'test'," + messages + "}");
        assertEquals(CLIENT.chat("{'model':'test'," + messages + "}").at("/usage/prompt_tokens"), answer.get("count"));
        assertEquals(START, answer.at("/tokens/0").intValue());
        assertEquals(answer, post("/v1/tokenize", "{" + messages + ",'add_generation_prompt':true}"));
        String text = post("/v1/detokenize", "{'tokens':" + answer.get("tokens") + "}")
                .get("prompt")
                .textValue();
        assertTrue(text.startsWith("<|im_start|>user\nhello <|im_end|>"), text);
    }

    @Test
    void givesPiecesThatAreNoTextAsBytes() throws Exception {
        JsonNode pieces =
                post("/v1/tokenize", "{'content':'€a','with_pieces':true}").get("tokens");
        assertEquals(
                ApiClient.json("[{'id':226,'piece':[226]},{'id':130,'piece':[130]},{'id':172,'piece':[172]},"
                        + "{'id':97,'piece':'a'}]"),
                pieces);
        JsonNode strings = post("/v1/tokenize", "{'content':'€a','return_token_strs':true}")
                .get("token_strs");
        assertEquals(ApiClient.exactJson("[\"bytes:\\\\xe2\",\"bytes:\\\\x82\",\"bytes:\\\\xac\",\"a\"]"), strings);
    }

    @Test
    void detokenizesUnderBothNames() throws Exception {
        JsonNode answer = post("/v1/detokenize", "{'model':'test','tokens':[256,257," + END + "]}");
        assertEquals("hello world<|im_end|>", answer.get("prompt").textValue());
        assertEquals("hello world<|im_end|>", answer.get("content").textValue());
        assertTrue(!answer.has("bytes"));
        JsonNode broken = post("/detokenize", "{'tokens':[97,226,130]}");
        assertEquals("a\uFFFD", broken.get("content").textValue());
        assertEquals(ApiClient.json("[97,226,130]"), broken.get("bytes"));
        assertEquals("", post("/detokenize", "{'tokens':[]}").get("content").textValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "/v1/tokenize   | {'model':'test'}                       | 400 | prompt",
                "/v1/tokenize   | {'prompt':'a','content':'b'}           | 400 | content",
                "/v1/tokenize   | {'prompt':['a']}                       | 400 | prompt",
                "/v1/tokenize   | {'prompt':'a','model':'other'}         | 404 | model",
                "/v1/tokenize   | {'prompt':'a','add_special':true,'add_special_tokens':true} | 400 | add_special",
                "/v1/tokenize   | {'messages':[]}                        | 400 | messages",
                "/v1/tokenize   | {'messages':[{'role':'user','content':'a'}],'add_generation_prompt':false} | 400 |"
                        + " add_generation_prompt",
                "/v1/detokenize | {'tokens':[270]}                       | 400 | tokens[0]",
                "/v1/detokenize | {'tokens':[1,-1]}                      | 400 | tokens[1]",
                "/v1/detokenize | {'tokens':[1,99999999999]}             | 400 | tokens[1]",
                "/v1/detokenize | {'tokens':[1,1.5]}                     | 400 | tokens[1]",
                "/v1/detokenize | {'tokens':'a'}                         | 400 | tokens",
                "/v1/detokenize | {}                                     | 400 | tokens",
            })
    void refusesWhatItCannotRead(String path, String body, int status, String param) throws Exception {
        HttpResponse<String> response = CLIENT.postTo(path, body.replace('\'', '"'));
        assertEquals(status, response.statusCode(), response.body());
        assertEquals(
                param, ApiClient.exactJson(response.body()).at("/error/param").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'prompt':'a','truncate':3}", "{'messages':[{'role':'user','content':'a'}],'truncate':3}"})
    void tellsWhatHasNoEffect(String body) throws Exception {
        HttpResponse<String> response = CLIENT.postTo("/v1/tokenize", body.replace('\'', '"'));
        assertEquals(
                "truncate", response.headers().firstValue("x-ignored-params").orElse(""));
    }
}
