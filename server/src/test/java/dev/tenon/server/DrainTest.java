package dev.tenon.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.server.http.RawConnection;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server says of itself before it has a model, and while it ends. */
@Timeout(300)
final class DrainTest {
    private static final String BODY = "{\"model\":\"test\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final ServerOptions OPTIONS = ServerOptions.defaults().withAddress("127.0.0.1", 0);

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    private static String post() {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY;
    }

    private static RawConnection.Answer ask(TenonServer server, String request) throws IOException {
        try (RawConnection raw = new RawConnection(server.port())) {
            return raw.send(request).read();
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "in time");
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void assertComeBack(RawConnection.Answer answer) {
        assertEquals(503, answer.status());
        assertEquals("2", answer.header("retry-after"));
        assertEquals("true", answer.header("x-should-retry"));
    }

    @Test
    void aServerWithoutAModelLivesAndIsNotReady() throws Exception {
        try (TenonServer server = TenonServer.listen(OPTIONS)) {
            assertEquals("{\"status\":\"ok\"}", ask(server, get("/health")).body());
            RawConnection.Answer ready = ask(server, get("/ready"));
            assertComeBack(ready);
            assertEquals("{\"status\":\"loading\"}", ready.body());
            RawConnection.Answer refused = ask(server, post());
            assertComeBack(refused);
            assertEquals(
                    "model_loading",
                    ApiClient.exactJson(refused.body()).at("/error/code").textValue());
            assertTrue(ask(server, get("/metrics")).body().contains("tenon_ready 0.0"));
            assertFalse(server.isReady());

            server.serve(TestModels.served(TestModels.scripted("hello")));
            assertTrue(server.isReady());
            assertEquals("{\"status\":\"ready\"}", ask(server, get("/ready")).body());
            assertTrue(ask(server, get("/metrics")).body().contains("tenon_ready 1.0"));
            assertEquals(200, ask(server, post()).status());
        }
    }

    @Test
    void aServerThatEndsFinishesWhatRunsAndSendsTheOthersAway() throws Exception {
        GatedEngine engine = new GatedEngine(TestModels.scripted("hello"), 0);
        TenonServer server = TenonServer.start(TestModels.served(engine), OPTIONS);
        try (RawConnection idle = new RawConnection(server.port());
                RawConnection running = new RawConnection(server.port())) {
            assertEquals(200, idle.send(get("/health")).read().status());
            running.send(post());
            await(server::isBusy);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
            assertTrue(idle.isClosedByServer());
            assertFalse(server.isReady());
            RawConnection.Answer ready = ask(server, get("/ready"));
            assertComeBack(ready);
            assertEquals("{\"status\":\"draining\"}", ready.body());
            assertEquals(200, ask(server, get("/health")).status());
            RawConnection.Answer refused = ask(server, post());
            assertComeBack(refused);
            assertEquals("close", refused.header("connection"));
            assertEquals(
                    "server_stopping",
                    ApiClient.exactJson(refused.body()).at("/error/code").textValue());
            assertFalse(closing.isDone());
            engine.letAll();
            RawConnection.Answer answer = running.read();
            assertEquals(200, answer.status());
            assertEquals("close", answer.header("connection"));
            closing.get(60, TimeUnit.SECONDS);
            assertThrows(ConnectException.class, () -> new RawConnection(server.port()).close());
        }
    }

    @Test
    void whatDoesNotEndInTimeIsToldSo() throws Exception {
        GatedEngine engine = new GatedEngine(TestModels.scripted("hello"), 0);
        TenonServer server =
                TenonServer.start(TestModels.served(engine), OPTIONS.withDrainTime(Duration.ofMillis(200)));
        try (RawConnection running = new RawConnection(server.port()).send(post())) {
            await(server::isBusy);
            long begin = System.nanoTime();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
            CompletableFuture<RawConnection.Answer> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return running.read();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            Thread.sleep(400);
            engine.letAll();
            assertEquals(503, answer.get(60, TimeUnit.SECONDS).status());
            closing.get(60, TimeUnit.SECONDS);
            assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(60));
        }
    }
}
