package dev.tenon.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.server.http.HttpLimits;
import dev.tenon.server.http.RawConnection;
import dev.tenon.server.openai.ApiOptions;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The other endpoints, and requests that go wrong before anything is generated. */
@Timeout(300)
final class EndpointsTest {
    private static final String ASK = "'model':'test','messages':[{'role':'user','content':'hi'}]";
    private static final TenonServer SERVER = start(ApiOptions.defaults());
    private static final ApiClient CLIENT = new ApiClient(SERVER.port());

    private static TenonServer start(ApiOptions api) {
        try {
            return TenonServer.start(
                    TestModels.served(TestModels.scripted("hello")),
                    ServerOptions.defaults()
                            .withAddress("127.0.0.1", 0)
                            .withApi(api)
                            .withHttp(HttpLimits.defaults().withMaxBodyBytes(1 << 20)));
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

    @Test
    void listsModelsAndTheirAliases() throws Exception {
        JsonNode list = ApiClient.exactJson(CLIENT.get("/v1/models").body());
        assertEquals("list", list.get("object").textValue());
        assertEquals("test", list.at("/data/0/id").textValue());
        assertEquals("model", list.at("/data/0/object").textValue());
        assertEquals("tenon", list.at("/data/0/owned_by").textValue());
        assertTrue(list.at("/data/0/created").isInt());
        assertEquals(2_000, list.at("/data/0/context_length").intValue());
        assertEquals("org/test model", list.at("/data/1/id").textValue());
    }

    @ParameterizedTest
    @CsvSource({
        "test, 200, test",
        "org/test%20model, 200, org/test model",
        "org%2Ftest%20model, 200, org/test model",
        "none, 404, model_not_found",
        "org%2Ftest+model, 404, model_not_found",
        "%zz, 404, model_not_found",
    })
    void findsModelsByNamesAsTheyAreAndEncoded(String path, int status, String found) throws Exception {
        try (RawConnection raw = new RawConnection(SERVER.port())) {
            RawConnection.Answer answer = raw.send("GET /v1/models/" + path + " HTTP/1.1\r\nHost: x\r\n\r\n")
                    .read();
            assertEquals(status, answer.status());
            JsonNode body = ApiClient.exactJson(answer.body());
            assertEquals(
                    found,
                    status == 200
                            ? body.get("id").textValue()
                            : body.at("/error/code").textValue());
        }
    }

    @Test
    void isHealthyAndCounts() throws Exception {
        assertEquals("{\"status\":\"ok\"}", CLIENT.get("/health").body());
        assertEquals(200, CLIENT.post("{" + ASK + "}").statusCode());
        String page = CLIENT.get("/metrics").body();
        assertTrue(
                page.contains(
                        "tenon_http_requests_seconds_count{complete=\"true\",model=\"test\",route=\"/v1/chat/completions\""),
                page);
        assertTrue(page.contains("tenon_queue_waiting{model=\"test\"} 0.0"), page);
        assertTrue(page.contains("tenon_mask_positions_total{") && page.contains("tenon_masks_made_total{"), page);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET  | /v1/chat/completions | 405 | method_not_allowed",
                "GET  | /v1/files            | 404 | unknown_url",
                "POST | /v1/models           | 405 | method_not_allowed",
            })
    void answersUnknownPathsAndMethodsWithJson(String method, String path, int status, String code) throws Exception {
        try (RawConnection raw = new RawConnection(SERVER.port())) {
            RawConnection.Answer answer = raw.send(
                            method + " " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                    .read();
            assertEquals(status, answer.status());
            assertEquals("application/json", answer.header("content-type"));
            JsonNode error = ApiClient.exactJson(answer.body()).get("error");
            assertEquals(code, error.get("code").textValue());
            assertEquals("invalid_request_error", error.get("type").textValue());
            assertTrue(error.has("param") && error.get("param").isNull());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{                                      | 400 | - | -",
                "{'model':'gpt-4','messages':[{'role':'user','content':'hi'}]} | 404 | model_not_found | model",
                "{~,'temperature':9}                    | 400 | decimal_above_max_value | temperature",
                "{~,'logit_bias':{'99999':1}}           | 400 | invalid_value | logit_bias",
                "{~,'guided_decoding':{}}               | 400 | unknown_parameter | guided_decoding",
            })
    void answersBadRequestsWithTheFieldAtFault(String body, int status, String code, String param) throws Exception {
        HttpResponse<String> response = CLIENT.post(body.replace("~", ASK));
        assertEquals(status, response.statusCode());
        JsonNode error = ApiClient.exactJson(response.body()).get("error");
        assertEquals(code, error.get("code").textValue());
        assertEquals(param, error.get("param").textValue());
        assertTrue(response.headers().firstValue("x-request-id").isPresent());
    }

    @Test
    void refusesAPromptThatLeavesNoRoom() throws Exception {
        HttpResponse<String> response =
                CLIENT.post("{'model':'test','messages':[{'role':'user','content':'" + "xy".repeat(1500) + "'}]}");
        assertEquals(400, response.statusCode());
        JsonNode error = ApiClient.exactJson(response.body()).get("error");
        assertEquals("context_length_exceeded", error.get("code").textValue());
        assertEquals("messages", error.get("param").textValue());
        assertTrue(error.get("message")
                .textValue()
                .startsWith("This model's maximum context length is 2000 tokens. However, your messages resulted in "));
    }

    @Test
    void livesThroughHostileBodies() throws Exception {
        List<byte[]> bodies = List.of(
                "[".repeat(100_000).getBytes(StandardCharsets.UTF_8),
                "{\"a\":".repeat(100_000).getBytes(StandardCharsets.UTF_8),
                new byte[] {'"', (byte) 0xFF, '"'},
                new byte[100_000],
                ("{\"model\":1e" + "9".repeat(5000) + "}").getBytes(StandardCharsets.UTF_8),
                ("\"" + "\\ud800".repeat(1000) + "\"").getBytes(StandardCharsets.UTF_8));
        for (byte[] body : bodies) {
            HttpRequest request = HttpRequest.newBuilder(CLIENT.request("").uri())
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            assertEquals(400, CLIENT.send(request).statusCode());
        }
        assertEquals(413, CLIENT.post("{'model':'" + "x".repeat(2 << 20) + "'}").statusCode());
        assertEquals(200, CLIENT.post("{" + ASK + "}").statusCode());
    }

    @Test
    void answersToEveryNameWhenToldTo() throws Exception {
        try (TenonServer any = start(new ApiOptions(ApiOptions.ModelNames.ANY, List.of()));
                ApiClient client = new ApiClient(any.port())) {
            JsonNode reply = client.chat("{'model':'gpt-4o','messages':[{'role':'user','content':'hi'}]}");
            assertEquals("test", reply.get("model").textValue());
        }
    }

    @Test
    void refusesUnknownFieldsWhenToldTo() throws Exception {
        ApiOptions strict =
                new ApiOptions(ApiOptions.ModelNames.KNOWN_ONLY, ApiOptions.UnknownFields.REFUSED, List.of());
        try (TenonServer server = start(strict);
                ApiClient client = new ApiClient(server.port())) {
            HttpResponse<String> refused = client.post("{" + ASK + ",'mirostat':2}");
            assertEquals(400, refused.statusCode());
            JsonNode error = ApiClient.exactJson(refused.body()).get("error");
            assertEquals("unknown_parameter", error.get("code").textValue());
            assertEquals("mirostat", error.get("param").textValue());
            assertEquals("Unknown parameter: 'mirostat'.", error.get("message").textValue());
            assertEquals(
                    200,
                    client.post("{" + ASK + ",'verbosity':'low','mirostat':null}")
                            .statusCode());
        }
        HttpResponse<String> reported = CLIENT.post("{" + ASK + ",'mirostat':2}");
        assertEquals(200, reported.statusCode());
        assertEquals(
                "mirostat", reported.headers().firstValue("x-ignored-params").orElse(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer one", "bearer two"})
    void letsInWhoBringsAKey(String authorization) throws Exception {
        try (TenonServer locked = start(new ApiOptions(ApiOptions.ModelNames.KNOWN_ONLY, List.of("one", "two")));
                RawConnection raw = new RawConnection(locked.port())) {
            raw.send("GET /v1/models HTTP/1.1\r\nHost: x\r\nAuthorization: " + authorization + "\r\n\r\n");
            assertEquals(200, raw.read().status());
            assertEquals(
                    200,
                    raw.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").read().status());
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"X-Nothing: 1, -", "Authorization: Bearer three, invalid_api_key", "Authorization: Basic one, -"})
    void keepsOutWhoDoesNot(String header, String code) throws Exception {
        try (TenonServer locked = start(new ApiOptions(ApiOptions.ModelNames.KNOWN_ONLY, List.of("one", "two")));
                RawConnection raw = new RawConnection(locked.port())) {
            raw.send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n" + header + "\r\n\r\n");
            RawConnection.Answer answer = raw.read();
            assertEquals(401, answer.status());
            assertEquals(
                    code, ApiClient.exactJson(answer.body()).at("/error/code").textValue());
        }
    }
}
