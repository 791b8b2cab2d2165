package dev.tenon.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tenon.server.log.AccessLog;
import dev.tenon.server.openai.ApiKeys;
import dev.tenon.server.openai.ApiOptions;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a server writes down of a request, and what it does not. */
@Timeout(300)
final class LoggedRequestsTest {
    @Test
    void aRequestIsWrittenDownWithoutItsTextAndItsKey(@TempDir Path folder) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(AccessLog.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
        Path keys = Files.writeString(folder.resolve("keys"), "alice:secret-of-alice\n");
        ApiOptions api = new ApiOptions(
                ApiOptions.ModelNames.KNOWN_ONLY,
                ApiOptions.UnknownFields.REPORTED,
                ApiOptions.Profile.SUPERSET,
                ApiKeys.of(List.of()).and(keys));
        try (TenonServer server = TenonServer.start(
                        TestModels.served(TestModels.scripted("an answer")),
                        ServerOptions.defaults().withAddress("127.0.0.1", 0).withApi(api));
                ApiClient client = new ApiClient(server.port())) {
            HttpRequest request = HttpRequest.newBuilder(client.request("").uri())
                    .header("authorization", "Bearer secret-of-alice")
                    .header("x-request-id", "trace-7")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"model\":\"test\",\"messages\":[{\"role\":\"user\",\"content\":\"a question\"}]}"))
                    .build();
            HttpResponse<String> answer = client.send(request);
            assertEquals(200, answer.statusCode());
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (lines.list.isEmpty() && System.nanoTime() < end) {
                Thread.sleep(5);
            }
            ILoggingEvent line = lines.list.get(0);
            Map<String, String> fields = line.getKeyValuePairs().stream()
                    .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
            assertEquals("alice", fields.get("key"));
            assertEquals("test", fields.get("model"));
            assertEquals("trace-7", fields.get("client_request_id"));
            assertEquals(answer.headers().firstValue("x-request-id").orElseThrow(), fields.get("request_id"));
            assertEquals("stop", fields.get("finish"));
            for (String number : List.of(
                    "queue_ms", "first_token_ms", "generation_ms", "total_ms", "mask_us", "prompt", "completion")) {
                assertTrue(fields.getOrDefault(number, "").matches("\\d+"), number + " in " + fields);
            }
            String whole = line.getFormattedMessage() + fields;
            for (String secret : List.of("secret-of-alice", "a question", "an answer")) {
                assertFalse(whole.contains(secret), whole);
            }
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(null);
        }
    }
}
