package dev.tenon.conformance.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.conformance.wire.RunningServer;
import dev.tenon.server.ServerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * The endpoints that hold no conversation, and when to ask again, through OpenAI's own clients for JavaScript and Python. A client is
 * asked by a line of JSON and answers with one; both are asked the same, and all that they come to is the same.
 */
final class EndpointClientsTest {
    private static final String TEXT = "hello world.";
    private static final String RESPONSES = "tenon_http_requests_seconds_count";

    /** A client in a process of its own. */
    @FunctionalInterface
    private interface Asked {
        JsonNode answer(ObjectNode request) throws Exception;
    }

    @FunctionalInterface
    private interface Check {
        void run(Asked client) throws Exception;
    }

    @TestFactory
    Stream<DynamicNode> openAiForJavaScript() {
        NodeProcess node = NodeProcess.start("clients");
        return tests(node::ask).onClose(node::close);
    }

    /** Runs where {@code -Dtenon.python} names a Python that has the package. */
    @TestFactory
    Stream<DynamicNode> openAiForPython() throws Exception {
        String python = System.getProperty("tenon.python");
        if (python == null || run(python, "", "-c", "import openai").isEmpty()) {
            NodeWorkspace.skip("no Python with the package openai is named by -Dtenon.python");
        }
        Path script = Path.of("python", "endpoints.py");
        return tests(request -> Values.read(run(String.valueOf(python), request + "\n", script.toString())
                .orElseThrow(() -> new AssertionError("Python ended on " + request))));
    }

    /** What a program prints, if it ends well. */
    private static Optional<String> run(String program, String in, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = process.outputWriter(StandardCharsets.UTF_8)) {
            out.write(in);
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? Optional.of(said) : Optional.empty();
    }

    private static Stream<DynamicNode> tests(Asked client) {
        return Stream.of(
                test("embeddings are vectors of length one", client, EndpointClientsTest::embeddings),
                test("completions", client, EndpointClientsTest::completions),
                test("completions, streamed", client, EndpointClientsTest::streamed),
                test("refusals", client, EndpointClientsTest::refusals),
                test("asks again where the queue is full", client, EndpointClientsTest::asksAgain),
                test("does not ask again where that would be in vain", client, EndpointClientsTest::givesUp));
    }

    private static DynamicNode test(String name, Asked client, Check check) {
        return dynamicTest(name, () -> check.run(client));
    }

    private static JsonNode ask(Asked client, String mode, RunningServer server) throws Exception {
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("client", "openai-endpoints")
                .put("mode", mode)
                .put("url", server.url())
                .put("model", RunningServer.MODEL);
        return client.answer(request).get("value");
    }

    private static void embeddings(Asked client) throws Exception {
        try (RunningServer server = RunningServer.scripted(TEXT)) {
            JsonNode value = ask(client, "embeddings", server);
            JsonNode unasked = value.get("unasked");
            assertEquals(2, unasked.size());
            assertNotEquals(unasked.get(0), unasked.get(1));
            assertClose(value.get("float"), unasked);
            assertEquals(64, unasked.get(0).size());
            assertEquals(16, value.at("/short/0").size());
            assertClose(unasked.get(1), value.at("/one/0"));
            assertClose(value.at("/ids/0"), value.at("/arrays/1"));
            for (String name : List.of("unasked", "float", "short", "one", "ids", "arrays")) {
                value.get(name).forEach(vector -> assertEquals(1, square(vector), 1e-4, name));
            }
            assertEquals(4, value.get("tokens").intValue());
            assertEquals("[0,1]", value.get("order").toString());
        }
    }

    private static double square(JsonNode vector) {
        double sum = 0;
        for (JsonNode number : vector) {
            sum += number.doubleValue() * number.doubleValue();
        }
        return sum;
    }

    private static void assertClose(JsonNode expected, JsonNode numbers) {
        assertEquals(expected.size(), numbers.size());
        for (int i = 0; i < numbers.size(); i++) {
            if (numbers.get(i).isArray()) {
                assertClose(expected.get(i), numbers.get(i));
            } else {
                assertEquals(expected.get(i).doubleValue(), numbers.get(i).doubleValue(), 1e-6);
            }
        }
    }

    private static void completions(Asked client) throws Exception {
        try (RunningServer server = RunningServer.scripted(TEXT)) {
            ObjectNode value = (ObjectNode) ask(client, "completion", server);
            String held = value.remove("held").asText();
            assertTrue(held.matches("[ab]{3}"), held);
            assertEquals(Values.read("""
                {"object":"text_completion","text":"hello world.","finish":"stop","adds":true,"idsPrompt":3,
                "idsText":"hello world.","indexes":[0,1,2,3],
                "several":["hello world.","hello world.","hello world.","hello world."],"pieces":"hello world.",
                "alike":1,"cut":"length","echo":"Once uponhello world."}\
                """), Values.read(value.toString()));
        }
    }

    private static void streamed(Asked client) throws Exception {
        try (RunningServer server = RunningServer.scripted(TEXT)) {
            assertEquals(
                    Values.read("""
                        {"written":["hello world.","hello world."],"ends":["stop","stop"],"told":1}\
                        """),
                    Values.read(ask(client, "completion, streamed", server).toString()));
        }
    }

    private static void refusals(Asked client) throws Exception {
        try (RunningServer server = RunningServer.scripted(TEXT)) {
            assertEquals(
                    Values.read("""
                        [{"error":"NotFoundError","status":404,"type":"invalid_request_error","code":"model_not_found",
                        "param":"model","named":true},
                        {"error":"BadRequestError","status":400,"type":"invalid_request_error",
                        "code":"integer_above_max_value","param":"logprobs","named":true},
                        {"error":"BadRequestError","status":400,"type":"invalid_request_error","code":"empty_array",
                        "param":"input","named":true},
                        {"error":"BadRequestError","status":400,"type":"invalid_request_error","code":"invalid_value",
                        "param":"dimensions","named":true}]\
                        """), Values.read(ask(client, "errors", server).toString()));
        }
    }

    /** One reply is held, one waits, and there is no room for a third: its client waits as long as it is told to. */
    private static void asksAgain(Asked client) throws Exception {
        HeldEngine engine = new HeldEngine();
        try (RunningServer server =
                        RunningServer.over(engine, ServerOptions.defaults().withQueue(1));
                HeldEngine.Release end = engine::release) {
            assertNotNull(end);
            fill(server, engine, 1);
            CompletableFuture<Void> release = CompletableFuture.runAsync(() -> {
                try {
                    awaitAtLeast(1, server, "429");
                } finally {
                    engine.release();
                }
            });
            assertEquals(HeldEngine.TEXT, ask(client, "again", server).asText());
            release.get(20, TimeUnit.SECONDS);
        }
    }

    /** A request that took too long would take as long again. */
    private static void givesUp(Asked client) throws Exception {
        HeldEngine engine = new HeldEngine();
        try (RunningServer server = RunningServer.over(
                        engine, ServerOptions.defaults().withQueue(8).withRequestTime(Duration.ofSeconds(1)));
                HeldEngine.Release end = engine::release) {
            assertNotNull(end);
            fill(server, engine, 0);
            JsonNode value = ask(client, "never", server);
            assertEquals(504, value.get("status").intValue(), value::toString);
            assertEquals("InternalServerError", value.get("error").asText());
            // Those who hold the place and this one; whoever asks again adds one each time.
            awaitAtLeast(2, server, "504");
            assertEquals(2, server.metric(RESPONSES, "504"), "nobody asked again");
        }
    }

    /** Asks for a reply that is held, and for others that wait for it. */
    private static void fill(RunningServer server, HeldEngine engine, int waiting) throws Exception {
        for (int i = 0; i <= waiting; i++) {
            Thread.startVirtualThread(() -> {
                try {
                    server.post(
                            "/v1/completions",
                            Values.read("{\"model\":\"" + RunningServer.MODEL + "\",\"prompt\":\"a\"}"));
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            engine.awaitHeld();
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (server.metric("tenon_queue_waiting") < waiting) {
            assertTrue(System.nanoTime() < end, "nobody waits");
            Thread.sleep(20);
        }
    }

    private static void awaitAtLeast(int count, RunningServer server, String status) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        try {
            while (server.metric(RESPONSES, status) < count) {
                assertTrue(System.nanoTime() < end, "no " + status);
                Thread.sleep(20);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
