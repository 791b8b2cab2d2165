package dev.tenon.server.http;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
final class HttpServerTest {
    private static final int MAX_BODY = 1 << 16;

    private static final EchoServer ECHO = start(HttpLimits.defaults().withMaxBodyBytes(MAX_BODY));

    private static EchoServer start(HttpLimits limits) {
        try {
            return new EchoServer(limits);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeAll
    static void listens() {
        assertTrue(ECHO.server.port() > 0);
    }

    @AfterAll
    static void stops() {
        ECHO.close();
    }

    private static String post(String path, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void keepsAConnectionOfVersionOneOneAlive() throws IOException {
        try (RawConnection raw = ECHO.connect()) {
            assertEquals("one", raw.send(post("/echo", "one")).read().body());
            assertEquals("two", raw.send(post("/echo", "two")).read().body());
        }
    }

    @Test
    void closesWhenAskedTo() throws IOException {
        try (RawConnection raw = ECHO.connect()) {
            raw.send("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            RawConnection.Answer answer = raw.read();
            assertEquals("hello", answer.body());
            assertEquals("close", answer.header("connection"));
            assertTrue(raw.isClosedByServer());
        }
    }

    @Test
    void answersVersionOneZeroAndClosesUnlessAskedToKeepAlive() throws IOException {
        try (RawConnection raw = ECHO.connect()) {
            RawConnection.Answer answer = raw.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                    .read();
            assertEquals("hello", answer.body());
            assertEquals("keep-alive", answer.header("connection"));
            assertEquals("hello", raw.send("GET /hello HTTP/1.0\r\n\r\n").read().body());
            assertTrue(raw.isClosedByServer());
        }
    }

    @Test
    void answersPipelinedRequestsInOrderThoughTheFirstTakesLonger() throws Exception {
        try (RawConnection raw = ECHO.connect()) {
            raw.send(post("/held", "first") + post("/echo", "second") + "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
            HttpExchange first = requireNonNull(ECHO.held.poll(60, TimeUnit.SECONDS));
            first.respond(200, "text/plain", first.body());
            assertEquals("first", raw.read().body());
            assertEquals("second", raw.read().body());
            assertEquals("hello", raw.read().body());
        }
    }

    @Test
    void answersMorePipelinedRequestsThanMayWait() throws IOException {
        int count = 2_000;
        try (RawConnection raw = ECHO.connect()) {
            raw.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n".repeat(count));
            for (int i = 0; i < count; i++) {
                assertEquals("hello", raw.read().body());
            }
        }
    }

    @Test
    void givesLeaveToSendABodyThatIsAnnounced() throws IOException {
        try (RawConnection raw = ECHO.connect()) {
            raw.send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
            assertEquals(100, raw.read().status());
            assertEquals("body", raw.send("body").read().body());
        }
    }

    @Test
    void givesLeaveOnlyAfterTheAnswerBefore() throws Exception {
        try (RawConnection raw = ECHO.connect()) {
            raw.send(post("/held", "first"));
            HttpExchange first = requireNonNull(ECHO.held.poll(60, TimeUnit.SECONDS));
            raw.send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
            first.respond(200, "text/plain", first.body());
            assertEquals("first", raw.read().body());
            assertEquals(100, raw.read().status());
            assertEquals("body", raw.send("body").read().body());
        }
    }

    @Test
    void refusesABodyThatIsAnnouncedTooLargeWithoutReadingIt() throws IOException {
        try (RawConnection raw = ECHO.connect()) {
            raw.send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
            RawConnection.Answer answer = raw.read();
            assertEquals(413, answer.status());
            assertEquals("request_too_large", answer.body());
            assertTrue(raw.isClosedByServer());
        }
    }

    @Test
    void refusesAChunkedBodyOnceItIsTooLarge() throws IOException {
        try (RawConnection raw = ECHO.connect()) {
            raw.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 20; i++) {
                raw.send("1000\r\n" + "x".repeat(0x1000) + "\r\n");
            }
            raw.send("0\r\n\r\n");
            assertEquals(413, raw.read().status());
        }
    }

    @Test
    void takesAChunkedBody() throws IOException {
        try (RawConnection raw = ECHO.connect()) {
            raw.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            raw.send("3\r\nabc\r\n").send("2\r\nde\r\n0\r\n\r\n");
            assertEquals("abcde", raw.read().body());
        }
    }

    @ParameterizedTest
    @CsvSource({"65536, 200", "65537, 413"})
    void takesABodyUpToTheLimitAndNotOnePast(int length, int status) throws IOException {
        try (RawConnection raw = ECHO.connect()) {
            assertEquals(
                    status, raw.send(post("/echo", "x".repeat(length))).read().status());
        }
    }

    private static byte[] gzipRequest(String body) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(EchoServer.text(body));
        }
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(
                EchoServer.text("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: "
                        + packed.size() + "\r\n\r\n"));
        request.writeBytes(packed.toByteArray());
        return request.toByteArray();
    }

    @Test
    void unpacksGzip() throws IOException {
        try (RawConnection raw = ECHO.connect()) {
            assertEquals("packed", raw.send(gzipRequest("packed")).read().body());
            assertEquals("again", raw.send(gzipRequest("again")).read().body());
        }
    }

    @Test
    void refusesWhatUnpacksToTooMuch() throws IOException {
        try (RawConnection raw = ECHO.connect()) {
            assertEquals(
                    413, raw.send(gzipRequest("x".repeat(60_000_000))).read().status());
        }
    }

    @Test
    void refusesWhatIsNoGzip() throws IOException {
        try (RawConnection raw = ECHO.connect()) {
            raw.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 40\r\n\r\n"
                    + "nope".repeat(10));
            assertEquals(400, raw.read().status());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'GET /hello HTTP/1.1|Host: x', 200, hello",
        "'GET /hello?a=b HTTP/1.1|Host: x', 200, hello",
        "'GET http://host/hello HTTP/1.1|Host: x', 200, hello",
        "'GET /under/a/b%2Fc HTTP/1.1|Host: x', 200, /under/a/b%2Fc",
        "'GET /under/ HTTP/1.1|Host: x', 404, unknown_url",
        "'GET /nowhere HTTP/1.1|Host: x', 404, unknown_url",
        "'DELETE /hello HTTP/1.1|Host: x', 405, method_not_allowed",
        "'GET /fails HTTP/1.1|Host: x', 500, internal_error",
        "'POST /echo HTTP/1.1|Host: x|Content-Encoding: br|Content-Length: 0', 415, unsupported_content_encoding",
        "'POST /echo HTTP/1.1|Host: x|Expect: tea|Content-Length: 0', 417, expectation_failed",
        "'POST /echo HTTP/1.1|Host: x|Content-Length: five', 400, malformed_request",
        "'PRI * HTTP/2.0', 505, http_version_not_supported",
        "'nonsense', 400, malformed_request",
        "'GET /hello SPDY/9', 400, malformed_request",
    })
    void answersEveryHead(String head, int status, String body) throws IOException {
        try (RawConnection raw = ECHO.connect()) {
            RawConnection.Answer answer =
                    raw.send(head.replace("|", "\r\n") + "\r\n\r\n").read();
            assertEquals(status, answer.status());
            assertEquals(body, answer.body());
            assertEquals("req_test", answer.header("x-request-id"));
            assertEquals("2020-10-01", answer.header("openai-version"));
            assertTrue(answer.header("openai-processing-ms").matches("\\d+"));
        }
    }

    @Test
    void refusesEndlessHeads() throws IOException {
        try (RawConnection raw = ECHO.connect()) {
            raw.send("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertEquals(414, raw.read().status());
        }
        try (RawConnection raw = ECHO.connect()) {
            raw.send("GET /hello HTTP/1.1\r\nHost: x\r\n" + ("X-Y: " + "x".repeat(1000) + "\r\n").repeat(40) + "\r\n");
            assertEquals(431, raw.read().status());
        }
    }

    @Test
    void answersHeadWithoutABody() throws IOException {
        try (RawConnection raw = ECHO.connect()) {
            raw.send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n");
            assertEquals("5", raw.readHead().header("content-length"));
            assertEquals(
                    "hello",
                    raw.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").read().body());
        }
    }

    @Test
    void answersAPreflightWithTheHeadersAskedFor() throws IOException {
        try (RawConnection raw = ECHO.connect()) {
            raw.send("OPTIONS /echo HTTP/1.1|Host: x|Access-Control-Request-Headers: authorization,x-stainless-os||"
                    .replace("|", "\r\n"));
            RawConnection.Answer answer = raw.read();
            assertEquals(204, answer.status());
            assertEquals("*", answer.header("access-control-allow-origin"));
            assertEquals("authorization,x-stainless-os", answer.header("access-control-allow-headers"));
            assertEquals(
                    "hello",
                    raw.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").read().body());
        }
    }

    @Test
    void answersTheUpgradeRequestOfTheJdksClientByVersionOneOneWithItsBody() throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ECHO.server.port() + "/echo"))
                    .POST(HttpRequest.BodyPublishers.ofString("the body"))
                    .build();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals("the body", response.body());
            assertEquals(HttpClient.Version.HTTP_1_1, response.version());
        }
    }

    @Test
    void streamsEventsInChunks() throws IOException {
        try (RawConnection raw = ECHO.connect()) {
            RawConnection.Answer answer =
                    raw.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n").read();
            assertEquals(": keep-alive\n\ndata: {\"n\":1}\n\ndata: [DONE]\n\n", answer.body());
            assertEquals("text/event-stream; charset=utf-8", answer.header("content-type"));
            assertEquals("no-cache", answer.header("cache-control"));
            assertEquals("no", answer.header("x-accel-buffering"));
            assertEquals(
                    "hello",
                    raw.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").read().body());
        }
    }

    @Test
    void streamsEventsToVersionOneZeroUntilTheConnectionEnds() throws IOException {
        try (RawConnection raw = ECHO.connect()) {
            RawConnection.Answer answer = raw.send("GET /events HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                    .read();
            assertEquals(": keep-alive\n\ndata: {\"n\":1}\n\ndata: [DONE]\n\n", answer.body());
        }
    }

    @Test
    void closesAfterAStreamThatBreaksOff() throws IOException {
        try (RawConnection raw = ECHO.connect()) {
            RawConnection.Answer answer =
                    raw.send("GET /broken-events HTTP/1.1\r\nHost: x\r\n\r\n").read();
            assertEquals("data: {\"n\":1}\n\ndata: {\"error\":{}}\n\n", answer.body());
            assertTrue(raw.isClosedByServer());
        }
    }

    @Test
    void tellsTheHandlerWhenTheClientGoesAway() throws Exception {
        try (EchoServer own = start(HttpLimits.defaults())) {
            HttpExchange exchange;
            try (RawConnection raw = own.connect()) {
                raw.send(post("/held", "x"));
                exchange = requireNonNull(own.held.poll(60, TimeUnit.SECONDS));
                assertFalse(exchange.isClientGone());
            }
            assertTrue(own.gone.await(60, TimeUnit.SECONDS));
            assertTrue(exchange.isClientGone());
            HttpObserver.Summary summary = requireNonNull(own.summaries.poll(60, TimeUnit.SECONDS));
            assertEquals(0, summary.status());
            assertFalse(summary.complete());
        }
    }

    @Test
    void givesUpARequestThatTrickles() throws IOException {
        try (EchoServer own = start(HttpLimits.defaults().withRequestTimeout(Duration.ofMillis(100)));
                RawConnection raw = own.connect()) {
            raw.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nx");
            assertEquals(408, raw.read().status());
        }
    }

    @Test
    void givesUpAHeadThatTricklesThoughARequestCameBefore() throws IOException {
        try (EchoServer own = start(HttpLimits.defaults().withRequestTimeout(Duration.ofMillis(100)));
                RawConnection raw = own.connect()) {
            assertEquals(
                    "hello",
                    raw.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").read().body());
            raw.send("GET /hel");
            assertEquals(408, raw.read().status());
        }
    }

    @Test
    void pausesAWriterAndThenDropsAReaderThatTakesNothing() throws Exception {
        try (EchoServer own = start(HttpLimits.defaults().withStallTimeout(Duration.ofMillis(200)));
                RawConnection raw = own.connect()) {
            raw.send(post("/held", "x"));
            HttpExchange exchange = requireNonNull(own.held.poll(60, TimeUnit.SECONDS));
            SseWriter events = exchange.startEvents();
            byte[] event = new byte[1 << 16];
            int sent = 0;
            while (sent < 10_000 && events.awaitWritable()) {
                events.data(event);
                sent++;
            }
            assertTrue(sent < 1_000, sent + " events of 64 KiB were taken in");
            assertTrue(own.gone.await(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void finishesWhatRunsWhenItStops() throws Exception {
        try (EchoServer own = start(HttpLimits.defaults());
                RawConnection busy = own.connect();
                RawConnection idle = own.connect()) {
            assertEquals(
                    "hello",
                    idle.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").read().body());
            busy.send(post("/held", "last"));
            HttpExchange exchange = requireNonNull(own.held.poll(60, TimeUnit.SECONDS));
            own.server.stopAccepting();
            assertTrue(idle.isClosedByServer());
            assertFalse(own.server.awaitIdle(Duration.ofMillis(1)));
            exchange.respond(200, "text/plain", exchange.body());
            assertEquals("last", busy.read().body());
            assertTrue(busy.isClosedByServer());
            assertTrue(own.server.awaitIdle(Duration.ofMinutes(1)));
        }
    }
}
