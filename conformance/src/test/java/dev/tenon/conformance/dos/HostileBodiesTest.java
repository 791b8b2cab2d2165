package dev.tenon.conformance.dos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.conformance.Judge;
import dev.tenon.conformance.Scale;
import dev.tenon.conformance.wire.RunningServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a body holds: an answer with the error's four members, and a server that goes on serving whoever asks beside it. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init") // The method before each sets it.
final class HostileBodiesTest {
    private static final String GOOD = GoodClient.BODY;
    /** Far beyond what an answer takes on a machine with much else to do, and far below waiting for the hostile ones to end. */
    private static final long PATIENCE_MILLIS = Scale.of(10_000, 20_000);

    private static RunningServer server = RunningServer.scripted("hello");
    private GoodClient good;

    /** An endpoint, with a request that it answers and one that has all fields. */
    enum Endpoint {
        CHAT("/v1/chat/completions", GOOD, """
            {"model": "model", "messages": [{"role": "user", "content": [{"type": "text", "text": "hi"}]}],
             "tools": [{"type": "function", "function": {"name": "f", "description": "d", "strict": true,
                        "parameters": {"type": "object", "properties": {"a": {"type": "integer"}}}}}],
             "tool_choice": {"type": "function", "function": {"name": "f"}}, "parallel_tool_calls": true,
             "response_format": {"type": "json_schema", "json_schema": {"name": "n", "strict": true,
                                 "schema": {"type": "object"}}},
             "stream": false, "stop": ["x"], "max_completion_tokens": 5, "max_tokens": 6, "temperature": 1,
             "top_p": 1, "frequency_penalty": 0, "presence_penalty": 0, "logit_bias": {"5": 1}, "logprobs": true,
             "top_logprobs": 2, "n": 1, "seed": 5, "user": "u", "metadata": {"a": "b"}, "store": false}\
            """),
        RESPONSES("/v1/responses", """
            {"model": "model", "input": "hi", "max_output_tokens": 5}\
            """, """
                {"model": "model", "instructions": "i", "input": [
                   {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "hi"}]},
                   {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
                   {"type": "function_call_output", "call_id": "c", "output": "done"}],
                 "tools": [{"type": "function", "name": "f", "description": "d", "strict": true,
                            "parameters": {"type": "object", "properties": {"a": {"type": "integer"}}}}],
                 "tool_choice": {"type": "function", "name": "f"}, "parallel_tool_calls": true,
                 "text": {"format": {"type": "json_schema", "name": "n", "strict": true, "schema": {"type": "object"}}},
                 "stream": false, "max_output_tokens": 5, "temperature": 1, "top_p": 1, "top_logprobs": 2,
                 "include": ["message.output_text.logprobs"], "user": "u", "metadata": {"a": "b"}, "store": false,
                 "truncation": "disabled", "seed": 5}\
                """),
        COMPLETIONS("/v1/completions", """
            {"model": "model", "prompt": "hi", "max_tokens": 5}\
            """, """
                {"model": "model", "prompt": ["hi", "you"], "max_tokens": 5, "n": 1, "best_of": 1, "echo": false, "logprobs": 2,
                 "response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": {"type": "object"}}},
                 "stream": false, "stop": ["x"], "temperature": 1, "top_p": 1, "frequency_penalty": 0,
                 "presence_penalty": 0, "logit_bias": {"5": 1}, "seed": 5, "user": "u"}\
                """),
        EMBEDDINGS("/v1/embeddings", """
            {"model": "model", "input": "hi"}\
            """, """
                {"model": "model", "input": ["hi", "you"], "dimensions": 8, "encoding_format": "float", "user": "u"}\
                """),
        TOKENIZE("/v1/tokenize", """
            {"model": "model", "prompt": "hi"}\
            """, """
                {"model": "model", "prompt": "hi", "add_special_tokens": true, "parse_special": true,
                 "return_token_strs": true}\
                """),
        DETOKENIZE("/v1/detokenize", """
            {"model": "model", "tokens": [5]}\
            """, """
                {"model": "model", "tokens": [5, 6]}\
                """);

        private final String path;
        private final String good;
        private final String whole;

        Endpoint(String path, String good, String whole) {
            this.path = path;
            this.good = good;
            this.whole = whole;
        }
    }

    @BeforeAll
    static void servesAtAll() throws Exception {
        for (Endpoint endpoint : Endpoint.values()) {
            serves(endpoint);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void start() {
        good = new GoodClient(server);
    }

    @AfterEach
    void theOthersWereServedMeanwhile() throws Exception {
        good.stop();
        Scale.report("good client: " + good.answers() + " answers, the slowest after " + good.slowestMillis() + " ms");
        assertTrue(good.slowestMillis() < PATIENCE_MILLIS, () -> "the slowest after " + good.slowestMillis() + " ms");
        assertTrue(server.isHealthy());
    }

    private static void serves(Endpoint endpoint) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = server.post(endpoint.path, endpoint.good.getBytes(UTF_8));
        assertEquals(200, response.statusCode(), () -> endpoint + ": " + new String(response.body(), UTF_8));
    }

    private static void refused(Endpoint endpoint, int status, byte[] body, String what)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response = server.post(endpoint.path, body);
        assertEquals(
                status,
                response.statusCode(),
                () -> endpoint + ", " + what + ": " + new String(response.body(), UTF_8));
        JsonNode error = RunningServer.json(response).path("error");
        for (String member : List.of("message", "type", "param", "code")) {
            assertTrue(error.has(member), () -> endpoint + ", " + what + " has no " + member);
        }
        assertTrue(error.path("message").asText().length() < 2_000, () -> endpoint + ", " + what + ": a long message");
    }

    @ParameterizedTest
    @EnumSource(Endpoint.class)
    void bodiesThatAreNoRequestsAreRefused(Endpoint endpoint) throws Exception {
        String request = endpoint.good;
        String open = request.substring(0, request.length() - 1);
        List<String> bodies = List.of(
                "",
                "null",
                "[]",
                "42",
                "\"model\"",
                "{",
                "{}",
                "{\"model\":\"model\"}",
                "\0".repeat(1_000),
                "[".repeat(200_000),
                "{\"a\":".repeat(200_000),
                "[".repeat(100_000) + "]".repeat(100_000),
                open + ",\"messages\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
                open + ",\"input\":" + "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000) + "}",
                "{\"model\":\"model\",\"temperature\":1e999999999,\"messages\":[]}",
                "{\"model\":\"model\",\"seed\":" + "9".repeat(100_000) + ",\"messages\":[]}",
                open + "," + request.substring(1),
                request + request,
                request + "x",
                "\uFEFF{}",
                "messages=hi&model=model");
        for (String body : bodies) {
            refused(endpoint, 400, body.getBytes(UTF_8), body.substring(0, Math.min(60, body.length())));
            serves(endpoint);
        }
        for (String bad :
                List.of("\u00FF", "\u00C0\u0080", "\u00ED\u00A0\u0080", "\u00F4\u0090\u0080\u0080", "\u00E2\u0082")) {
            String flawed = open + ",\"user\":\"" + bad + "\"}";
            refused(endpoint, 400, flawed.getBytes(ISO_8859_1), "no UTF-8");
        }
        serves(endpoint);
    }

    @ParameterizedTest
    @EnumSource(Endpoint.class)
    void bodiesThatAreTooLargeAreRefusedAsSuch(Endpoint endpoint) throws Exception {
        int megabytes = Scale.of(20, 100);
        refused(endpoint, 413, ("{\"a\":\"" + "x".repeat(megabytes << 20) + "\"}").getBytes(UTF_8), megabytes + " MiB");
        serves(endpoint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHAT        | {'model':'model','messages':[{'role':'user','content':'@'}]}",
                "RESPONSES   | {'model':'model','input':'@'}",
                "COMPLETIONS | {'model':'model','prompt':'@'}",
                "COMPLETIONS | {'model':'model','prompt':['a','@']}",
                "EMBEDDINGS  | {'model':'model','input':['a','@']}",
            })
    void textsThatAreTooLongAreRefused(Endpoint endpoint, String body) throws Exception {
        String text = body.replace("@", "long ".repeat(200_000)).replace('\'', '"');
        refused(endpoint, 400, text.getBytes(UTF_8), "a long text");
        serves(endpoint);
    }

    @ParameterizedTest
    @CsvSource({"CHAT, messages", "RESPONSES, input", "TOKENIZE, messages"})
    void conversationsThatAreTooLongAreRefused(Endpoint endpoint, String field) throws Exception {
        ObjectNode many = Judge.JSON.createObjectNode().put("model", "model");
        for (int i = 0; i < 50_000; i++) {
            many.withArray(field).addObject().put("role", "user").put("content", "and again");
        }
        if (endpoint == Endpoint.TOKENIZE) {
            // It is told how many there are, whether or not they fit.
            assertEquals(200, server.post(endpoint.path, many).statusCode());
        } else {
            refused(endpoint, 400, many.toString().getBytes(UTF_8), "50,000 messages");
        }
        serves(endpoint);
    }

    @ParameterizedTest
    @EnumSource(Endpoint.class)
    void everyFieldOfEveryWrongTypeIsRefusedOrPassedOver(Endpoint endpoint) throws Exception {
        JsonNode request = Judge.JSON.readTree(endpoint.whole);
        assertEquals(200, server.post(endpoint.path, request).statusCode());
        SplittableRandom random = new SplittableRandom(5);
        List<List<String>> paths = new ArrayList<>();
        collect(request, List.of(), paths);
        int share = Scale.of(4, 1);
        for (List<String> path : paths) {
            for (String wrong :
                    List.of("null", "-1", "1e400", "\"\"", "\"<|im_end|>\"", "[]", "{}", "[[[]]]", "true")) {
                if (random.nextInt(share) == 0) {
                    tryWith(endpoint, replaced(request, path, Judge.JSON.readTree(wrong)), path + " = " + wrong);
                }
            }
        }
        serves(endpoint);
    }

    private static void tryWith(Endpoint endpoint, JsonNode body, String what)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response = server.post(endpoint.path, body);
        int status = response.statusCode();
        if (status == 200) {
            assertTrue(response.body().length > 10, what);
        } else {
            // A model of no known name is not found; the first one is meant where it is left out.
            refused(
                    endpoint,
                    what.startsWith("[model]") && status == 404 ? 404 : 400,
                    body.toString().getBytes(UTF_8),
                    what);
        }
    }

    private static void collect(JsonNode node, List<String> path, List<List<String>> paths) {
        if (!path.isEmpty()) {
            paths.add(path);
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            collect(member.getValue(), longer(path, member.getKey()), paths);
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(node.get(i), longer(path, String.valueOf(i)), paths);
        }
    }

    private static List<String> longer(List<String> path, String step) {
        List<String> longer = new ArrayList<>(path);
        longer.add(step);
        return List.copyOf(longer);
    }

    private static JsonNode replaced(JsonNode node, List<String> path, JsonNode value) {
        JsonNode copy = node.deepCopy();
        JsonNode at = copy;
        for (String step : path.subList(0, path.size() - 1)) {
            at = at.isArray() ? at.get(Integer.parseInt(step)) : at.get(step);
        }
        String last = path.get(path.size() - 1);
        if (at instanceof ObjectNode object) {
            object.set(last, value);
        } else {
            ((com.fasterxml.jackson.databind.node.ArrayNode) at).set(Integer.parseInt(last), value);
        }
        return copy;
    }

    @Test
    void hostileSchemasAreAnsweredAndTheServerServesOn() throws Exception {
        List<String> names = Scale.isLong()
                ? List.copyOf(HostileSchemas.all().keySet())
                : List.of(
                        "pattern [ab]*a[ab]{30}",
                        "10,000 alternatives with tags",
                        "100,000 properties",
                        "anyOf doubled 40 times",
                        "multipleOf 999999937");
        for (String name : names) {
            if (name.endsWith(" deep") && name.contains("nested")) {
                continue; // nested deeper than this side can write, and refused as bodies above
            }
            Supplier<JsonNode> hostile =
                    Objects.requireNonNull(HostileSchemas.all().get(name), name);
            ObjectNode body = (ObjectNode) Judge.JSON.readTree(GOOD);
            body.putObject("response_format")
                    .put("type", "json_schema")
                    .putObject("json_schema")
                    .put("name", "hostile")
                    .set("schema", hostile.get());
            HttpResponse<byte[]> response = server.post(body);
            assertTrue(
                    response.statusCode() == 200 || response.statusCode() == 400 || response.statusCode() == 413,
                    () -> name + ": " + response.statusCode() + " " + new String(response.body(), UTF_8));
        }
        serves(Endpoint.CHAT);
    }
}
