package dev.tenon.conformance.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.output.JsonSchemas;
import dev.tenon.conformance.wire.RunningServer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** LangChain4j with the JDK's client of HTTP, which asks for an upgrade to HTTP/2 with every request. */
final class LangChain4jClient implements Client {
    static final String QUESTION = "Invent a person, as JSON, or order something.";
    private static final int LIMIT = 200;
    private static final int PATIENCE_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final ToolSpecification ORDER = ToolSpecification.builder()
            .name("order")
            .description("Orders something.")
            .parameters(JsonObjectSchema.builder()
                    .addIntegerProperty("quantity")
                    .addStringProperty("sku")
                    .required("quantity", "sku")
                    .build())
            .build();
    private static final ToolSpecification NOW =
            ToolSpecification.builder().name("now").build();

    /** Both. */
    static final List<ToolSpecification> TOOLS = List.of(ORDER, NOW);

    /**
     * What a format is made of. What is not required may be null; and the schema says {@code integer} of an {@code int} too, which
     * holds less.
     */
    static final class Person {
        public long age;
        public @Nullable String email;

        @JsonProperty(required = true)
        public String name = "";

        @JsonProperty(required = true)
        public List<Skill> skills = List.of();
    }

    /** Something that a person can do. */
    static final class Skill {
        @JsonProperty(required = true)
        public Level level = Level.NOVICE;

        @JsonProperty(required = true)
        public String title = "";
    }

    /** How well. */
    enum Level {
        NOVICE,
        EXPERT
    }

    /** What is made by the client itself. */
    interface Inventor {
        Person invent(String question);
    }

    /** The same with tools. */
    interface Clerk {
        String talk(String question);
    }

    /** The same in a stream. */
    interface StreamingClerk {
        TokenStream talk(String question);
    }

    /** The tools, which note who called. */
    static final class Desk {
        private final ObjectNode turn = Values.turn("");

        @Tool("Orders something.")
        String order(@P("how many") long quantity, @P("of what") String sku) {
            Values.addCall(
                    turn,
                    "order",
                    JSON.createObjectNode()
                            .put("quantity", quantity)
                            .put("sku", sku)
                            .toString());
            return "It is on its way.";
        }

        /** What came of it. */
        ObjectNode said(String text) {
            return turn.put("text", text);
        }
    }

    @Override
    public String name() {
        return "`langchain4j-open-ai` " + Client.versionOf(OpenAiChatModel.class);
    }

    @Override
    public Set<Mode> modes() {
        return EnumSet.of(
                Mode.ANSWER,
                Mode.ANSWER_STREAMED,
                Mode.ANY_OBJECT,
                Mode.AUTO,
                Mode.REQUIRED,
                Mode.NONE,
                Mode.SEVERAL,
                Mode.CALL_STREAMED,
                Mode.LOOP,
                Mode.LOOP_STREAMED,
                Mode.REFUSED);
    }

    @Override
    public JsonNode ask(Mode mode, RunningServer server, int seed) throws Exception {
        return switch (mode) {
            case ANSWER ->
                json(AiServices.create(Inventor.class, model(server, seed, null))
                        .invent(QUESTION));
            case ANSWER_STREAMED -> answerStreamed(server, seed);
            case ANY_OBJECT ->
                Values.read(whole(server, seed, ChatRequest.builder().responseFormat(ResponseFormat.JSON))
                        .aiMessage()
                        .text());
            case AUTO -> turn(whole(server, seed, tools(ToolChoice.AUTO, null, LIMIT)));
            case REQUIRED -> turn(whole(server, seed, tools(ToolChoice.REQUIRED, false, null)));
            case NONE -> turn(whole(server, seed, tools(ToolChoice.NONE, null, LIMIT)));
            case SEVERAL -> turn(whole(server, seed, tools(ToolChoice.REQUIRED, null, null)));
            case CALL_STREAMED -> turn(streamed(server, seed, tools(ToolChoice.REQUIRED, false, null)));
            case LOOP -> loop(server, seed);
            case LOOP_STREAMED -> loopStreamed(server, seed);
            case REFUSED -> refused(server);
            case ANSWER_BY_TOOL,
                    ANSWER_BY_TOOL_STREAMED,
                    NAMED,
                    FUNCTIONS,
                    FUNCTIONS_STREAMED,
                    ANSWER_BY_FUNCTION,
                    ANSWER_BY_FUNCTION_STREAMED,
                    CUSTOM,
                    CUSTOM_STREAMED -> throw new AssertionError(mode);
        };
    }

    private static OpenAiChatModel model(RunningServer server, int seed, @Nullable Integer limit) {
        return OpenAiChatModel.builder()
                .baseUrl(server.url())
                .apiKey("none")
                .modelName(RunningServer.MODEL)
                .seed(seed)
                .maxCompletionTokens(limit)
                .maxRetries(0)
                .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                .strictJsonSchema(true)
                .strictTools(true)
                .build();
    }

    private static OpenAiStreamingChatModel streamingModel(RunningServer server, int seed, @Nullable Integer limit) {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(server.url())
                .apiKey("none")
                .modelName(RunningServer.MODEL)
                .seed(seed)
                .maxCompletionTokens(limit)
                .strictJsonSchema(true)
                .strictTools(true)
                .build();
    }

    private static ChatRequest.Builder tools(ToolChoice choice, @Nullable Boolean parallel, @Nullable Integer limit) {
        return ChatRequest.builder()
                .parameters(OpenAiChatRequestParameters.builder()
                        .toolSpecifications(ORDER, NOW)
                        .toolChoice(choice)
                        .parallelToolCalls(parallel)
                        .maxCompletionTokens(limit)
                        .build());
    }

    private static ChatResponse whole(RunningServer server, int seed, ChatRequest.Builder request) {
        return model(server, seed, null)
                .chat(request.messages(UserMessage.from(QUESTION)).build());
    }

    private static ChatResponse streamed(RunningServer server, int seed, ChatRequest.Builder request) throws Exception {
        return streamed(
                streamingModel(server, seed, null),
                request.messages(UserMessage.from(QUESTION)).build());
    }

    /** The whole of what a model streams. */
    static ChatResponse streamed(StreamingChatModel model, ChatRequest request) throws Exception {
        CompletableFuture<ChatResponse> message = new CompletableFuture<>();
        model.chat(request, new StreamingChatResponseHandler() {
            @Override
            public void onCompleteResponse(ChatResponse response) {
                message.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                message.completeExceptionally(error);
            }
        });
        return message.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** It makes instances of whole answers only, so the streamed text is read here. */
    private static JsonNode answerStreamed(RunningServer server, int seed) throws Exception {
        return person(streamed(server, seed, ChatRequest.builder().responseFormat(personFormat())));
    }

    /** What the client makes of the class. */
    static ResponseFormat personFormat() {
        return JsonSchemas.jsonSchemaFrom(Person.class)
                .map(schema -> ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(schema)
                        .build())
                .orElseThrow();
    }

    /** The person that a reply is. */
    static JsonNode person(ChatResponse response) throws JsonProcessingException {
        return json(JSON.readValue(response.aiMessage().text(), Person.class));
    }

    /** A reply as all clients give one. */
    static ObjectNode turn(ChatResponse response) {
        AiMessage message = response.aiMessage();
        ObjectNode turn = Values.turn(message.text() == null ? "" : message.text());
        boolean cutOff = response.finishReason() == FinishReason.LENGTH;
        List<ToolExecutionRequest> calls = message.toolExecutionRequests();
        for (ToolExecutionRequest call : cutOff ? Values.withoutLast(calls) : calls) {
            Values.addCall(turn, call.name(), call.arguments());
        }
        return turn;
    }

    private static JsonNode loop(RunningServer server, int seed) {
        Desk desk = new Desk();
        Clerk clerk = AiServices.builder(Clerk.class)
                .chatModel(model(server, seed, LIMIT))
                .tools(desk)
                .build();
        return desk.said(clerk.talk(QUESTION));
    }

    private static JsonNode loopStreamed(RunningServer server, int seed) throws Exception {
        Desk desk = new Desk();
        StreamingClerk clerk = AiServices.builder(StreamingClerk.class)
                .streamingChatModel(streamingModel(server, seed, LIMIT))
                .tools(desk)
                .build();
        return desk.said(textOf(clerk.talk(QUESTION)));
    }

    /** All the text of a stream, to its end. */
    static String textOf(TokenStream stream) throws Exception {
        StringBuilder text = new StringBuilder();
        CompletableFuture<ChatResponse> end = new CompletableFuture<>();
        stream.onPartialResponse(text::append)
                .onCompleteResponse(end::complete)
                .onError(end::completeExceptionally)
                .start();
        end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return text.toString();
    }

    /** A person as all clients give one. */
    static JsonNode json(Person person) throws JsonProcessingException {
        return JSON.readTree(JSON.writeValueAsString(person));
    }

    private static JsonNode refused(RunningServer server) {
        try {
            throw new AssertionError(OpenAiChatModel.builder()
                    .baseUrl(server.url())
                    .apiKey("none")
                    .modelName(RunningServer.MODEL)
                    .temperature(3.0)
                    .maxRetries(0)
                    .build()
                    .chat(QUESTION));
        } catch (InvalidRequestException e) {
            JsonNode error = Values.read(String.valueOf(e.getMessage())).path("error");
            return Values.refusal(
                    400, error.path("code").asText(), error.path("param").asText());
        }
    }
}
