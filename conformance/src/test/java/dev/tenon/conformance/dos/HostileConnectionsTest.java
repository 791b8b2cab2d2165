package dev.tenon.conformance.dos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.conformance.Scale;
import dev.tenon.conformance.wire.RunningServer;
import dev.tenon.server.http.HttpLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a connection does: it is bounded, it gets the right status, and a client that behaves is served all the while. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init") // The method before each sets them.
final class HostileConnectionsTest {
    private static final int MEGABYTE = 1 << 20;
    /** Far beyond what an answer takes on a machine with much else to do, and far below waiting for the others to end. */
    private static final long PATIENCE_MILLIS = 20_000;

    private static final String STREAM = """
        {"model":"model","messages":[{"role":"user","content":"hi"}],"stream":true,"logprobs":true,"top_logprobs":20,\
        "max_completion_tokens":3900,"n":8}\
        """;

    private RunningServer server;
    private GoodClient good;

    @BeforeEach
    void start() {
        server = RunningServer.random(
                5,
                HttpLimits.defaults()
                        .withRequestTimeout(Duration.ofSeconds(2))
                        .withStallTimeout(Duration.ofSeconds(1)));
        good = new GoodClient(server);
    }

    @AfterEach
    void theOthersWereServedAndNothingIsLeft() throws Exception {
        try (RunningServer closing = server) {
            good.stop();
            Scale.report(
                    "good client: " + good.answers() + " answers, the slowest after " + good.slowestMillis() + " ms");
            assertTrue(
                    good.slowestMillis() < PATIENCE_MILLIS, () -> "the slowest after " + good.slowestMillis() + " ms");
            await(() -> closing.metric("tenon_http_bodies_bytes") == 0, "bodies are given back");
            await(() -> closing.metric("tenon_http_connections_answered") <= 1, "connections are given back");
            await(() -> closing.metric("tenon_requests_running") == 0, "sequences are given back");
            assertTrue(closing.isHealthy());
        }
    }

    private static void await(Callable<Boolean> condition, String what) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!condition.call()) {
            assertTrue(System.nanoTime() < end, what);
            Thread.sleep(50);
        }
    }

    private RawClient connect() throws IOException {
        return RawClient.to(server.port());
    }

    @Test
    void thousandsOfIdleConnectionsAreHeldOrGivenUpAndTheOthersServed() throws Exception {
        int count = Scale.of(400, 10_000);
        Queue<RawClient> idle = new ArrayDeque<>();
        try {
            for (int i = 0; i < count; i++) {
                idle.add(connect());
            }
            HttpLimits limits = HttpLimits.defaults();
            await(() -> server.metric("tenon_http_connections_opened_total") >= count, "all are taken in");
            double open = server.metric("tenon_http_connections");
            assertTrue(open <= limits.maxConnections(), "open: " + open);
            double evicted = server.metric("tenon_http_connections_evicted_total");
            assertTrue(evicted >= count - limits.maxConnections(), "evicted: " + evicted);
            assertEquals(0, server.metric("tenon_http_connections_refused_total"));
            try (RawClient another = connect()) {
                assertEquals(200, another.send(RawClient.post(GoodClient.BODY)).status());
            }
        } finally {
            for (RawClient one : idle) {
                one.close();
            }
        }
        await(() -> server.metric("tenon_http_connections") < 10, "all are gone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"})
    void whoSendsAByteAtATimeIsToldThatItTookTooLong(String begin) throws Exception {
        List<RawClient> slow = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            slow.add(connect().send(begin.isEmpty() ? "P" : begin));
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
        while (System.nanoTime() < end) {
            for (RawClient client : slow) {
                client.trySend(new byte[] {'x'});
            }
            Thread.sleep(200);
        }
        for (RawClient client : slow) {
            assertTrue(client.rest().startsWith("HTTP/1.1 408 "));
            client.close();
        }
    }

    @Test
    void whoReadsAByteASecondIsClosed() throws Exception {
        List<RawClient> slow = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            slow.add(RawClient.to(server.port(), 4_096).send(RawClient.post(STREAM)));
        }
        // Answered bytes lie in the kernels' buffers until those are full, and then the time runs.
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
        while (cancelled() < slow.size() && System.nanoTime() < end) {
            for (RawClient client : slow) {
                client.read();
            }
            Thread.sleep(1_000);
        }
        assertEquals(slow.size(), cancelled());
        for (RawClient client : slow) {
            String rest = client.rest();
            assertFalse(rest.contains("[DONE]"), "cut off in " + rest.length() + " bytes");
            client.close();
        }
    }

    private double cancelled() throws Exception {
        return server.metric("tenon_requests_total{model=\"model\",outcome=\"cancelled\"}");
    }

    @Test
    void bodiesOfAHundredMegabytesAreRefused() throws Exception {
        byte[] piece = new byte[MEGABYTE];
        try (RawClient told = connect()) {
            told.send(RawClient.post("Content-Length: " + 100 * MEGABYTE + "\r\n", ""));
            assertEquals(413, told.status());
        }
        try (RawClient waits = connect()) {
            waits.send(RawClient.post("Expect: 100-continue\r\nContent-Length: " + 100 * MEGABYTE + "\r\n", ""));
            assertEquals(413, waits.status());
        }
        try (RawClient chunked = connect()) {
            chunked.send(RawClient.post("Transfer-Encoding: chunked\r\n", ""));
            byte[] head = (Integer.toHexString(MEGABYTE) + "\r\n").getBytes(UTF_8);
            boolean taken = true;
            for (int i = 0; i < 100 && taken; i++) {
                taken = chunked.trySend(head) && chunked.trySend(piece) && chunked.trySend("\r\n".getBytes(UTF_8));
            }
            assertTrue(chunked.rest().startsWith("HTTP/1.1 413 "));
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 100; i++) {
                gzip.write(piece);
            }
        }
        assertTrue(packed.size() < MEGABYTE);
        try (RawClient bomb = connect()) {
            bomb.send(RawClient.post("Content-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n", ""));
            bomb.trySend(packed.toByteArray());
            assertEquals(413, bomb.status());
        }
    }

    @Test
    void headsOfAMegabyteAreRefused() throws Exception {
        String large = "x".repeat(MEGABYTE);
        try (RawClient line = connect()) {
            line.trySend(("GET /" + large + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(UTF_8));
            assertTrue(line.rest().startsWith("HTTP/1.1 414 "));
        }
        try (RawClient field = connect()) {
            field.trySend(("GET /health HTTP/1.1\r\nHost: x\r\nCookie: " + large + "\r\n\r\n").getBytes(UTF_8));
            assertTrue(field.rest().startsWith("HTTP/1.1 431 "));
        }
        try (RawClient fields = connect()) {
            fields.trySend(
                    ("GET /health HTTP/1.1\r\nHost: x\r\n" + "a: b\r\n".repeat(200_000) + "\r\n").getBytes(UTF_8));
            assertTrue(fields.rest().startsWith("HTTP/1.1 431 "));
        }
    }

    @Test
    void deepJsonAndInvalidUtf8AreRefusedAndTheConnectionLives() throws Exception {
        String good = RawClient.post(GoodClient.BODY);
        try (RawClient client = connect()) {
            for (String deep : List.of(
                    "[".repeat(100_000),
                    "[".repeat(100_000) + "]".repeat(100_000),
                    "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000),
                    GoodClient.BODY.replace("\"hi\"", "[".repeat(100_000) + "]".repeat(100_000)))) {
                assertEquals(400, client.send(RawClient.post(deep)).status());
            }
            for (byte[] bad : List.of(
                    GoodClient.BODY.replace("hi", "h\u00FF").getBytes(ISO_8859_1),
                    GoodClient.BODY.replace("hi", "\u00C0\u0080").getBytes(ISO_8859_1),
                    GoodClient.BODY.replace("hi", "\u00ED\u00A0\u0080").getBytes(ISO_8859_1))) {
                client.send(RawClient.post("Content-Length: " + bad.length + "\r\n", ""));
                assertEquals(400, client.send(bad).status());
            }
            assertEquals(200, client.send(good).status());
        }
    }

    @Test
    void aThousandPipelinedRequestsAreAnsweredInOrder() throws Exception {
        int count = 1_000;
        byte[] requests = "GET /health HTTP/1.1~Host: x~~GET /none HTTP/1.1~Host: x~~"
                .replace("~", "\r\n")
                .repeat(count / 2)
                .getBytes(UTF_8);
        try (RawClient client = connect()) {
            Thread sender = Thread.ofVirtual().start(() -> client.trySend(requests));
            for (int i = 0; i < count; i++) {
                assertEquals(i % 2 == 0 ? 200 : 404, client.status(), "answer " + i);
            }
            sender.join();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\u0000\u0001\u0002~~                                                             | 408",
                "GET / HTTP/1.1 and more~Host: x~~                                                | 400",
                "~~~~                                                                             | 408",
                "POST /v1/chat/completions HTTP/1.1~Host: x~Transfer-Encoding: chunked~~7FFFFFFFFFFFFFFF~ | 400",
                "POST /v1/chat/completions HTTP/1.1~Host: x~Transfer-Encoding: chunked~~0;x~~~    | 400",
                "POST /v1/chat/completions HTTP/1.1~Host: x~Content-Length: 99999999999999999999~~ | 400",
                "POST /v1/chat/completions HTTP/1.1~Host: x~Content-Length: 5~Transfer-Encoding: chunked~~0~~ | 400",
                "PRI * HTTP/2.0~~SM~~                                                             | 505",
                "POST /v1/chat/completions HTTP/1.0~Content-Length: 0~~                           | 400",
            })
    void whatIsNoRequestIsRefused(String bytes, int status) throws Exception {
        try (RawClient client = connect()) {
            client.trySend(bytes.replace("~", "\r\n").getBytes(ISO_8859_1));
            assertEquals(status, client.status());
        }
    }

    @Test
    void whoWaitsForLeaveToSendABodyGetsIt() throws Exception {
        try (RawClient client = connect()) {
            int length = GoodClient.BODY.length();
            client.send(RawClient.post("Expect: 100-continue\r\nContent-Length: " + length + "\r\n", ""));
            assertEquals(100, client.status());
            assertEquals(200, client.send(GoodClient.BODY).status());
        }
    }

    @Test
    void noiseIsRefusedOrClosed() throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        byte[] valid = RawClient.post(GoodClient.BODY).getBytes(UTF_8);
        for (int i = 0; i < Scale.of(100, 5_000); i++) {
            byte[] bytes = valid.clone();
            if (i % 2 == 0) {
                bytes = new byte[random.nextInt(1, 2_000)];
                random.nextBytes(bytes);
            } else {
                for (int change = random.nextInt(1, 6); change > 0; change--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
            }
            try (RawClient client = connect()) {
                if (client.trySend(bytes) && random.nextInt(4) == 0) {
                    client.reset();
                }
            }
        }
    }

    @Test
    void whoAsksAndGoesAwayLeavesNothingBehind() throws Exception {
        for (int i = 0; i < Scale.of(100, 2_000); i++) {
            RawClient client = connect().send(RawClient.post(STREAM.replace("3900", "200")));
            if (i % 3 == 0) {
                client.read();
            }
            client.reset();
        }
        await(() -> server.metric("tenon_queue_waiting") == 0, "the queue is empty");
    }
}
