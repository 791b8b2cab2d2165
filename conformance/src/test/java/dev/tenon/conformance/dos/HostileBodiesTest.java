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
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever a body holds: an answer with the error's four members, and a server that goes on serving. */
final class HostileBodiesTest {
    private static final String GOOD = """
        {"model": "model", "messages": [{"role": "user", "content": "hi"}], "max_completion_tokens": 5}\
        """;
    private static RunningServer server = RunningServer.scripted("hello");

    @BeforeAll
    static void servesAtAll() throws Exception {
        serves();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void serves() throws IOException, InterruptedException {
        HttpResponse<byte[]> response = server.post(GOOD.getBytes(UTF_8));
        assertEquals(200, response.statusCode(), () -> new String(response.body(), UTF_8));
        assertTrue(server.isHealthy());
    }

    private static int refused(byte[] body, String what) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = server.post(body);
        int status = response.statusCode();
        assertTrue(status >= 400 && status < 500, () -> what + ": " + status);
        JsonNode error = RunningServer.json(response).path("error");
        for (String member : List.of("message", "type", "param", "code")) {
            assertTrue(error.has(member), () -> what + " has no " + member);
        }
        assertTrue(error.path("message").asText().length() < 2_000, () -> what + ": a long message");
        return status;
    }

    @Test
    void bodiesThatAreNoRequestsAreRefused() throws Exception {
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
                "{\"model\":\"model\",\"messages\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
                "{\"model\":\"model\",\"temperature\":1e999999999,\"messages\":[]}",
                "{\"model\":\"model\",\"seed\":" + "9".repeat(100_000) + ",\"messages\":[]}",
                GOOD + GOOD,
                GOOD.replace("\"hi\"", "\"\\ud800\\u0000\"") + "x",
                "\uFEFF{}",
                "messages=hi&model=model");
        for (String body : bodies) {
            refused(body.getBytes(UTF_8), body.substring(0, Math.min(60, body.length())));
            serves();
        }
        refused(GOOD.replace("hi", "h\u00FF\u00C0\u0080").getBytes(ISO_8859_1), "no UTF-8");
        serves();
    }

    @Test
    void bodiesThatAreTooLargeAreRefusedAsSuch() throws Exception {
        byte[] large = GOOD.replace("hi", "x".repeat(20 << 20)).getBytes(UTF_8);
        assertEquals(413, refused(large, "20 MiB"));
        serves();
    }

    @Test
    void conversationsThatAreTooLongAreRefused() throws Exception {
        refused(GOOD.replace("hi", "long ".repeat(200_000)).getBytes(UTF_8), "a long message");
        ObjectNode many = (ObjectNode) Judge.JSON.readTree(GOOD);
        for (int i = 0; i < 50_000; i++) {
            many.withArray("messages").addObject().put("role", "user").put("content", "and again");
        }
        refused(many.toString().getBytes(UTF_8), "50,000 messages");
        serves();
    }

    @Test
    void everyFieldOfEveryWrongTypeIsRefusedOrPassedOver() throws Exception {
        String whole = """
            {"model": "model", "messages": [{"role": "user", "content": [{"type": "text", "text": "hi"}]}],
             "tools": [{"type": "function", "function": {"name": "f", "description": "d", "strict": true,
                        "parameters": {"type": "object", "properties": {"a": {"type": "integer"}}}}}],
             "tool_choice": {"type": "function", "function": {"name": "f"}}, "parallel_tool_calls": true,
             "response_format": {"type": "json_schema", "json_schema": {"name": "n", "strict": true,
                                 "schema": {"type": "object"}}},
             "stream": false, "stop": ["x"], "max_completion_tokens": 5, "max_tokens": 6, "temperature": 1,
             "top_p": 1, "frequency_penalty": 0, "presence_penalty": 0, "logit_bias": {"5": 1}, "logprobs": true,
             "top_logprobs": 2, "n": 1, "seed": 5, "user": "u", "metadata": {"a": "b"}, "store": false}\
            """;
        JsonNode request = Judge.JSON.readTree(whole);
        assertEquals(200, server.post(request).statusCode());
        SplittableRandom random = new SplittableRandom(5);
        List<List<String>> paths = new ArrayList<>();
        collect(request, List.of(), paths);
        assertTrue(paths.size() > 50);
        for (List<String> path : paths) {
            for (String wrong :
                    List.of("null", "-1", "1e400", "\"\"", "\"<|im_end|>\"", "[]", "{}", "[[[]]]", "true")) {
                if (random.nextInt(4) == 0) {
                    tryWith(replaced(request, path, Judge.JSON.readTree(wrong)), path + " = " + wrong);
                }
            }
        }
        serves();
    }

    private static void tryWith(JsonNode body, String what) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = server.post(body);
        if (response.statusCode() == 200) {
            JsonNode choice = RunningServer.json(response).path("choices").path(0);
            assertTrue(choice.path("finish_reason").isTextual(), what);
        } else {
            refused(body.toString().getBytes(UTF_8), what);
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
        serves();
    }
}
