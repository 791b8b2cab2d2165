package dev.tenon.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.conformance.Judge;
import dev.tenon.server.load.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Clients that ask for what the load generator does not: responses, completions of several prompts, several choices of one chat, each
 * with tools or schemas. Some go away in the midst of the stream, some send what is malformed; every other answer is held to the
 * protocol's shape and to what was asked for. The same seed asks the same.
 */
final class MixedClients {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int MAX_TOKENS = 160;
    private static final String PATTERN = "[a-z]{1,12}( [a-z]{1,12}){0,5}";
    /** Those that may be asked for over each endpoint, with what ends. */
    private static final List<ChoiceMode> MODES = List.of(
            ChoiceMode.FORMAT_ALONE,
            ChoiceMode.FORMAT_ALONE,
            ChoiceMode.REQUIRED_ONE_AT_MOST,
            ChoiceMode.NAMED,
            ChoiceMode.CUSTOM_NAMED,
            ChoiceMode.FORMAT_REQUIRED);

    private final String base;
    private final double cutOff;
    private final double malformed;

    /** What is asked for. */
    private enum Kind {
        RESPONSE("/responses"),
        COMPLETIONS("/completions"),
        CHOICES("/chat/completions");

        private final String path;

        Kind(String path) {
            this.path = path;
        }
    }

    /**
     * Clients of one server.
     *
     * @param base its URL
     * @param cutOff the share of requests whose client means to go away
     * @param malformed the share of requests that must be refused
     */
    MixedClients(String base, double cutOff, double malformed) {
        this.base = base;
        this.cutOff = cutOff;
        this.malformed = malformed;
    }

    /** How so many requests end, of which as many as there are clients are under way at once. */
    Map<Outcome, Integer> run(int clients, int requests, long seed) throws InterruptedException {
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        try (HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            ObjectNode bias = bias(http);
            List<Future<Outcome>> ends = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                SplittableRandom random = new SplittableRandom(seed * 1_000_003 + i);
                Kind kind = Kind.values()[i % Kind.values().length];
                ends.add(threads.submit(() -> ask(http, kind, bias, random)));
            }
            for (Future<Outcome> end : ends) {
                outcomes.merge(end.get(), 1, Integer::sum);
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return outcomes;
    }

    /** A reader cannot tell U+FFFD of the model's own from half of a code point, so it is not to write that. */
    private ObjectNode bias(HttpClient http) throws IOException, InterruptedException {
        ObjectNode text = Judge.JSON.createObjectNode().put("content", "\uFFFD");
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(base + "/tokenize"))
                        .timeout(PATIENCE)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes(text)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer::body);
        JsonNode tokens = Judge.JSON.readTree(answer.body()).path("tokens");
        assertEquals(1, tokens.size(), answer::body);
        return Judge.JSON.createObjectNode().put(tokens.get(0).asText(), -100);
    }

    private Outcome ask(HttpClient http, Kind kind, ObjectNode bias, SplittableRandom random)
            throws IOException, InterruptedException {
        ChoiceMode mode = MODES.get(random.nextInt(MODES.size()));
        ObjectNode body = body(kind, mode, random);
        body.set("logit_bias", bias);
        double lot = random.nextDouble();
        boolean flawed = lot < malformed;
        boolean leaves = !flawed && lot < malformed + cutOff;
        body.put("stream", leaves || (kind != Kind.COMPLETIONS && random.nextBoolean()));
        int most = leaves ? random.nextInt(1, 1_500) : Integer.MAX_VALUE;
        HttpResponse<InputStream> response = http.send(
                HttpRequest.newBuilder(URI.create(base + kind.path))
                        .timeout(PATIENCE)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(flawed ? flawed(kind, body, random) : bytes(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        byte[] read;
        // Closed before its end, it closes the connection.
        try (InputStream in = response.body()) {
            read = in.readNBytes(most);
        }
        String text = new String(read, UTF_8);
        int status = response.statusCode();
        if (flawed) {
            assertTrue(status == 400 && Judge.JSON.readTree(text).has("error"), () -> status + " " + text);
            return Outcome.REFUSED;
        }
        if (status == 429 || status == 503) {
            return Outcome.BUSY;
        }
        assertEquals(200, status, text);
        if (read.length == most) {
            return Outcome.CUT_OFF;
        }
        return isWhole(kind, mode, body, text) ? Outcome.COMPLETE : Outcome.LENGTH;
    }

    private static ObjectNode body(Kind kind, ChoiceMode mode, SplittableRandom random) {
        ObjectNode body = Judge.JSON.createObjectNode();
        body.put("model", RunningServer.MODEL).put("seed", random.nextInt(1 << 30));
        if (kind == Kind.COMPLETIONS) {
            body.put("max_tokens", MAX_TOKENS).put("n", random.nextInt(1, 3));
            for (int prompts = random.nextInt(1, 3); prompts > 0; prompts--) {
                body.withArray("/prompt").add("Item " + random.nextInt(1_000) + " of the list:");
            }
            if (random.nextBoolean()) {
                body.put("guided_regex", PATTERN);
            } else {
                ChoiceMode.FORMAT_ALONE.fill(body);
            }
            return body;
        }
        body.put("max_completion_tokens", MAX_TOKENS);
        mode.fill(body);
        body.putArray("messages")
                .addObject()
                .put("role", "user")
                .put("content", "How many of the " + random.nextInt(1_000) + " are green?");
        return kind == Kind.RESPONSE ? ResponseBodies.of(body) : body.put("n", random.nextInt(2, 4));
    }

    private static byte[] bytes(JsonNode body) {
        return body.toString().getBytes(UTF_8);
    }

    /** The request with something wrong in it. */
    private static byte[] flawed(Kind kind, ObjectNode body, SplittableRandom random) {
        byte[] whole = bytes(body);
        int flaw = random.nextInt(4);
        if (flaw == 0) {
            return Arrays.copyOf(whole, random.nextInt(whole.length));
        }
        return bytes(
                switch (kind) {
                    case RESPONSE ->
                        flaw == 1
                                ? body.put("input", 5)
                                : flaw == 2 ? body.put("previous_response_id", "resp_1") : body.put("n", 2);
                    case COMPLETIONS ->
                        flaw == 1
                                ? body.put("prompt", true)
                                : flaw == 2 ? body.put("logprobs", 9) : body.put("guided_regex", "(");
                    case CHOICES ->
                        flaw == 1
                                ? body.put("n", 0)
                                : flaw == 2 ? body.put("temperature", "warm") : body.put("messages", "hello");
                });
    }

    private static boolean isWhole(Kind kind, ChoiceMode mode, ObjectNode body, String text) throws IOException {
        boolean streamed = body.get("stream").booleanValue();
        return switch (kind) {
            case RESPONSE ->
                JudgedReply.ofResponse(
                                mode, streamed ? ResponseShape.check(text) : ResponseShape.checkWhole(text), body)
                        .startsWith("completed");
            case COMPLETIONS ->
                streamed || areWhole(body, Judge.JSON.readTree(text).path("choices"));
            case CHOICES -> {
                List<StreamShape.Choice> choices = streamed
                        ? StreamShape.check(text, StreamShape.UsageChunk.NOT_ASKED)
                                .choices()
                        : StreamShape.Choice.ofWhole(Judge.JSON.readTree(text));
                assertEquals(body.get("n").intValue(), choices.size(), text);
                boolean whole = true;
                for (StreamShape.Choice choice : choices) {
                    whole &= JudgedReply.ofChoice(mode, choice, body);
                }
                yield whole;
            }
        };
    }

    private static boolean areWhole(ObjectNode body, JsonNode choices) {
        assertEquals(body.get("n").intValue() * body.get("prompt").size(), choices.size(), choices::toString);
        boolean whole = true;
        for (JsonNode choice : choices) {
            String text = choice.get("text").textValue();
            if (!choice.get("finish_reason").textValue().equals("stop")) {
                whole = false;
            } else if (body.has("guided_regex")) {
                assertTrue(text.matches(PATTERN), text);
            } else {
                assertEquals("", ChoiceMode.FORMAT.judge().fault(text).orElse(""), text);
            }
        }
        return whole;
    }
}
