package dev.tenon.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.server.http.HttpLimits;
import dev.tenon.server.http.RawConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Responses on the wire: what frames their events, and what becomes of those whose engine fails or who wait. */
@Timeout(300)
final class ResponsesTransportTest {
    private static final String WHOLE = "{\"model\":\"test\",\"input\":\"hi\"}";
    private static final String STREAM = "{\"model\":\"test\",\"input\":\"hi\",\"stream\":true}";

    private static final class Fixture implements AutoCloseable {
        final GatedEngine engine;
        final TenonServer server;

        Fixture(int decodes, ServerOptions options) throws Exception {
            engine = new GatedEngine(TestModels.scripted("hello world."), decodes);
            server = TenonServer.start(TestModels.served(engine), options.withAddress("127.0.0.1", 0));
        }

        RawConnection ask(String body) throws Exception {
            return new RawConnection(server.port())
                    .send("POST /v1/responses HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n"
                            + body);
        }

        @Override
        public void close() {
            engine.letAll();
            server.close();
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** The names of a stream's events; each is the type that its data has, too, and they are numbered. */
    private static List<String> types(String body) {
        List<String> events = List.of(body.split("\n\n", -1)).stream()
                .filter(event -> event.startsWith("event: "))
                .toList();
        for (int i = 0; i < events.size(); i++) {
            String[] lines = events.get(i).split("\n", -1);
            assertEquals(2, lines.length, events.get(i));
            JsonNode data = ApiClient.exactJson(lines[1].replaceFirst("^data: ", ""));
            assertEquals(lines[0], "event: " + data.get("type").textValue());
            assertEquals(i, data.get("sequence_number").intValue());
        }
        return events.stream()
                .map(event -> event.lines().findFirst().orElseThrow().replaceFirst("event: (response\\.)?", ""))
                .toList();
    }

    @Test
    void namesEachEventAndEndsWithoutAMark() throws Exception {
        try (Fixture fixture = new Fixture(0, ServerOptions.defaults())) {
            fixture.engine.letAll();
            try (RawConnection raw = fixture.ask(STREAM)) {
                RawConnection.Answer answer = raw.read();
                assertEquals(200, answer.status());
                assertEquals("text/event-stream; charset=utf-8", answer.header("content-type"));
                List<String> types = types(answer.body());
                assertEquals("created", types.get(0));
                assertEquals("in_progress", types.get(1));
                assertEquals("completed", types.get(types.size() - 1));
                assertFalse(answer.body().contains("[DONE]"));
            }
            try (RawConnection raw = fixture.ask(WHOLE)) {
                JsonNode response = ApiClient.exactJson(raw.read().body());
                assertEquals("completed", response.get("status").textValue());
                assertTrue(response.at("/output/0/content/0/text").textValue().startsWith("hello world"));
            }
        }
    }

    @Test
    void givesSignsOfLifeWhileARequestWaits() throws Exception {
        HttpLimits limits = HttpLimits.defaults().withKeepAlive(Duration.ofMillis(20));
        try (Fixture fixture = new Fixture(0, ServerOptions.defaults().withHttp(limits));
                RawConnection raw = fixture.ask(STREAM)) {
            assertEquals(200, raw.readHead().status());
            fixture.engine.letAll();
            await(() -> !fixture.server.isBusy());
            fixture.server.close();
            String rest = raw.readRest();
            assertTrue(rest.matches("(?s).*: keep-alive\n\n.*event: response.created\n.*"), rest);
            assertTrue(rest.contains("event: response.completed\n"), rest);
        }
    }

    @Test
    void answersAFaultBeforeTheFirstPieceWith500() throws Exception {
        for (String body : List.of(WHOLE, STREAM)) {
            try (Fixture fixture = new Fixture(0, ServerOptions.defaults())) {
                fixture.engine.failNext();
                fixture.engine.letAll();
                try (RawConnection raw = fixture.ask(body)) {
                    RawConnection.Answer answer = raw.read();
                    assertEquals(500, answer.status());
                    assertEquals(
                            "internal_error",
                            ApiClient.exactJson(answer.body()).at("/error/code").textValue());
                }
            }
        }
    }

    @Test
    void endsAStreamThatHasBegunAsFailed() throws Exception {
        try (Fixture fixture = new Fixture(2, ServerOptions.defaults());
                RawConnection raw = fixture.ask(STREAM)) {
            assertEquals(200, raw.readHead().status());
            fixture.engine.failNext();
            fixture.engine.letAll();
            await(() -> !fixture.server.isBusy());
            fixture.server.close();
            String rest = raw.readRest();
            assertTrue(rest.contains("event: error\ndata: {\"type\":\"error\",\"sequence_number\":"), rest);
            assertTrue(rest.contains("event: response.failed\n"), rest);
            assertTrue(rest.contains("\"status\":\"failed\""), rest);
            assertFalse(rest.contains("response.completed"), rest);
        }
    }
}
