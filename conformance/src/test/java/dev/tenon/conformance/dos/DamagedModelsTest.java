package dev.tenon.conformance.dos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.conformance.Judge;
import dev.tenon.conformance.RealVocabulary;
import dev.tenon.conformance.Scale;
import dev.tenon.conformance.wire.ServerProcess;
import dev.tenon.sampler.llama.RandomGguf;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server over a folder in which one model is whole and others are damaged: each is told for what it is, and the process lives. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init") // JUnit and the method before each set them.
final class DamagedModelsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final RandomGguf.Shape SHAPE = new RandomGguf.Shape(1, 16, 2, 512);
    private static final int DRAWN = Scale.of(4, 60);

    @TempDir
    Path folder;

    private Path models;
    private Path home;
    private byte[] whole;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void fill() throws IOException {
        home = ServerProcess.homeIn(folder);
        models = Files.createDirectory(folder.resolve("models"));
        Path good = RandomGguf.write(models.resolve("good.gguf"), SHAPE, 7, RealVocabulary.defaultModel());
        whole = Files.readAllBytes(good);
    }

    /** Files that must be refused, by what became of them. */
    private Map<String, byte[]> broken() {
        Map<String, byte[]> broken = new TreeMap<>();
        broken.put("empty", new byte[0]);
        broken.put("cut-in-the-first-lines", Arrays.copyOf(whole, 20));
        broken.put("cut-in-the-header", Arrays.copyOf(whole, 5_000));
        broken.put("cut-in-the-weights", Arrays.copyOf(whole, whole.length - 20));
        byte[] zero = whole.clone();
        Arrays.fill(zero, 100, 4_096, (byte) 0);
        broken.put("zero-in-the-header", zero);
        broken.put("no-layers", with("llama.block_count", 0));
        broken.put("many-layers", with("llama.block_count", 2));
        broken.put("another-width", with("llama.embedding_length", 1 << 30));
        broken.put("no-heads", with("llama.attention.head_count", 0));
        broken.put("no-number", with("llama.attention.layer_norm_rms_epsilon", 0x7FC0_0000));
        Random random = new Random(9);
        for (int i = 0; i < DRAWN; i++) {
            broken.put("cut-" + i, Arrays.copyOf(whole, random.nextInt(whole.length - 100)));
        }
        return broken;
    }

    /** The file with another number of 32 bits for a key. */
    private byte[] with(String key, int value) {
        byte[] changed = whole.clone();
        int at = new String(whole, StandardCharsets.ISO_8859_1).indexOf(key);
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at + key.length() + Integer.BYTES, value);
        return changed;
    }

    @Test
    void theWholeModelIsServedTheDamagedOnesAreToldAndTheProcessLives() throws Exception {
        Map<String, byte[]> broken = broken();
        for (Map.Entry<String, byte[]> file : broken.entrySet()) {
            Files.write(models.resolve(file.getKey() + ".gguf"), file.getValue());
        }
        try (ServerProcess server = ServerProcess.start(home, folder, "--models-dir", models.toString())) {
            server.await("/ready", 200);
            assertServed(server, "good");
            for (String name : broken.keySet()) {
                for (int twice = 0; twice < 2; twice++) {
                    HttpResponse<byte[]> refused = ask(server, name);
                    String body = new String(refused.body(), UTF_8);
                    assertEquals(500, refused.statusCode(), () -> name + ": " + body);
                    JsonNode error = Judge.JSON.readTree(body).get("error");
                    assertEquals("model_not_loadable", error.get("code").textValue(), body);
                    String message = error.get("message").textValue();
                    assertTrue(message.contains(name) && message.length() < 1_000, body);
                    assertFalse(message.contains(folder.toString()), body);
                }
                assertTrue(server.isAlive(), name);
            }
            assertServed(server, "good");
            JsonNode listed = Judge.JSON.readTree(get(server, "/v1/models")).get("data");
            assertEquals(broken.size() + 1, listed.size());
            for (JsonNode model : listed) {
                boolean good = model.get("id").textValue().equals("good");
                assertEquals(good, model.get("loaded").booleanValue(), model::toString);
                assertEquals(!good, model.hasNonNull("error"), model::toString);
            }
            server.terminate();
            assertEquals(0, server.exitCode());
        }
    }

    /** Weights are not looked at; what comes of them is held to the schema all the same, or is an error. */
    @Test
    void aModelWhoseWeightsAreNoNumbersWritesWhatWasAskedForOrFails() throws Exception {
        byte[] noNumbers = whole.clone();
        Arrays.fill(noNumbers, whole.length - 4_000, whole.length, (byte) 0xFF);
        Files.write(models.resolve("noise.gguf"), noNumbers);
        try (ServerProcess server = ServerProcess.start(home, folder, "--models-dir", models.toString())) {
            server.await("/ready", 200);
            for (int i = 0; i < 3; i++) {
                HttpResponse<byte[]> answer = ask(server, "noise");
                if (answer.statusCode() == 200) {
                    assertWhole(answer);
                } else {
                    assertEquals(500, answer.statusCode());
                }
                assertServed(server, "good");
            }
            server.terminate();
            assertEquals(0, server.exitCode());
        }
    }

    private void assertServed(ServerProcess server, String model) throws Exception {
        HttpResponse<byte[]> answer = ask(server, model);
        assertEquals(200, answer.statusCode(), () -> new String(answer.body(), UTF_8));
        assertWhole(answer);
    }

    private static void assertWhole(HttpResponse<byte[]> answer) throws IOException {
        JsonNode choice = Judge.JSON.readTree(answer.body()).at("/choices/0");
        assertEquals("stop", choice.path("finish_reason").asText(), choice::toString);
        assertTrue(choice.path("text").asText().matches("[0-9]{3}-[0-9]{3}"), choice::toString);
    }

    private HttpResponse<byte[]> ask(ServerProcess server, String model) throws Exception {
        String body = """
            {"model":"%s","prompt":"a number:","guided_regex":"[0-9]{3}-[0-9]{3}","max_tokens":20}\
            """.formatted(model);
        return http.send(
                request(server, "/v1/completions")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private String get(ServerProcess server, String path) throws Exception {
        return http.send(request(server, path).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static HttpRequest.Builder request(ServerProcess server, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(PATIENCE);
    }
}
