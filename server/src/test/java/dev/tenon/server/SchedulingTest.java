package dev.tenon.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.server.http.HttpLimits;
import dev.tenon.server.http.RawConnection;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to requests that wait, that nobody wants any more, or whose engine fails. */
@Timeout(300)
final class SchedulingTest {
    private static final String BODY = "{'model':'test','messages':[{'role':'user','content':'hi'}]}";
    private static final String STREAM = BODY.replace("}]", "}],'stream':true");

    private static final class Fixture implements AutoCloseable {
        final GatedEngine engine;
        final TenonServer server;
        final ApiClient client;
        final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

        Fixture(int decodes, ServerOptions options) throws Exception {
            engine = new GatedEngine(TestModels.scripted("hello world."), decodes);
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

        RawConnection askRaw(String body) throws Exception {
            String json = body.replace('\'', '"');
            return new RawConnection(server.port())
                    .send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: " + json.length()
                            + "\r\n\r\n" + json);
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
            assertTrue(System.nanoTime() < deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static String code(HttpResponse<String> response) {
        JsonNode error = ApiClient.exactJson(response.body()).get("error");
        return error.get("code").asText();
    }

    @Test
    void answersThoseThatWaitInTurnAndSendsAwayWhoFindsTheQueueFull() throws Exception {
        try (Fixture fixture = new Fixture(0, ServerOptions.defaults().withQueue(2))) {
            var first = fixture.ask(BODY);
            await(() -> fixture.engine.openSessions() > 0);
            var second = fixture.ask(BODY);
            var third = fixture.ask(STREAM);
            await(() -> fixture.server.waiting() == 2);
            HttpResponse<String> refused = fixture.client.post(BODY);
            assertEquals(429, refused.statusCode());
            assertEquals("queue_full", code(refused));
            assertTrue(
                    Integer.parseInt(refused.headers().firstValue("retry-after").orElseThrow()) >= 1);
            fixture.engine.letAll();
            assertEquals(200, first.get(60, TimeUnit.SECONDS).statusCode());
            assertEquals(200, second.get(60, TimeUnit.SECONDS).statusCode());
            assertTrue(third.get(60, TimeUnit.SECONDS).body().endsWith("data: [DONE]\n\n"));
        }
    }

    @Test
    void nothingIsHeldOfAReplyThatHasEnded() throws Exception {
        try (Fixture fixture = new Fixture(0, ServerOptions.defaults())) {
            fixture.engine.letAll();
            assertEquals(200, fixture.client.post(BODY).statusCode());
            assertTrue(fixture.client.post(STREAM).body().endsWith("data: [DONE]\n\n"));
            await(() -> {
                System.gc();
                return fixture.engine.heldSessions() == 0;
            });
        }
    }

    @Test
    void freesTheEngineWithinASecondWhenTheClientGoesAway() throws Exception {
        for (int decodes : new int[] {0, 2}) {
            for (String body : new String[] {BODY, STREAM}) {
                try (Fixture fixture = new Fixture(decodes, ServerOptions.defaults())) {
                    RawConnection raw = fixture.askRaw(body);
                    await(() -> fixture.engine.openSessions() > 0 && fixture.engine.decodesThatWait() > 0);
                    assertEquals(decodes, fixture.engine.decodesThatPassed());
                    assertWithinASecond(raw::close, () -> !fixture.server.isBusy());
                    assertEquals(0, fixture.engine.openSessions());
                    assertEquals(decodes, fixture.engine.decodesThatPassed(), "nothing is evaluated for nobody");
                    fixture.engine.letAll();
                    assertEquals(200, fixture.client.post(BODY).statusCode());
                }
            }
        }
    }

    @Test
    void freesTheQueueWithinASecondWhenTheClientGoesAway() throws Exception {
        try (Fixture fixture = new Fixture(0, ServerOptions.defaults())) {
            var first = fixture.ask(BODY);
            await(() -> fixture.engine.openSessions() > 0);
            RawConnection raw = fixture.askRaw(STREAM);
            await(() -> fixture.server.waiting() == 1);
            assertWithinASecond(raw::close, () -> fixture.server.waiting() == 0);
            assertEquals(0, fixture.engine.decodesThatPassed());
            fixture.engine.letAll();
            assertEquals(200, first.get(60, TimeUnit.SECONDS).statusCode());
        }
    }

    /**
     * That it comes within a second of the action, of this one try. Beside it runs a thread that only sleeps: how late that was is told
     * with a failure and taken off nothing, so that a machine that stood still can be told from a server that did.
     */
    private static void assertWithinASecond(Action action, BooleanSupplier condition) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        FutureTask<Long> sleeper = new FutureTask<>(() -> {
            long latest = 0;
            while (!over.get()) {
                long begin = System.nanoTime();
                Thread.sleep(5);
                latest = Math.max(latest, System.nanoTime() - begin);
            }
            return latest;
        });
        Thread.ofPlatform().start(sleeper);
        try {
            action.run();
            long begin = System.nanoTime();
            await(condition);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            over.set(true);
            long stall = TimeUnit.NANOSECONDS.toMillis(sleeper.get());
            assertTrue(millis <= 1_000, "it took " + millis + " ms; 5 ms of sleep took up to " + stall + " ms");
        } finally {
            over.set(true);
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    @Test
    void givesSignsOfLifeToAStreamThatWaits() throws Exception {
        HttpLimits limits = HttpLimits.defaults().withKeepAlive(Duration.ofMillis(20));
        try (Fixture fixture = new Fixture(0, ServerOptions.defaults().withHttp(limits));
                RawConnection raw = fixture.askRaw(STREAM)) {
            assertEquals(200, raw.readHead().status());
            fixture.engine.letAll();
            await(() -> !fixture.server.isBusy());
            fixture.server.close();
            assertTrue(raw.readRest().matches("(?s).*: keep-alive\n\n.*data: \\[DONE]\n\n.*"));
        }
    }

    @Test
    void answersAFaultOfTheEngineWith500AndGoesOn() throws Exception {
        try (Fixture fixture = new Fixture(0, ServerOptions.defaults())) {
            fixture.engine.failNext();
            fixture.engine.letAll();
            HttpResponse<String> failed = fixture.client.post(BODY);
            assertEquals(500, failed.statusCode());
            assertEquals(
                    "server_error",
                    ApiClient.exactJson(failed.body()).at("/error/type").asText());
            assertFalse(failed.body().contains("as asked"));
            assertEquals(200, fixture.client.post(BODY).statusCode());
        }
    }

    @Test
    void breaksAStreamOffWithAnErrorWhenTheEngineFails() throws Exception {
        try (Fixture fixture = new Fixture(2, ServerOptions.defaults());
                RawConnection raw = fixture.askRaw(STREAM)) {
            assertEquals(200, raw.readHead().status());
            fixture.engine.failNext();
            fixture.engine.letAll();
            String rest = raw.readRest();
            assertTrue(rest.contains("data: {\"error\":{\"message\":"), rest);
            assertFalse(rest.contains("[DONE]"), rest);
            assertFalse(rest.contains("\"finish_reason\":\"stop\""), rest);
            assertEquals(200, fixture.client.post(BODY).statusCode());
        }
    }

    @Test
    void finishesWhatRunsAndWaitsWhenItStops() throws Exception {
        try (Fixture fixture = new Fixture(0, ServerOptions.defaults())) {
            var first = fixture.ask(BODY);
            await(() -> fixture.engine.openSessions() > 0);
            var second = fixture.ask(BODY);
            await(() -> fixture.server.waiting() == 1);
            var closing = CompletableFuture.runAsync(fixture.server::close, fixture.threads);
            fixture.engine.letAll();
            assertEquals(200, first.get(60, TimeUnit.SECONDS).statusCode());
            assertEquals(200, second.get(60, TimeUnit.SECONDS).statusCode());
            closing.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void tellsThoseItCannotFinishWhenItStops() throws Exception {
        try (Fixture fixture = new Fixture(0, ServerOptions.defaults().withDrainTime(Duration.ofMillis(50)))) {
            var first = fixture.ask(BODY);
            await(() -> fixture.engine.openSessions() > 0);
            var second = fixture.ask(BODY);
            await(() -> fixture.server.waiting() == 1);
            fixture.server.close();
            assertEquals(503, first.get(60, TimeUnit.SECONDS).statusCode());
            assertEquals("server_stopping", code(second.get(60, TimeUnit.SECONDS)));
        }
    }
}
