package dev.tenon.conformance.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import dev.tenon.automaton.token.SyntheticVocabulary;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.conformance.RealVocabulary;
import dev.tenon.conformance.Scale;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.sampler.engine.EngineShape;
import dev.tenon.sampler.engine.RandomEngine;
import dev.tenon.sampler.engine.ScriptedEngine;
import dev.tenon.sampler.llama.LlamaEngine;
import dev.tenon.sampler.llama.LlamaOptions;
import dev.tenon.server.ServerOptions;
import dev.tenon.server.TenonServer;
import dev.tenon.server.generation.ServedModel;
import dev.tenon.server.http.HttpLimits;
import dev.tenon.server.openai.ApiOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A server on a free port, and the ways in. Thread-safe. */
public final class RunningServer implements AutoCloseable {
    /** How its model is called. */
    public static final String MODEL = "model";

    private static final ObjectMapper JSON = new ObjectMapper();
    /** The tokens of {@link #scripted} and {@link #random}. */
    static final Vocabulary VOCABULARY = SyntheticVocabulary.ofSize(2_000, 1);

    private static final int CONTEXT_LENGTH = 4_096;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Engine engine;
    private final TenonServer server;
    /** The JDK's own, as it comes: with every request it asks for HTTP/2, as the clients that are built on it do. */
    private final HttpClient http = HttpClient.newHttpClient();

    /** Made when it is asked for, so that those who bring another version of it can do without. */
    private @Nullable OpenAIClient client;

    private RunningServer(Engine engine, String end) {
        this(engine, end, ApiOptions.defaults());
    }

    private RunningServer(Engine engine, String end, ApiOptions api) {
        this(engine, end, ServerOptions.defaults().withApi(api));
    }

    private RunningServer(Engine engine, String end, ServerOptions options) {
        this.engine = engine;
        ServedModel model =
                ServedModel.of(engine, MODEL, Set.of(), new ServedModel.TextEnds("", end), Clock.systemUTC());
        try {
            this.server =
                    TenonServer.start(model, options.withAddress("127.0.0.1", 0).withDrainTime(Duration.ofSeconds(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One whose model writes these texts, the next for each reply. */
    public static RunningServer scripted(String... texts) {
        return scripted(ApiOptions.defaults(), texts);
    }

    /** The same with an API of other ways. */
    static RunningServer scripted(ApiOptions api, String... texts) {
        List<ScriptedEngine.Script> scripts = List.of(texts).stream()
                .<ScriptedEngine.Script>map(ScriptedEngine.Script.Text::new)
                .toList();
        EngineShape shape = EngineShape.named("scripted").withContextLength(CONTEXT_LENGTH);
        return new RunningServer(new ScriptedEngine(VOCABULARY, scripts, shape), "<|im_end|>", api);
    }

    /** One whose model thinks first, by its template, and writes this text. */
    static RunningServer thinking(String text) {
        EngineShape shape = EngineShape.named("scripted")
                .withContextLength(CONTEXT_LENGTH)
                .withChatTemplate("{% for m in messages %}{{ m.content }}{% endfor %}{# <think> <tool_call> tools #}");
        return new RunningServer(
                new ScriptedEngine(VOCABULARY, List.of(new ScriptedEngine.Script.Text(text)), shape), "<|im_end|>");
    }

    /** One whose model is noise. */
    public static RunningServer random(long seed) {
        EngineShape shape = EngineShape.named("random").withContextLength(CONTEXT_LENGTH);
        return new RunningServer(new RandomEngine(VOCABULARY, seed, shape), "<|im_end|>");
    }

    /** The same, listening in another way. */
    public static RunningServer random(long seed, HttpLimits limits) {
        EngineShape shape = EngineShape.named("random").withContextLength(CONTEXT_LENGTH);
        return new RunningServer(
                new RandomEngine(VOCABULARY, seed, shape),
                "<|im_end|>",
                ServerOptions.defaults().withHttp(limits));
    }

    /** One with the default model; skips the test that asks where it is not on this machine. */
    public static RunningServer real() {
        LlamaEngine engine = LlamaEngine.load(
                RealVocabulary.defaultModel(),
                LlamaOptions.defaults()
                        .withMaxSequences(1)
                        .withContextLength(2_048)
                        // Several threads wait for each other: on a busy machine that costs more than it gives.
                        .withThreads(Scale.of(1, LlamaOptions.AUTOMATIC)));
        return new RunningServer(engine, "<|im_end|>");
    }

    /** One over an engine, which is closed with it. */
    static RunningServer over(Engine engine) {
        return new RunningServer(engine, "<|im_end|>");
    }

    /** The same with other options; nothing is rehearsed. */
    public static RunningServer over(Engine engine, ServerOptions options) {
        return new RunningServer(engine, "<|im_end|>", options.withRehearsalTime(Duration.ZERO));
    }

    /** OpenAI's own client of it, which tries each request once. */
    public synchronized OpenAIClient client() {
        OpenAIClient made = client;
        if (made == null) {
            made = OpenAIOkHttpClient.builder()
                    .baseUrl(url())
                    .apiKey("none")
                    .maxRetries(0)
                    .timeout(PATIENCE)
                    .build();
            client = made;
        }
        return made;
    }

    /** What clients have to be told as their base URL. */
    public String url() {
        return "http://127.0.0.1:" + server.port() + "/v1";
    }

    /** Its port. */
    public int port() {
        return server.port();
    }

    /** What it answers to a body, as it comes over the wire. */
    public HttpResponse<byte[]> post(byte[] body) throws IOException, InterruptedException {
        return post("/v1/chat/completions", body);
    }

    /** What another endpoint answers to a body of JSON. */
    public HttpResponse<byte[]> post(String path, JsonNode body) throws IOException, InterruptedException {
        return post(path, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** What another endpoint answers to a body, as it comes over the wire. */
    public HttpResponse<byte[]> post(String path, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    /** What it answers to a body of JSON. */
    public HttpResponse<byte[]> post(JsonNode body) throws IOException, InterruptedException {
        return post(body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A number of the page of metrics, by the name it begins its line with. */
    public double metric(String name) throws IOException, InterruptedException {
        return metrics().value(name);
    }

    /** How many of those requests that are counted under a name had this status. */
    public double metric(String name, String status) throws IOException, InterruptedException {
        return metrics().value(name, status);
    }

    private MetricsPage metrics() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri("/metrics")).timeout(PATIENCE).build();
        return MetricsPage.of(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /** Whether it is well. */
    public boolean isHealthy() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri("/health")).timeout(PATIENCE).build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    }

    /** The JSON of a body. */
    public static JsonNode json(HttpResponse<byte[]> response) {
        try {
            return JSON.readTree(new String(response.body(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new AssertionError(new String(response.body(), StandardCharsets.UTF_8), e);
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    @Override
    public void close() {
        OpenAIClient made = client;
        if (made != null) {
            made.close();
        }
        http.close();
        server.close();
        engine.close();
    }
}
