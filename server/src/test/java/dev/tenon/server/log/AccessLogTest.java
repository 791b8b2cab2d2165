package dev.tenon.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.server.http.HttpObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class AccessLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(AccessLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    private ILoggingEvent logged(HttpObserver.Summary summary) {
        new AccessLog().onExchange(summary);
        assertEquals(1, lines.list.size());
        return lines.list.get(0);
    }

    private static JsonNode json(ILoggingEvent event) throws IOException {
        String line = new String(new JsonLines().encode(event), StandardCharsets.UTF_8);
        assertTrue(line.endsWith("}\n") && line.indexOf('\n') == line.length() - 1, line);
        return new ObjectMapper().readTree(line);
    }

    private static HttpObserver.Summary summary(String method, String clientId, Map<String, String> notes) {
        return new HttpObserver.Summary(
                "req_1", clientId, "10.0.0.7", method, "/v1/chat/completions", 200, 12_345_678, true, notes);
    }

    @Test
    void aRequestIsALineForPeople() {
        ILoggingEvent event = logged(summary("POST", "abc", Map.of("model", "m", "prompt", "12", "key", "alice")));
        assertEquals(Level.INFO, event.getLevel());
        assertEquals(
                "req_1 POST /v1/chat/completions 200 12 ms client=10.0.0.7 client_request_id=abc key=alice model=m"
                        + " prompt=12",
                event.getFormattedMessage());
    }

    @Test
    void aRequestIsAnObjectForPrograms() throws IOException {
        JsonNode line = json(logged(summary("POST", "abc", Map.of("model", "m", "prompt", "12", "key", "7"))));
        assertEquals("AccessLog", line.get("logger").textValue());
        assertEquals("req_1", line.get("request_id").textValue());
        assertEquals("abc", line.get("client_request_id").textValue());
        assertEquals("10.0.0.7", line.get("client").textValue());
        assertEquals(200, line.get("status").intValue());
        assertTrue(line.get("complete").booleanValue());
        assertEquals(12, line.get("total_ms").intValue());
        assertEquals(12, line.get("prompt").intValue());
        assertEquals("7", line.get("key").textValue());
        assertFalse(line.has("message"));
    }

    @Test
    void whatAClientWroteCannotBreakALine() throws IOException {
        JsonNode line = json(logged(summary("BREW\"\n{" + "x".repeat(1_000), "", Map.of())));
        assertTrue(line.get("method").textValue().startsWith("BREW\"\n{x"));
        assertTrue(line.get("method").textValue().length() < 30);
        assertFalse(line.has("client_request_id"));
    }

    @Test
    void probesAreForThoseWhoAskForThem() {
        HttpObserver.Summary probe =
                new HttpObserver.Summary("req_2", "", "::1", "GET", "/ready", 503, 1, true, Map.of());
        new AccessLog().onExchange(probe);
        assertEquals(0, lines.list.size());
    }

    @Test
    void otherEventsAreObjectsTooAndBringTheirStackTraces() throws IOException {
        logger.warn("the {} \"is\"\nlow", "moon", new IllegalStateException("as asked"));
        JsonNode line = json(lines.list.get(0));
        assertEquals("WARN", line.get("level").textValue());
        assertEquals("the moon \"is\"\nlow", line.get("message").textValue());
        assertTrue(line.get("error").textValue().contains("IllegalStateException: as asked"));
        assertTrue(line.get("time").textValue().matches("\\d{4}-.*Z"));
    }
}
