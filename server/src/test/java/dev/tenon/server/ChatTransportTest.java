package dev.tenon.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.server.http.RawConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Completions over every way that HTTP has of carrying them. */
@Timeout(300)
final class ChatTransportTest {
    private static final String WHOLE = "{\"model\":\"test\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String STREAM = WHOLE.replace("{\"model", "{\"stream\":true,\"model");

    private static final TenonServer SERVER = start();

    private static TenonServer start() {
        try {
            return TenonServer.start(
                    TestModels.served(TestModels.scripted("hello world")),
                    ServerOptions.defaults().withAddress("127.0.0.1", 0));
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
        SERVER.close();
    }

    private static String post(String version, String headers, String body) {
        return "POST /v1/chat/completions " + version + "\r\nHost: x\r\nContent-Type: application/json\r\n" + headers
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static void assertWhole(RawConnection.Answer answer) {
        assertEquals(200, answer.status(), answer.body());
        assertEquals(
                "hello world",
                ApiClient.exactJson(answer.body())
                        .at("/choices/0/message/content")
                        .textValue());
    }

    private static void assertStream(RawConnection.Answer answer) {
        assertEquals(200, answer.status(), answer.body());
        assertEquals("text/event-stream; charset=utf-8", answer.header("content-type"));
        List<String> events = answer.body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
        assertEquals(
                "hello world",
                StreamChecker.choices(events).at("/0/message/content").textValue());
    }

    @Test
    void answersAnUpgradeToHttpTwoByVersionOneOneWholeAndStreamed() throws Exception {
        try (ApiClient client = new ApiClient(SERVER.port())) {
            HttpResponse<String> whole = client.send(client.request(WHOLE));
            assertEquals(HttpClient.Version.HTTP_1_1, whole.version());
            assertTrue(whole.body().contains("hello world"));
            assertEquals(
                    "hello world",
                    StreamChecker.choices(client.stream(STREAM))
                            .at("/0/message/content")
                            .textValue());
        }
        try (RawConnection raw = new RawConnection(SERVER.port())) {
            String upgrade =
                    "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAB\r\n";
            assertWhole(raw.send(post("HTTP/1.1", upgrade, WHOLE)).read());
            assertStream(raw.send(post("HTTP/1.1", upgrade, STREAM)).read());
        }
    }

    @Test
    void takesAChunkedBody() throws Exception {
        try (RawConnection raw = new RawConnection(SERVER.port())) {
            raw.send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < WHOLE.length(); i += 20) {
                String piece = WHOLE.substring(i, Math.min(WHOLE.length(), i + 20));
                raw.send(Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n");
            }
            assertWhole(raw.send("0\r\n\r\n").read());
        }
    }

    @Test
    void takesABodyInGzip() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(STREAM.getBytes(StandardCharsets.UTF_8));
        }
        try (RawConnection raw = new RawConnection(SERVER.port())) {
            raw.send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: "
                    + packed.size() + "\r\n\r\n");
            assertStream(raw.send(packed.toByteArray()).read());
        }
    }

    @Test
    void answersVersionOneZeroAndEndsWithTheConnection() throws Exception {
        for (String body : List.of(WHOLE, STREAM)) {
            try (RawConnection raw = new RawConnection(SERVER.port())) {
                RawConnection.Answer answer =
                        raw.send(post("HTTP/1.0", "", body)).read();
                assertEquals("", answer.header("transfer-encoding"));
                if (body.equals(WHOLE)) {
                    assertWhole(answer);
                } else {
                    assertStream(answer);
                }
                assertTrue(raw.isClosedByServer());
            }
        }
    }

    @Test
    void keepsAConnectionThroughStreamsAndErrors() throws Exception {
        try (RawConnection raw = new RawConnection(SERVER.port())) {
            assertStream(raw.send(post("HTTP/1.1", "", STREAM)).read());
            assertEquals(400, raw.send(post("HTTP/1.1", "", "{")).read().status());
            assertWhole(raw.send(post("HTTP/1.1", "", WHOLE)).read());
            assertStream(raw.send(post("HTTP/1.1", "", STREAM)).read());
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        try (RawConnection raw = new RawConnection(SERVER.port())) {
            raw.send(post("HTTP/1.1", "", STREAM)
                    + post("HTTP/1.1", "", WHOLE)
                    + "GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n"
                    + post("HTTP/1.1", "", "{")
                    + post("HTTP/1.1", "Connection: close\r\n", STREAM));
            assertStream(raw.read());
            assertWhole(raw.read());
            assertFalse(ApiClient.exactJson(raw.read().body()).at("/data/0/id").isMissingNode());
            assertEquals(400, raw.read().status());
            assertStream(raw.read());
            assertTrue(raw.isClosedByServer());
        }
    }
}
