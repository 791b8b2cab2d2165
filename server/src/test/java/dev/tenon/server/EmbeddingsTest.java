package dev.tenon.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.server.openai.ApiOptions;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /v1/embeddings}, over the made-up vectors of 64 numbers of an engine without a model. */
@Timeout(300)
final class EmbeddingsTest {
    private static final TenonServer SERVER = start();
    private static final ApiClient CLIENT = new ApiClient(SERVER.port());

    private static TenonServer start() {
        try {
            return TenonServer.start(
                    TestModels.served(TestModels.scripted("hello")),
                    ServerOptions.defaults().withAddress("127.0.0.1", 0).withApi(ApiOptions.defaults()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterAll
    static void stops() {
        CLIENT.close();
        SERVER.close();
    }

    private static HttpResponse<String> send(String fields) throws Exception {
        return CLIENT.postTo("/v1/embeddings", ("{'model':'test'," + fields + "}").replace('\'', '"'));
    }

    private static JsonNode embed(String fields) throws Exception {
        HttpResponse<String> response = send(fields);
        assertEquals(200, response.statusCode(), response.body());
        return ApiClient.exactJson(response.body());
    }

    private static float[] vector(JsonNode answer, int index) {
        JsonNode numbers = answer.at("/data/" + index + "/embedding");
        float[] vector = new float[numbers.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = numbers.get(i).floatValue();
        }
        return vector;
    }

    private static double length(float[] vector) {
        double square = 0;
        for (float number : vector) {
            square += (double) number * number;
        }
        return Math.sqrt(square);
    }

    @Test
    void answersInTheShapeThatClientsRead() throws Exception {
        JsonNode answer = embed("'input':['hello world','€'],'user':'u'");
        assertEquals("list", answer.get("object").textValue());
        assertEquals("test", answer.get("model").textValue());
        assertEquals("embedding", answer.at("/data/1/object").textValue());
        assertEquals(1, answer.at("/data/1/index").intValue());
        assertEquals(64, answer.at("/data/0/embedding").size());
        assertEquals(ApiClient.json("{'prompt_tokens':5,'total_tokens':5}"), answer.get("usage"));
        assertEquals(1, length(vector(answer, 0)), 1e-5);
    }

    @Test
    void writesTheSameNumbersInBase64() throws Exception {
        JsonNode plain = embed("'input':'hello','encoding_format':'float'");
        String text = embed("'input':'hello','encoding_format':'base64'")
                .at("/data/0/embedding")
                .textValue();
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
        float[] numbers = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(numbers);
        assertArrayEquals(vector(plain, 0), numbers);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64})
    void cutsVectorsAndMakesThemUnitVectorsAgain(int dimensions) throws Exception {
        float[] whole = vector(embed("'input':'hello'"), 0);
        float[] cut = vector(embed("'input':'hello','dimensions':" + dimensions), 0);
        assertEquals(dimensions, cut.length);
        assertEquals(1, length(cut), 1e-5);
        for (int i = 0; i < dimensions; i++) {
            assertEquals(whole[i] / whole[0], cut[i] / cut[0], Math.abs(whole[i] / whole[0]) * 1e-4);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'input':'hello world'          | 'input':[256,257]",
                "'input':['hello world']        | 'input':[[256,257]]",
                "'input':['a','hello']          | 'input':[[97],'hello']",
            })
    void takesTextAndItsTokensAlike(String text, String tokens) throws Exception {
        assertEquals(embed(text), embed(tokens));
    }

    @Test
    void takes2048InputsAndNoMore() throws Exception {
        String most = String.join(",", Collections.nCopies(2_048, "'a'"));
        assertEquals(
                2_048,
                embed("'dimensions':1,'input':[" + most + "]").get("data").size());
        HttpResponse<String> refused = send("'input':[" + most + ",'b']");
        assertEquals(400, refused.statusCode());
        assertEquals(
                "array_above_max_length",
                ApiClient.exactJson(refused.body()).at("/error/code").textValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'x':1                                     | input           | missing_required_parameter",
                "'input':null                              | input           | missing_required_parameter",
                "'input':''                                | input           | empty_string",
                "'input':[]                                | input           | empty_array",
                "'input':['a','']                          | input[1]        | empty_string",
                "'input':['a',[]]                          | input[1]        | empty_string",
                "'input':['a',null]                        | input[1]        | missing_required_parameter",
                "'input':{'text':'a'}                      | input           | invalid_type",
                "'input':[1,'a']                           | input[1]        | invalid_type",
                "'input':[270]                             | input[0]        | invalid_value",
                "'input':[[1],[2,-1]]                      | input[1][1]     | invalid_value",
                "'input':'a','dimensions':0                | dimensions      | integer_below_min_value",
                "'input':'a','dimensions':65               | dimensions      | invalid_value",
                "'input':'a','encoding_format':'int8'      | encoding_format | invalid_value",
            })
    void refusesWhatItCannotEmbed(String fields, String param, String code) throws Exception {
        HttpResponse<String> response = send(fields);
        assertEquals(400, response.statusCode(), response.body());
        JsonNode error = ApiClient.exactJson(response.body()).get("error");
        assertEquals(param, error.get("param").textValue(), error.toString());
        assertEquals(code, error.get("code").textValue(), error.toString());
    }

    @Test
    void cutsNoInputOffInSilence() throws Exception {
        assertEquals(1, embed("'input':'" + "x".repeat(2_000) + "'").get("data").size());
        HttpResponse<String> response = send("'input':['a','" + "x".repeat(2_001) + "']");
        assertEquals(400, response.statusCode());
        JsonNode error = ApiClient.exactJson(response.body()).get("error");
        assertEquals("context_length_exceeded", error.get("code").textValue());
        assertEquals("input[1]", error.get("param").textValue());
    }

    @Test
    void tellsWhatHasNoEffect() throws Exception {
        HttpResponse<String> response = send("'input':'a','truncate_prompt_tokens':3");
        assertEquals(
                "truncate_prompt_tokens",
                response.headers().firstValue("x-ignored-params").orElse(""));
    }
}
