package dev.tenon.conformance.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.conformance.RealVocabulary;
import dev.tenon.conformance.Scale;
import dev.tenon.sampler.engine.EngineStatistics;
import dev.tenon.sampler.llama.LlamaEngine;
import dev.tenon.sampler.llama.LlamaOptions;
import dev.tenon.sampler.llama.RandomGguf;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every request says again is evaluated once: the same system prompt and twenty tools cost a client the tokens of its own
 * text, whoever else asks in between. Counted three times, by the answer's usage, by the engine and by the page of metrics, and
 * held against the tokens that {@code /v1/tokenize} tells of each prompt. The model is of random weights over the default model's
 * tokens and template.
 */
final class PromptReuseTest {
    private static final int TOOLS = 20;
    private static final int ROUNDS = Scale.of(6, 60);
    private static final int CLIENTS = 4;
    private static final int CONTEXT_LENGTH = 8_192;
    private static final int MAX_TOKENS = 6;
    private static final RandomGguf.Shape SHAPE = new RandomGguf.Shape(1, 16, 2, CONTEXT_LENGTH);
    private static final String CHAT = "/v1/chat/completions";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @TempDir
    Path folder;

    private LlamaEngine engine;
    private RunningServer server;

    /** What an answer says of its prompt. */
    private record Asked(int[] prompt, int cached, String reply) {
        int evaluated() {
            return prompt.length - cached;
        }
    }

    @BeforeEach
    void start() throws Exception {
        Path file = RandomGguf.write(folder.resolve("random.gguf"), SHAPE, 7, RealVocabulary.defaultModel());
        engine = LlamaEngine.load(
                file,
                LlamaOptions.defaults()
                        .withContextLength(CONTEXT_LENGTH)
                        .withMaxSequences(2 * CLIENTS)
                        .withThreads(1));
        server = RunningServer.over(engine);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void fromTheSecondRequestOnOnlyTheNewTokensAreEvaluated() throws Exception {
        List<int[]> before = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            // Longer and shorter ones, so that what is held is cut back, copied and given away.
            ObjectNode request = chat("You are a clerk.", "Order " + "bolts and ".repeat(round % 3 * 30) + round);
            assertReused(ask(request), before);
        }
        assertTrue(shared(before) > TOOLS * 20, "the tools are in the prompt");
    }

    @Test
    void aTurnLaterOnlyTheNewTurnIsEvaluated() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            ObjectNode request = chat("You are a clerk.", "Order " + round);
            Asked first = ask(request);
            ArrayNode messages = (ArrayNode) request.get("messages");
            messages.addObject().put("role", "assistant").put("content", first.reply);
            messages.addObject().put("role", "user").put("content", "And " + round + " more.");
            Asked second = ask(request);
            int known = common(second.prompt, List.of(first.prompt));
            assertEquals(first.prompt.length, known, "the conversation goes on where it was");
            assertTrue(second.cached >= known, () -> second.cached + " of " + known);
        }
    }

    @Test
    void anotherSystemPromptInBetweenChangesNothing() throws Exception {
        List<int[]> clerk = new ArrayList<>();
        List<int[]> poet = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            assertReused(ask(chat("You are a clerk.", "Write about " + round)), clerk);
            assertReused(ask(chat("Be a poet.", "Write about " + round)), poet);
        }
        assertTrue(common(clerk.getFirst(), poet) < 10, "they have next to nothing in common");
    }

    @Test
    void clientsAtOnceShareWhatTheyHaveInCommon() throws Exception {
        EngineStatistics begin = engine.statistics();
        List<Callable<Asked>> requests = IntStream.range(0, CLIENTS * ROUNDS)
                .<Callable<Asked>>mapToObj(
                        number -> () -> send(CHAT, chat("You are a clerk.", number + " bolts, please")))
                .toList();
        List<Asked> all = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (Future<Asked> answer : clients.invokeAll(requests)) {
                all.add(answer.get());
            }
        }
        int shared = shared(all.stream().map(Asked::prompt).toList());
        int own = all.stream().mapToInt(asked -> asked.prompt.length - shared).sum();
        int evaluated = all.stream().mapToInt(Asked::evaluated).sum();
        assertTrue(shared > TOOLS * 20, "the tools are in the prompt");
        assertTrue(evaluated <= shared + own, () -> evaluated + " of " + shared + " once and " + own);
        assertEquals(evaluated, evaluated(begin));
    }

    @Test
    void responsesFindWhatChatCompletionsLeft() throws Exception {
        Asked chat = ask(chat("You are a clerk.", "Order 3 bolts"));
        ObjectNode request = JSON.objectNode()
                .put("model", RunningServer.MODEL)
                .put("instructions", "You are a clerk.")
                .put("input", "Order 4 bolts")
                .put("max_output_tokens", 16);
        ArrayNode flat = request.putArray("tools");
        tools().forEach(tool -> flat.add(((ObjectNode) tool.get("function").deepCopy()).put("type", "function")));
        EngineStatistics begin = engine.statistics();
        JsonNode usage = answer("/v1/responses", request).get("usage");
        assertEquals(chat.prompt.length, usage.get("input_tokens").intValue(), "4 is as long as 3");
        int cached = usage.at("/input_tokens_details/cached_tokens").intValue();
        assertTrue(chat.prompt.length - cached <= 16, () -> cached + " of " + chat.prompt.length);
        assertEquals(chat.prompt.length - cached, evaluated(begin));
    }

    /** That no more was evaluated than what these prompts do not all begin with, and no less than what none begins with. */
    private static void assertReused(Asked asked, List<int[]> before) {
        boolean isFirst = before.isEmpty();
        int most = common(asked.prompt, before);
        before.add(asked.prompt);
        int least = isFirst ? 0 : shared(before);
        assertTrue(least <= asked.cached, () -> asked.cached + " of " + least + ", request " + before.size());
        assertTrue(isFirst || asked.cached <= most, () -> asked.cached + " of " + most + ", request " + before.size());
    }

    /** Sends a request, and holds the counts of it against each other. */
    private Asked ask(ObjectNode request) throws Exception {
        EngineStatistics begin = engine.statistics();
        double metered = metered();
        Asked asked = send(CHAT, request);
        assertEquals(asked.evaluated(), evaluated(begin));
        assertEquals(asked.evaluated(), metered() - metered);
        return asked;
    }

    private Asked send(String path, ObjectNode request) throws Exception {
        JsonNode reply = answer(path, request);
        JsonNode usage = reply.get("usage");
        int[] prompt = tokens(request);
        assertEquals(prompt.length, usage.get("prompt_tokens").intValue());
        return new Asked(
                prompt,
                usage.at("/prompt_tokens_details/cached_tokens").intValue(),
                reply.at("/choices/0/message/content").asText());
    }

    private JsonNode answer(String path, JsonNode request) throws Exception {
        HttpResponse<byte[]> response = server.post(path, request);
        JsonNode body = RunningServer.json(response);
        assertEquals(200, response.statusCode(), body::toString);
        return body;
    }

    private int[] tokens(ObjectNode request) throws Exception {
        ObjectNode asked = JSON.objectNode();
        List.of("model", "messages", "tools").forEach(name -> asked.set(name, request.get(name)));
        JsonNode ids = answer("/v1/tokenize", asked).get("tokens");
        return IntStream.range(0, ids.size()).map(i -> ids.get(i).intValue()).toArray();
    }

    /** How many tokens of prompts were evaluated since. */
    private long evaluated(EngineStatistics since) {
        EngineStatistics now = engine.statistics();
        return now.promptTokens() - since.promptTokens() - (now.reusedTokens() - since.reusedTokens());
    }

    private double metered() throws Exception {
        return server.metric("tenon_prompt_tokens_total") - server.metric("tenon_prompt_tokens_cached_total");
    }

    /** How much of a prompt some earlier one begins with; its last token is evaluated in any case. */
    private static int common(int[] prompt, List<int[]> earlier) {
        int longest = 0;
        for (int[] other : earlier) {
            int differs = Arrays.mismatch(prompt, other);
            longest = Math.max(longest, differs < 0 ? prompt.length : differs);
        }
        return Math.min(longest, prompt.length - 1);
    }

    /** How much all prompts begin with. */
    private static int shared(List<int[]> prompts) {
        return prompts.stream()
                .mapToInt(prompt -> common(prompt, List.of(prompts.getFirst())))
                .min()
                .orElseThrow();
    }

    private static ObjectNode chat(String system, String user) {
        ObjectNode request = JSON.objectNode().put("model", RunningServer.MODEL).put("max_tokens", MAX_TOKENS);
        ArrayNode messages = request.putArray("messages");
        messages.addObject().put("role", "system").put("content", system);
        messages.addObject().put("role", "user").put("content", user);
        request.set("tools", tools());
        return request.put("tool_choice", "none");
    }

    private static ArrayNode tools() {
        ArrayNode tools = JSON.arrayNode();
        for (int number = 0; number < TOOLS; number++) {
            ObjectNode parameters = JSON.objectNode().put("type", "object");
            parameters.putObject("properties").putObject("part_" + number).put("type", "string");
            parameters.putArray("required").add("part_" + number);
            tools.addObject()
                    .put("type", "function")
                    .putObject("function")
                    .put("name", "tool_" + number)
                    .put("description", "Looks after parts of kind " + number)
                    .set("parameters", parameters);
        }
        return tools;
    }
}
