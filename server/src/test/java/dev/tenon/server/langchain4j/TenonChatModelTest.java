package dev.tenon.server.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonNullSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.server.TestModels;
import dev.tenon.server.local.LocalModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Field by field: honoured or refused. */
@Timeout(300)
final class TenonChatModelTest {
    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("weather")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("town")
                    .required("town")
                    .build())
            .build();
    private static final String CALL =
            "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"town\": \"Ulm\"}}\n</tool_call>";

    private static ChatRequest request(UnaryOperator<ChatRequest.Builder> change) {
        return change.apply(ChatRequest.builder().messages(UserMessage.from("hi")))
                .build();
    }

    private static ChatResponse chat(Engine engine, ChatRequest request) {
        try (engine;
                LocalModel model = LocalModel.of(engine)) {
            return new TenonChatModel(model).chat(request);
        }
    }

    @Test
    void answersInFreeText() {
        ChatResponse response = chat(TestModels.scripted("hello world"), request(request -> request));
        assertEquals("hello world", response.aiMessage().text());
        assertEquals(FinishReason.STOP, response.finishReason());
        assertEquals("scripted", response.metadata().modelName());
        assertEquals(2, response.tokenUsage().outputTokenCount());
    }

    @Test
    void takesMessagesOfEveryKindThatIsText() {
        List<ChatMessage> messages = List.of(
                SystemMessage.from("be brief"),
                new UserMessage("Ann", List.of(TextContent.from("how is "), TextContent.from("it?"))),
                AiMessage.from(ToolExecutionRequest.builder()
                        .id("call_1")
                        .name("weather")
                        .arguments("{\"town\":\"Ulm\"}")
                        .build()),
                ToolExecutionResultMessage.from("call_1", "weather", "cold"),
                AiMessage.from("It is cold."),
                UserMessage.from("thanks"));
        assertEquals(
                "hello",
                chat(
                                TestModels.scripted("hello"),
                                ChatRequest.builder().messages(messages).build())
                        .aiMessage()
                        .text());
    }

    @Test
    void callsWhatIsRequired() {
        for (int seed = 0; seed < 8; seed++) {
            ChatResponse response = chat(
                    TestModels.random(seed),
                    request(request -> request.toolSpecifications(WEATHER)
                            .toolChoice(ToolChoice.REQUIRED)
                            .temperature(2.0)));
            if (response.finishReason() == FinishReason.TOOL_EXECUTION) {
                for (ToolExecutionRequest call : response.aiMessage().toolExecutionRequests()) {
                    assertEquals("weather", call.name());
                    assertTrue(call.arguments().replace(" ", "").startsWith("{"), call.arguments());
                }
            } else {
                assertEquals(FinishReason.LENGTH, response.finishReason());
                assertFalse(response.aiMessage().hasToolExecutionRequests());
            }
        }
    }

    @Test
    void callsNothingWhereNoneMayBeCalled() {
        ChatResponse response = chat(
                TestModels.scripted(CALL),
                request(request -> request.toolSpecifications(WEATHER)
                        .toolChoice(ToolChoice.NONE)
                        .maxOutputTokens(20)));
        assertFalse(response.aiMessage().hasToolExecutionRequests());
    }

    @Test
    void leavesOutCallsThatWereCutOff() {
        ChatResponse response = chat(
                TestModels.scripted(CALL),
                request(request -> request.toolSpecifications(WEATHER)
                        .toolChoice(ToolChoice.REQUIRED)
                        .maxOutputTokens(40)));
        assertEquals(FinishReason.LENGTH, response.finishReason());
        assertFalse(response.aiMessage().hasToolExecutionRequests());
    }

    @Test
    void endsFreeTextAtStopSequences() {
        assertEquals(
                "hello",
                chat(TestModels.scripted("hello world"), request(request -> request.stopSequences(List.of(" wor"))))
                        .aiMessage()
                        .text());
    }

    static Stream<Arguments> schemasAreTranslatedElementByElement() {
        String integer = "{'type':'integer','minimum':-9007199254740991,'maximum':9007199254740991}";
        return Stream.of(
                Arguments.of(
                        JsonObjectSchema.builder()
                                .addStringProperty("a", "the first")
                                .addIntegerProperty("b")
                                .addEnumProperty("c", List.of("x", "y"))
                                .addBooleanProperty("d")
                                .required("a")
                                .build(),
                        "{'type':'object','properties':{'a':{'description':'the first','type':'string'},'b':" + integer
                                + ",'c':{'type':'string','enum':['x','y']},'d':{'type':'boolean'}},'required':['a'],"
                                + "'additionalProperties':false}"),
                Arguments.of(JsonObjectSchema.builder().build(), "{'type':'object','properties':{}}"),
                Arguments.of(
                        JsonObjectSchema.builder()
                                .addStringProperty("a")
                                .additionalProperties(true)
                                .build(),
                        "{'type':'object','properties':{'a':{'type':'string'}},'additionalProperties':true}"),
                Arguments.of(
                        JsonArraySchema.builder()
                                .items(JsonAnyOfSchema.builder()
                                        .anyOf(new JsonNullSchema(), JsonRawSchema.from("{\"const\":1}"))
                                        .build())
                                .build(),
                        "{'type':'array','items':{'anyOf':[{'type':'null'},{'const':1}]}}"),
                Arguments.of(
                        JsonObjectSchema.builder()
                                .addProperty(
                                        "next",
                                        JsonReferenceSchema.builder()
                                                .reference("node")
                                                .build())
                                .definitions(Map.of(
                                        "node", JsonObjectSchema.builder().build()))
                                .build(),
                        "{'type':'object','properties':{'next':{'$ref':'#/$defs/node'}},"
                                + "'additionalProperties':false,'$defs':{'node':{'type':'object','properties':{}}}}"));
    }

    @ParameterizedTest
    @MethodSource
    void schemasAreTranslatedElementByElement(JsonSchemaElement element, String schema) {
        String actual = SchemaTranslation.schema(element).toString();
        assertEquals(schema.replace('\'', '"'), actual.replace(",\"required\":[]", ""));
    }

    @Test
    void answersWithAnyObjectWhereJsonIsWantedWithoutASchema() {
        assertEquals(
                "{}",
                chat(TestModels.scripted("so: {}"), request(request -> request.responseFormat(ResponseFormat.JSON)))
                        .aiMessage()
                        .text());
    }

    static Stream<Arguments> refusesWhatItCannotHonour() {
        return Stream.of(
                Arguments.of(
                        ChatRequest.builder()
                                .messages(UserMessage.from(
                                        TextContent.from("what is it?"), ImageContent.from("http://example.org/a.png")))
                                .build(),
                        "content of type IMAGE in a user message"),
                Arguments.of(
                        ChatRequest.builder()
                                .messages(CustomMessage.from(Map.of("a", "b")))
                                .build(),
                        "messages of type CUSTOM"),
                Arguments.of(request(request -> request.modelName("gpt-4o")), "'gpt-4o' is not there"));
    }

    @ParameterizedTest
    @MethodSource
    void refusesWhatItCannotHonour(ChatRequest request, String reason) {
        UnsupportedFeatureException refusal =
                assertThrows(UnsupportedFeatureException.class, () -> chat(TestModels.scripted("a"), request));
        assertTrue(String.valueOf(refusal.getMessage()).contains(reason), refusal.getMessage());
    }

    static Stream<Arguments> refusesWhatMakesNoSense() {
        JsonSchemaElement backreference = JsonRawSchema.from("{\"type\":\"string\",\"pattern\":\"(a)\\\\1\"}");
        return Stream.of(
                Arguments.of(request(request -> request.temperature(3.0)), "temperature must be"),
                Arguments.of(request(request -> request.maxOutputTokens(0)), "at least 1 token"),
                Arguments.of(request(request -> request.toolSpecifications(WEATHER, WEATHER)), "there twice"),
                Arguments.of(
                        request(request -> request.responseFormat(ResponseFormat.builder()
                                .type(ResponseFormatType.JSON)
                                .jsonSchema(JsonSchema.builder()
                                        .name("word")
                                        .rootElement(backreference)
                                        .build())
                                .build())),
                        "pattern"));
    }

    @ParameterizedTest
    @MethodSource
    void refusesWhatMakesNoSense(ChatRequest request, String reason) {
        InvalidRequestException refusal =
                assertThrows(InvalidRequestException.class, () -> chat(TestModels.scripted("a"), request));
        assertTrue(String.valueOf(refusal.getMessage()).contains(reason), refusal.getMessage());
    }

    /** Keeps what it is told. */
    private static class Recorder implements StreamingChatResponseHandler {
        final StringBuilder text = new StringBuilder();
        final StringBuilder arguments = new StringBuilder();
        final List<ToolExecutionRequest> calls = new ArrayList<>();
        final CompletableFuture<ChatResponse> end = new CompletableFuture<>();

        @Override
        public void onPartialResponse(String piece) {
            text.append(piece);
        }

        @Override
        public void onPartialToolCall(PartialToolCall call) {
            arguments.append(call.partialArguments());
        }

        @Override
        public void onCompleteToolCall(CompleteToolCall call) {
            calls.add(call.toolExecutionRequest());
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            end.complete(response);
        }

        @Override
        public void onError(Throwable error) {
            end.completeExceptionally(error);
        }
    }

    @Test
    void streamsCallsPieceByPieceAndWhole() throws Exception {
        try (Engine engine = TestModels.scripted(CALL);
                LocalModel model = LocalModel.of(engine)) {
            Recorder recorder = new Recorder();
            new TenonStreamingChatModel(model).chat(request(request -> request.toolSpecifications(WEATHER)), recorder);
            ChatResponse response = recorder.end.get(60, TimeUnit.SECONDS);
            assertEquals(response.aiMessage().toolExecutionRequests(), recorder.calls);
            assertEquals(
                    response.aiMessage().toolExecutionRequests().get(0).arguments(), recorder.arguments.toString());
            assertEquals(FinishReason.TOOL_EXECUTION, response.finishReason());
        }
    }

    @Test
    void tellsTheHandlerOfFailures() throws Exception {
        try (Engine engine = TestModels.scripted("a");
                LocalModel model = LocalModel.of(engine)) {
            Recorder recorder = new Recorder();
            new TenonStreamingChatModel(model)
                    .chat(
                            ChatRequest.builder()
                                    .messages(UserMessage.from("long ".repeat(1_000)))
                                    .build(),
                            recorder);
            Exception failure = assertThrows(Exception.class, () -> recorder.end.get(60, TimeUnit.SECONDS));
            assertInstanceOf(InvalidRequestException.class, failure.getCause());
        }
    }

    @Test
    void endsAStreamThatTheHandlerCancels() throws Exception {
        try (Engine engine = TestModels.scripted("hello world hello world", "hello");
                LocalModel model = LocalModel.of(engine)) {
            BlockingQueue<String> pieces = new LinkedBlockingQueue<>();
            Recorder recorder = new Recorder() {
                @Override
                public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                    pieces.add(piece.text());
                    context.streamingHandle().cancel();
                }
            };
            TenonStreamingChatModel chat = new TenonStreamingChatModel(model);
            chat.chat(request(request -> request), recorder);
            assertEquals("hello", pieces.poll(60, TimeUnit.SECONDS));
            Recorder next = new Recorder();
            chat.chat(request(request -> request), next);
            assertEquals("hello", next.end.get(60, TimeUnit.SECONDS).aiMessage().text());
            assertTrue(pieces.isEmpty(), pieces.toString());
            assertFalse(recorder.end.isDone());
        }
    }
}
