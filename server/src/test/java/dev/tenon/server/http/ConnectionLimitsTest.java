package dev.tenon.server.http;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
final class ConnectionLimitsTest {
    private static final String HELLO = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "in time");
            Thread.sleep(5);
        }
    }

    @Test
    void theOneThatWaitsLongestMakesRoomForANewOne() throws Exception {
        try (EchoServer server = new EchoServer(HttpLimits.defaults().withMaxConnections(2));
                RawConnection first = server.connect();
                RawConnection second = server.connect()) {
            assertEquals("hello", second.send(HELLO).read().body());
            assertEquals("hello", first.send(HELLO).read().body());
            await(() -> server.server.connections().answered() == 0);
            try (RawConnection third = server.connect()) {
                assertEquals("hello", third.send(HELLO).read().body());
                assertTrue(second.isClosedByServer());
                assertEquals("hello", first.send(HELLO).read().body());
            }
            assertEquals(1, server.server.connections().evicted());
        }
    }

    @Test
    void oneThatIsSendingARequestGoesAfterOneThatIsNot() throws Exception {
        try (EchoServer server = new EchoServer(HttpLimits.defaults().withMaxConnections(2));
                RawConnection sending = server.connect().send("GET /hel");
                RawConnection idle = server.connect()) {
            await(() -> server.server.connections().sending() == 1);
            assertEquals("hello", idle.send(HELLO).read().body());
            // The answer is here before its connection counts as one that waits.
            await(() -> server.server.connections().answered() == 0);
            try (RawConnection third = server.connect()) {
                assertEquals("hello", third.send(HELLO).read().body());
                assertTrue(idle.isClosedByServer());
                assertEquals(
                        "hello",
                        sending.send("lo HTTP/1.1\r\nHost: x\r\n\r\n").read().body());
            }
        }
    }

    @Test
    void whereEveryConnectionIsAnsweredANewOneIsToldToComeBack() throws Exception {
        String held = "POST /held HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";
        try (EchoServer server = new EchoServer(HttpLimits.defaults().withMaxConnections(2));
                RawConnection first = server.connect().send(held);
                RawConnection second = server.connect().send(held)) {
            await(() -> server.server.connections().answered() == 2);
            try (RawConnection third = server.connect().send(HELLO)) {
                RawConnection.Answer answer = third.read();
                assertEquals(503, answer.status());
                assertEquals("1", answer.header("retry-after"));
                assertTrue(answer.body().contains("too_many_connections"), answer.body());
                assertTrue(third.isClosedByServer());
            }
            requireNonNull(server.held.poll(60, TimeUnit.SECONDS)).respondEmpty(204);
            requireNonNull(server.held.poll(60, TimeUnit.SECONDS)).respondEmpty(204);
            assertEquals(204, first.read().status());
            assertEquals(204, second.read().status());
            assertEquals(1, server.server.connections().refused());
            assertEquals(2, server.server.connections().open());
        }
    }

    @Test
    void bodiesOfAllConnectionsTogetherAreBounded() throws Exception {
        int body = 60_000;
        String head = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: " + body + "\r\n\r\n";
        try (EchoServer server = new EchoServer(HttpLimits.defaults().withHeldBodyBytes(100_000))) {
            RawConnection first = server.connect();
            first.send(head + "x".repeat(50_000));
            await(() -> server.server.heldBodyBytes() == 50_000);
            try (RawConnection second = server.connect()) {
                RawConnection.Answer answer =
                        second.send(head + "x".repeat(body)).read();
                assertEquals(503, answer.status());
                assertEquals("too_many_bodies", answer.body());
            }
            await(() -> server.server.heldBodyBytes() == 50_000);
            assertEquals(200, first.send("x".repeat(10_000)).read().status());
            await(() -> server.server.heldBodyBytes() == 0);
            first.send(head + "x".repeat(50_000));
            await(() -> server.server.heldBodyBytes() == 50_000);
            first.close();
            await(() -> server.server.heldBodyBytes() == 0);
            try (RawConnection third = server.connect()) {
                assertEquals(
                        body, third.send(head + "x".repeat(body)).read().body().length());
            }
        }
    }

    @Test
    void aReaderOfAFewBytesASecondIsClosedAndAPatientOneIsNot() throws Exception {
        HttpLimits limits = HttpLimits.defaults().withStallTimeout(Duration.ofSeconds(2));
        try (EchoServer server = new EchoServer(limits);
                RawConnection slow = server.connect();
                RawConnection patient = server.connect()) {
            slow.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n").readHead();
            patient.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
            assertEquals(200, patient.readHead().status());
            long read = 0;
            long rested = 0;
            while (read < EchoServer.LARGE) {
                read += patient.readSome(1 << 20);
                if (read - rested > 16 << 20) {
                    rested = read;
                    Thread.sleep(200);
                }
            }
            assertEquals(EchoServer.LARGE, read);
            await(() -> server.server.connections().open() == 1);
            assertTrue(slow.discardRest() < EchoServer.LARGE);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Request-Id: abc-1.2:3             | abc-1.2:3",
                "X-Client-Request-Id: 7              | 7",
                "X-Request-Id: has space             | ''",
                "X-Request-Id: -dash                 | ''",
                "X-Request-Id: a\u00E9               | ''",
                "X-Nothing: 1                        | ''",
            })
    void theIdOfAClientIsSentBackBesideTheServersOwn(String field, String told) throws Exception {
        try (EchoServer server = new EchoServer(HttpLimits.defaults());
                RawConnection raw = server.connect()) {
            RawConnection.Answer answer = raw.send("GET /hello HTTP/1.1\r\nHost: x\r\n" + field + "\r\n\r\n")
                    .read();
            assertEquals("req_test", answer.header("x-request-id"));
            assertEquals(told, answer.header("x-client-request-id"));
            HttpObserver.Summary summary = requireNonNull(server.summaries.poll(60, TimeUnit.SECONDS));
            assertEquals(told, summary.clientRequestId());
            assertEquals("127.0.0.1", summary.client());
        }
        assertIdOfLength(128, true);
        assertIdOfLength(129, false);
    }

    private static void assertIdOfLength(int length, boolean taken) throws IOException {
        try (EchoServer server = new EchoServer(HttpLimits.defaults());
                RawConnection raw = server.connect()) {
            String id = "x".repeat(length);
            String told = raw.send("GET /hello HTTP/1.1\r\nHost: x\r\nX-Request-Id: " + id + "\r\n\r\n")
                    .read()
                    .header("x-client-request-id");
            assertEquals(taken ? id : "", told);
        }
    }
}
