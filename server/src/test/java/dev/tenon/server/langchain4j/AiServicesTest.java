package dev.tenon.server.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.server.TestModels;
import dev.tenon.server.local.LocalModel;
import dev.tenon.server.local.ReplyOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** LangChain4j's own services over the models, with an engine that follows a script and one that has no idea. */
@Timeout(300)
final class AiServicesTest {
    private static final String CALL =
            "<tool_call>\n{\"name\": \"add\", \"arguments\": {\"first\": 2, \"second\": 3}}\n</tool_call>";

    enum Mood {
        GOOD,
        BAD
    }

    record Review(
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) Mood mood,
            long stars,
            List<String> points,
            boolean recommended) {}

    interface Reader {
        @UserMessage("Read this: {{it}}")
        Review read(String text);
    }

    interface Calculator {
        String ask(String question);
    }

    interface StreamingCalculator {
        TokenStream ask(String question);
    }

    /** What the model may call. */
    static final class Sums {
        final List<String> asked = new ArrayList<>();

        @Tool("adds two numbers")
        long add(long first, long second) {
            asked.add(first + "+" + second);
            return first + second;
        }
    }

    @Test
    void readsATypedAnswer() {
        String text =
                "{\"title\": \"Fine\", \"mood\": \"GOOD\", \"stars\": 5, \"points\": [\"a\"], \"recommended\": true}";
        try (Engine engine = TestModels.scripted(text);
                LocalModel model = LocalModel.of(engine)) {
            Review review =
                    AiServices.create(Reader.class, new TenonChatModel(model)).read("it was good");
            assertEquals(new Review("Fine", Mood.GOOD, 5, List.of("a"), true), review);
        }
    }

    @Test
    void readsEveryCompleteAnswerOfAModelWithoutAnyIdea() {
        for (int seed = 0; seed < 12; seed++) {
            try (Engine engine = TestModels.random(seed);
                    LocalModel model = LocalModel.of(engine)) {
                ReplyOptions options =
                        ReplyOptions.defaults().withTemperature(2).withSeed(seed);
                Review review = AiServices.create(Reader.class, new TenonChatModel(model, options))
                        .read("it was good");
                assertNotNull(review.mood());
                assertNotNull(review.title());
            }
        }
    }

    @Test
    void callsAToolAndAnswers() {
        Sums sums = new Sums();
        try (Engine engine = TestModels.scripted(CALL, "It is 5.");
                LocalModel model = LocalModel.of(engine)) {
            Calculator calculator = AiServices.builder(Calculator.class)
                    .chatModel(new TenonChatModel(model))
                    .tools(sums)
                    .build();
            assertEquals("It is 5.", calculator.ask("2 and 3?"));
            assertEquals(List.of("2+3"), sums.asked);
        }
    }

    @Test
    void streamsACallAndAnAnswer() throws Exception {
        Sums sums = new Sums();
        try (Engine engine = TestModels.scripted(CALL, "It is 5.");
                LocalModel model = LocalModel.of(engine)) {
            StreamingCalculator calculator = AiServices.builder(StreamingCalculator.class)
                    .streamingChatModel(new TenonStreamingChatModel(model))
                    .tools(sums)
                    .build();
            List<String> pieces = new ArrayList<>();
            CompletableFuture<ChatResponse> end = new CompletableFuture<>();
            calculator
                    .ask("2 and 3?")
                    .onPartialResponse(pieces::add)
                    .onCompleteResponse(end::complete)
                    .onError(end::completeExceptionally)
                    .start();
            ChatResponse response = end.get(30, TimeUnit.SECONDS);
            assertEquals("It is 5.", String.join("", pieces));
            assertEquals(FinishReason.STOP, response.finishReason());
            assertEquals(List.of("2+3"), sums.asked);
        }
    }

    interface Counter {
        Result<Review> read(String text);
    }

    @Test
    void tellsWhatItCost() {
        String text = "{\"title\": \"Fine\", \"mood\": \"GOOD\", \"stars\": 5, \"points\": [], \"recommended\": true}";
        try (Engine engine = TestModels.scripted(text);
                LocalModel model = LocalModel.of(engine)) {
            Result<Review> result =
                    AiServices.create(Counter.class, new TenonChatModel(model)).read("good");
            assertTrue(result.tokenUsage().inputTokenCount() > 0);
            assertTrue(result.tokenUsage().outputTokenCount() > 0);
            assertEquals(FinishReason.STOP, result.finishReason());
        }
    }
}
