package dev.tenon.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
final class CorsTest {
    private static final String STAINLESS =
            "authorization, content-type, x-stainless-arch, x-stainless-lang, x-stainless-os, x-stainless-retry-count";

    private static RawConnection.Answer ask(String policy, String method, String fields) throws IOException {
        CorsPolicy cors = CorsPolicy.of(List.of(policy.split(" ", -1)));
        try (EchoServer server =
                        new EchoServer(HttpLimits.defaults(), Door.open().withCors(cors));
                RawConnection raw = server.connect()) {
            return raw.send(method + " /hello HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n")
                    .read();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "*                              | https://a.example      | * | ''",
                "*                              | -                      | * | ''",
                "none                           | https://a.example      | '' | ''",
                "https://a.example              | https://a.example      | https://a.example | origin",
                "https://a.example              | -                      | '' | origin",
                "https://a.example              | http://a.example       | '' | origin",
                "https://a.example              | https://a.example:8443 | '' | origin",
                "https://a.example              | https://a.example.evil | '' | origin",
                "https://a.example http://localhost:3000 | http://localhost:3000 | http://localhost:3000 | origin",
                "https://a.example              | null                   | '' | origin",
            })
    void pagesOfTheseOriginsMayReadTheAnswer(String policy, String origin, String allowed, String vary)
            throws IOException {
        RawConnection.Answer answer = ask(policy, "GET", origin == null ? "" : "Origin: " + origin + "\r\n");
        assertEquals("hello", answer.body());
        assertEquals(allowed, answer.header("access-control-allow-origin"));
        assertEquals(vary, answer.header("vary"));
        assertEquals(
                allowed.isEmpty(),
                answer.header("access-control-expose-headers").isEmpty());
    }

    @Test
    void preflightsAllowWhatClientsSend() throws IOException {
        RawConnection.Answer answer = ask(
                "https://a.example",
                "OPTIONS",
                "Origin: https://a.example\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: "
                        + STAINLESS + "\r\n");
        assertEquals(204, answer.status());
        assertEquals(STAINLESS, answer.header("access-control-allow-headers"));
        assertEquals("86400", answer.header("access-control-max-age"));
        assertEquals("https://a.example", answer.header("access-control-allow-origin"));
        assertTrue(answer.header("access-control-allow-methods").contains("POST"));
    }

    @Test
    void preflightsOfOtherPagesAllowNothing() throws IOException {
        RawConnection.Answer answer = ask(
                "https://a.example",
                "OPTIONS",
                "Origin: https://b.example\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: "
                        + STAINLESS + "\r\n");
        assertEquals(204, answer.status());
        assertTrue(
                answer.headers().stream().noneMatch(header -> header.startsWith("access-control-")),
                answer.headers().toString());
    }

    @Test
    void namesThatAreNoneAreNotEchoed() throws IOException {
        RawConnection.Answer answer =
                ask("*", "OPTIONS", "Origin: https://a.example\r\nAccess-Control-Request-Headers: a\"b, <c>\r\n");
        assertEquals("authorization, content-type", answer.header("access-control-allow-headers"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a.example", "https://a.example/", "https://a.example/x", "*", "none", "https://", "x y", ""})
    void wordsThatAreNoOriginsAreRefused(String word) {
        assertThrows(IllegalArgumentException.class, () -> CorsPolicy.of(List.of("https://b.example", word)));
    }
}
