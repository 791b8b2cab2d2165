package dev.tenon.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.server.http.RawConnection;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replies beside each other: of several requests and of one, with turns and deadlines. */
@Timeout(300)
final class ParallelRepliesTest {
    private static final String BODY = "{'model':'test','messages':[{'role':'user','content':'hi'}]}";
    private static final String STREAM = BODY.replace("}]", "}],'stream':true");

    private static final class Fixture implements AutoCloseable {
        final GatedEngine engine;
        final TenonServer server;
        final ApiClient client;
        final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

        Fixture(int decodes, int sessions, ServerOptions options, String... texts) throws Exception {
            engine = new GatedEngine(TestModels.scripted(texts), decodes, sessions);
            server = TenonServer.start(TestModels.served(engine), options.withAddress("127.0.0.1", 0));
            client = new ApiClient(server.port());
        }

        CompletableFuture<HttpResponse<String>> ask(String body) {
            return CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return client.post(body);
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    },
                    threads);
        }

        /** Sends a request of somebody who has this key, on a connection of its own; notes when it is answered. */
        void askAs(String key, List<String> answered) throws Exception {
            String json = BODY.replace('\'', '"');
            RawConnection raw = new RawConnection(server.port())
                    .send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + key
                            + "\r\nContent-Length: " + json.length() + "\r\n\r\n" + json);
            threads.submit(() -> {
                try (raw) {
                    assertEquals(200, raw.read().status());
                    answered.add(key);
                }
                return null;
            });
        }

        @Override
        public void close() {
            engine.letAll();
            client.close();
            server.close();
            threads.close();
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "nothing came");
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static String code(HttpResponse<String> response) {
        return ApiClient.exactJson(response.body()).at("/error/code").asText();
    }

    @Test
    void asManyRunAtOnceAsThereAreSequences() throws Exception {
        try (Fixture fixture = new Fixture(0, 3, ServerOptions.defaults(), "hello world.")) {
            List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(fixture.ask(i % 2 == 0 ? BODY : STREAM));
            }
            await(() -> fixture.engine.openSessions() == 3 && fixture.server.waiting() == 1);
            assertTrue(
                    fixture.client.get("/metrics").body().contains("tenon_requests_running{model=\"test\"} 3"),
                    "three run at once");
            fixture.engine.letAll();
            for (CompletableFuture<HttpResponse<String>> each : all) {
                assertEquals(200, each.get(60, TimeUnit.SECONDS).statusCode());
            }
            await(() -> fixture.engine.openSessions() == 0 && !fixture.server.isBusy());
        }
    }

    @Test
    void theChoicesOfARequestRunBesideEachOther() throws Exception {
        for (int sessions : new int[] {1, 2, 4}) {
            String[] texts = {"hello one.", "hello two.", "hello three."};
            try (Fixture fixture = new Fixture(0, sessions, ServerOptions.defaults(), texts)) {
                var whole = fixture.ask(BODY.replace("}]", "}],'n':3"));
                await(() -> fixture.engine.openSessions() == Math.min(3, sessions));
                fixture.engine.letAll();
                Set<String> contents = new HashSet<>();
                JsonNode choices = ApiClient.exactJson(
                                whole.get(60, TimeUnit.SECONDS).body())
                        .get("choices");
                for (int i = 0; i < 3; i++) {
                    assertEquals(i, choices.get(i).get("index").asInt());
                    assertEquals("stop", choices.get(i).get("finish_reason").asText());
                    contents.add(choices.get(i).at("/message/content").asText());
                }
                assertEquals(Set.of(texts), contents);
                JsonNode streamed = StreamChecker.choices(fixture.client.stream(STREAM.replace("}]", "}],'n':3")));
                assertEquals(3, streamed.size());
                streamed.forEach(choice -> assertTrue(
                        Set.of(texts).contains(choice.at("/message/content").asText()), streamed.toString()));
            }
        }
    }

    @Test
    void whoAsksForMuchDoesNotHoldUpOthers() throws Exception {
        try (Fixture fixture = new Fixture(0, 1, ServerOptions.defaults(), "hello world.")) {
            List<String> answered = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 4; i++) {
                fixture.askAs("many", answered);
                int before = i;
                await(() -> fixture.server.isBusy() && fixture.server.waiting() == before);
            }
            fixture.askAs("one", answered);
            await(() -> fixture.server.waiting() == 4);
            await(() -> {
                fixture.engine.let(1);
                LockSupport.parkNanos(5_000_000);
                return answered.contains("one");
            });
            // The first of the others ran already, and another may have had its turn before.
            assertTrue(answered.size() <= 3, answered.toString());
        }
    }

    @Test
    void whatTakesTooLongIsToldSo() throws Exception {
        ServerOptions options = ServerOptions.defaults().withRequestTime(Duration.ofMillis(300));
        for (int decodes : new int[] {0, 2}) {
            try (Fixture fixture = new Fixture(decodes, 1, options, "hello world.")) {
                var running = fixture.ask(BODY);
                await(fixture.server::isBusy);
                var waiting = fixture.ask(BODY);
                for (var each : List.of(running, waiting)) {
                    HttpResponse<String> response = each.get(60, TimeUnit.SECONDS);
                    assertEquals(504, response.statusCode());
                    assertEquals("timeout", code(response));
                    assertEquals(
                            "false",
                            response.headers().firstValue("x-should-retry").orElseThrow());
                }
                await(() -> !fixture.server.isBusy() && fixture.server.waiting() == 0);
                assertEquals(0, fixture.engine.openSessions());
            }
        }
    }

    @Test
    void aStreamThatTakesTooLongEndsWithAnErrorAndNotWithStop() throws Exception {
        ServerOptions options = ServerOptions.defaults().withRequestTime(Duration.ofSeconds(2));
        try (Fixture fixture = new Fixture(2, 1, options, "hello world.");
                RawConnection raw = new RawConnection(fixture.server.port())) {
            String json = STREAM.replace('\'', '"');
            raw.send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: " + json.length() + "\r\n\r\n"
                    + json);
            assertEquals(200, raw.readHead().status());
            String rest = raw.readRest();
            assertTrue(rest.contains("hello"), rest);
            assertTrue(rest.contains("\"code\":\"timeout\""), rest);
            assertFalse(rest.contains("\"finish_reason\":\"stop\""), rest);
            assertFalse(rest.contains("[DONE]"), rest);
            fixture.engine.letAll();
            assertEquals(200, fixture.client.post(BODY).statusCode());
        }
    }
}
