package dev.tenon.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests whose length two readers could see in two ways, and others that are no HTTP: refused, and the connection closed. */
@Timeout(300)
@SuppressWarnings("NullAway.Init") // The method before all sets it.
final class FramingTest {
    private static EchoServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new EchoServer(HttpLimits.defaults().withMaxBodyBytes(1 << 16));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST /echo HTTP/1.1~Host: x~Content-Length: 3~Content-Length: 4~~abcd            | 400",
                "POST /echo HTTP/1.1~Host: x~Content-Length: 3~Content-Length: 3~~abc             | 400",
                "POST /echo HTTP/1.1~Host: x~Content-Length: 3, 3~~abc                            | 400",
                "POST /echo HTTP/1.1~Host: x~Content-Length: -1~~                                 | 400",
                "POST /echo HTTP/1.1~Host: x~Content-Length: +3~~abc                              | 400",
                "POST /echo HTTP/1.1~Host: x~Content-Length: 0x3~~abc                             | 400",
                "POST /echo HTTP/1.1~Host: x~Content-Length: 3~Transfer-Encoding: chunked~~0~~    | 400",
                "POST /echo HTTP/1.1~Host: x~Transfer-Encoding: chunked~Content-Length: 3~~0~~    | 400",
                "POST /echo HTTP/1.1~Host: x~Transfer-Encoding: xchunked~~0~~                     | 400",
                "POST /echo HTTP/1.1~Host: x~Transfer-Encoding: gzip, chunked~~0~~                | 501",
                "POST /echo HTTP/1.1~Host: x~Transfer-Encoding: chunked~Transfer-Encoding: x~~0~~ | 400",
                "POST /echo HTTP/1.0~Transfer-Encoding: chunked~~0~~                              | 400",
                "POST /echo HTTP/1.1~Host: x~Content-Length : 3~~abc                              | 400",
                "POST /echo HTTP/1.1~Host: x~Transfer-Encoding: chunked~~FFFFFFFFFFFFFFFFF~       | 400",
                "POST /echo HTTP/1.1~Host: x~Transfer-Encoding: chunked~~-1~                      | 400",
                "POST /echo HTTP/1.1~Host: x~Transfer-Encoding: chunked~~zz~                      | 400",
                "GET /hello HTTP/1.1~~                                                            | 400",
                "GET /hello HTTP/1.1~Host: x~Host: y~~                                            | 400",
                "GET /hello~~                                                                     | 400",
                "GET~~                                                                            | 400",
                "GET /hello HTTP/2.0~Host: x~~                                                    | 505",
                "GET /hello HTTP/9.9~Host: x~~                                                    | 505",
                "GET /hello XTTP/1.1~Host: x~~                                                    | 400",
                "GET /hello HTTP/1.1~Host: x~No colon~~                                           | 400",
                "GET /hello HTTP/1.1~Host: x~Expect: coffee~~                                     | 417",
                "POST /echo HTTP/1.1~Host: x~Content-Encoding: gzip, gzip~Content-Length: 0~~     | 415",
                "\u0016\u0003\u0001 hello~~                                                       | 400",
            })
    void isRefusedAndClosed(String request, int status) throws IOException {
        try (RawConnection raw = server.connect()) {
            RawConnection.Answer answer = raw.send(request.replace("~", "\r\n")).read();
            assertEquals(status, answer.status(), request);
            assertEquals("close", answer.header("connection"));
            assertTrue(raw.isClosedByServer());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST /echo HTTP/1.1~Host: x~Transfer-Encoding: CHUNKED~~3~abc~0~~       | abc",
                "POST /echo HTTP/1.1~Host: x~Transfer-Encoding: chunked~~3;x=y~abc~0~~   | abc",
                "POST /echo HTTP/1.1~Host: x~Content-Length: 003~~abc                    | abc",
                "GET /hello HTTP/1.1~Host: x~Upgrade: h2c~Connection: Upgrade~~          | hello",
                "GET http://x/hello HTTP/1.1~Host: x~~                                   | hello",
                "GET /hello?a=b#c HTTP/1.1~Host:~~                                       | hello",
            })
    void isAnswered(String request, String body) throws IOException {
        try (RawConnection raw = server.connect()) {
            RawConnection.Answer answer = raw.send(request.replace("~", "\r\n")).read();
            assertEquals(200, answer.status(), request);
            assertEquals(body, answer.body());
        }
    }

    @Test
    void aRequestThatFollowsOneThatCannotBeReadIsNotAnswered() throws IOException {
        try (RawConnection raw = server.connect()) {
            String first = "POST /echo HTTP/1.1~Host: x~Content-Length: 3~Transfer-Encoding: chunked~~0~~";
            raw.send((first + "GET /hello HTTP/1.1~Host: x~~").replace("~", "\r\n"));
            assertEquals(400, raw.read().status());
            assertEquals("", raw.readRest());
        }
    }
}
