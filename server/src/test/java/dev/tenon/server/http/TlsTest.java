package dev.tenon.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
@SuppressWarnings("NullAway.Init") // JUnit and the method before all set them.
final class TlsTest {
    @TempDir
    static Path folder;

    private static TestCertificate rsa;
    private static TestCertificate ec;

    @BeforeAll
    static void make() throws Exception {
        rsa = TestCertificate.make(folder, "rsa", "RSA");
        ec = TestCertificate.make(folder, "ec", "EC");
    }

    private static EchoServer serve(TlsFiles files) throws IOException {
        return new EchoServer(HttpLimits.defaults(), Door.open().withTls(files));
    }

    @Test
    void answersOverTlsAndOffersNothingBeyondVersionOneOne() throws Exception {
        for (TestCertificate certificate : new TestCertificate[] {rsa, ec}) {
            try (EchoServer server = serve(certificate.files());
                    HttpClient client = HttpClient.newBuilder()
                            .sslContext(certificate.trusting())
                            .build()) {
                URI hello = URI.create("https://localhost:" + server.server.port() + "/hello");
                HttpResponse<String> answer =
                        client.send(HttpRequest.newBuilder(hello).build(), HttpResponse.BodyHandlers.ofString());
                assertEquals("hello", answer.body());
                assertEquals(HttpClient.Version.HTTP_1_1, answer.version());
                HttpRequest large = HttpRequest.newBuilder(hello.resolve("/echo"))
                        .POST(HttpRequest.BodyPublishers.ofString("x".repeat(1 << 20)))
                        .build();
                assertEquals(
                        1 << 20,
                        client.send(large, HttpResponse.BodyHandlers.ofString())
                                .body()
                                .length());
            }
        }
    }

    @Test
    void whoDoesNotSpeakTlsIsClosedAndTheOthersAreServed() throws Exception {
        try (EchoServer server = serve(rsa.files())) {
            try (RawConnection raw = server.connect()) {
                raw.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
                raw.readRest();
            }
            assertEquals("localhost", shown(server, rsa));
        }
    }

    @Test
    void aRenewedCertificateIsShownToNewConnectionsAndABrokenOneIsNot() throws Exception {
        Path certificate = folder.resolve("live.crt");
        Path key = folder.resolve("live.key");
        Files.copy(rsa.files().certificate(), certificate);
        Files.copy(rsa.files().key(), key);
        try (EchoServer server = serve(new TlsFiles(certificate, key))) {
            assertEquals("localhost", shown(server, rsa));
            Thread.sleep(1_100);
            Files.writeString(certificate, "broken");
            assertEquals("localhost", shown(server, rsa));
            Files.copy(ec.files().key(), key, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(ec.files().certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
            Thread.sleep(1_100);
            assertEquals("localhost", shown(server, ec));
            assertThrows(IOException.class, () -> shown(server, rsa));
        }
    }

    /** The name in the certificate that a new connection is shown, if it is the one trusted. */
    private static String shown(EchoServer server, TestCertificate trusted) throws Exception {
        try (SSLSocket socket = (SSLSocket) trusted.trusting()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.server.port())) {
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName().replace("CN=", "");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "none.crt, rsa.key, there is no file",
        "rsa.crt, none.key, there is no file",
        "rsa.key, rsa.key, is no PEM file of certificates",
        "rsa.crt, rsa.crt, holds no unencrypted PKCS #8 key",
        "rsa.crt, ec.key, is not that of the first certificate",
        "ec.crt, rsa.key, is not that of the first certificate",
        "rsa.crt, old.key, openssl pkcs8 -topk8 -nocrypt",
        "rsa.crt, bad.key, none of RSA",
        "empty.crt, rsa.key, holds no certificate",
    })
    void saysWhatIsWrongWithFiles(String certificate, String key, String told) throws Exception {
        Files.writeString(folder.resolve("empty.crt"), "");
        TestCertificate.write(folder.resolve("old.key"), "RSA PRIVATE KEY", new byte[100]);
        TestCertificate.write(folder.resolve("bad.key"), "PRIVATE KEY", new byte[100]);
        TlsFiles files = new TlsFiles(folder.resolve(certificate), folder.resolve(key));
        String message = String.valueOf(
                assertThrows(IOException.class, () -> serve(files).close()).getMessage());
        assertTrue(message.contains(told), message);
    }
}
