package dev.tenon.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiResponsesChatModel;
import dev.langchain4j.model.openai.OpenAiResponsesChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiResponsesStreamingChatModel;
import dev.langchain4j.service.AiServices;
import dev.tenon.conformance.client.LangChain4jClient.Clerk;
import dev.tenon.conformance.client.LangChain4jClient.Desk;
import dev.tenon.conformance.client.LangChain4jClient.Inventor;
import dev.tenon.conformance.client.LangChain4jClient.StreamingClerk;
import dev.tenon.conformance.wire.RunningServer;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * LangChain4j over responses. It has no word for a seed, so that it is asked at a temperature of 0, where a model of random
 * weights says the same to the same question: the seed is in the question.
 */
final class LangChain4jResponsesClient implements Client {
    private static final int LIMIT = 200;

    @Override
    public String name() {
        return "`langchain4j-open-ai` " + Client.versionOf(OpenAiResponsesChatModel.class);
    }

    @Override
    public Endpoint endpoint() {
        return Endpoint.RESPONSES;
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
        String question = LangChain4jClient.QUESTION + " Number " + seed + ".";
        return switch (mode) {
            case ANSWER ->
                LangChain4jClient.json(
                        AiServices.create(Inventor.class, model(server, null)).invent(question));
            case ANSWER_STREAMED ->
                LangChain4jClient.person(streamed(
                        server, ChatRequest.builder().responseFormat(LangChain4jClient.personFormat()), question));
            case ANY_OBJECT ->
                Values.read(whole(server, ChatRequest.builder().responseFormat(ResponseFormat.JSON), question)
                        .aiMessage()
                        .text());
            case AUTO -> LangChain4jClient.turn(whole(server, tools(ToolChoice.AUTO, null, LIMIT), question));
            case REQUIRED -> LangChain4jClient.turn(whole(server, tools(ToolChoice.REQUIRED, false, null), question));
            case NONE -> LangChain4jClient.turn(whole(server, tools(ToolChoice.NONE, null, LIMIT), question));
            case SEVERAL -> LangChain4jClient.turn(whole(server, tools(ToolChoice.REQUIRED, null, null), question));
            case CALL_STREAMED ->
                LangChain4jClient.turn(streamed(server, tools(ToolChoice.REQUIRED, false, null), question));
            case LOOP -> {
                Desk desk = new Desk();
                Clerk clerk = AiServices.builder(Clerk.class)
                        .chatModel(model(server, LIMIT))
                        .tools(desk)
                        .build();
                yield desk.said(clerk.talk(question));
            }
            case LOOP_STREAMED -> {
                Desk desk = new Desk();
                StreamingClerk clerk = AiServices.builder(StreamingClerk.class)
                        .streamingChatModel(streamingModel(server, LIMIT))
                        .tools(desk)
                        .build();
                yield desk.said(LangChain4jClient.textOf(clerk.talk(question)));
            }
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

    private static OpenAiResponsesChatModel model(RunningServer server, @Nullable Integer limit) {
        return OpenAiResponsesChatModel.builder()
                .baseUrl(server.url())
                .apiKey("none")
                .modelName(RunningServer.MODEL)
                .temperature(0.0)
                .maxOutputTokens(limit)
                .strictJsonSchema(true)
                .strictTools(true)
                .build();
    }

    private static OpenAiResponsesStreamingChatModel streamingModel(RunningServer server, @Nullable Integer limit) {
        return OpenAiResponsesStreamingChatModel.builder()
                .baseUrl(server.url())
                .apiKey("none")
                .modelName(RunningServer.MODEL)
                .temperature(0.0)
                .maxOutputTokens(limit)
                .strictJsonSchema(true)
                .strictTools(true)
                .build();
    }

    private static ChatRequest.Builder tools(ToolChoice choice, @Nullable Boolean parallel, @Nullable Integer limit) {
        return ChatRequest.builder()
                .parameters(OpenAiResponsesChatRequestParameters.builder()
                        .toolSpecifications(LangChain4jClient.TOOLS.toArray(ToolSpecification[]::new))
                        .toolChoice(choice)
                        .parallelToolCalls(parallel)
                        .maxOutputTokens(limit)
                        .build());
    }

    private static ChatResponse whole(RunningServer server, ChatRequest.Builder request, String question) {
        return model(server, null)
                .chat(request.messages(UserMessage.from(question)).build());
    }

    private static ChatResponse streamed(RunningServer server, ChatRequest.Builder request, String question)
            throws Exception {
        return LangChain4jClient.streamed(
                streamingModel(server, null),
                request.messages(UserMessage.from(question)).build());
    }

    private static JsonNode refused(RunningServer server) {
        try {
            throw new AssertionError(OpenAiResponsesChatModel.builder()
                    .baseUrl(server.url())
                    .apiKey("none")
                    .modelName(RunningServer.MODEL)
                    .temperature(3.0)
                    .build()
                    .chat(LangChain4jClient.QUESTION));
        } catch (InvalidRequestException e) {
            JsonNode error = Values.read(String.valueOf(e.getMessage())).path("error");
            return Values.refusal(
                    400, error.path("code").asText(), error.path("param").asText());
        }
    }
}
