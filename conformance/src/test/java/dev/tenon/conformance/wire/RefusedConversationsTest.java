package dev.tenon.conformance.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.errors.BadRequestException;
import com.openai.models.chat.completions.ChatCompletionAssistantMessageParam;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import org.junit.jupiter.api.Test;

/** Conversations that cannot be answered, as OpenAI's own client for Java tells of them, whole and streamed. */
@SuppressWarnings("MustBeClosedChecker") // there is no stream where there is an error
final class RefusedConversationsTest {
    private static final ChatCompletionToolMessageParam RESULT = ChatCompletionToolMessageParam.builder()
            .toolCallId("call_1")
            .content("12")
            .build();
    private static final ChatCompletionAssistantMessageParam CALL = ChatCompletionAssistantMessageParam.builder()
            .addToolCall(ChatCompletionMessageFunctionToolCall.builder()
                    .id("call_1")
                    .function(ChatCompletionMessageFunctionToolCall.Function.builder()
                            .name("add")
                            .arguments("{}")
                            .build())
                    .build())
            .build();

    private static ChatCompletionCreateParams.Builder ask() {
        return ChatCompletionCreateParams.builder().model(RunningServer.MODEL).addUserMessage("What is it?");
    }

    private static BadRequestException refused(ChatCompletionCreateParams.Builder request) {
        try (RunningServer server = RunningServer.scripted("Twelve.")) {
            ChatCompletionCreateParams params = request.build();
            BadRequestException streamed = assertThrows(
                    BadRequestException.class,
                    () -> server.client().chat().completions().createStreaming(params));
            BadRequestException whole = assertThrows(
                    BadRequestException.class,
                    () -> server.client().chat().completions().create(params));
            assertEquals(whole.param(), streamed.param());
            assertEquals("invalid_request_error", whole.type().orElseThrow());
            return whole;
        }
    }

    @Test
    void resultsWithoutACallAreRefused() {
        BadRequestException e = refused(ask().addMessage(RESULT));
        assertEquals("messages.[1].role", e.param().orElseThrow());
        assertTrue(e.code().isEmpty());
        assertTrue(String.valueOf(e.getMessage()).contains("must be a response to a preceeding message"), e::toString);
    }

    @Test
    void callsWithoutAResultAreRefused() {
        BadRequestException e = refused(ask().addMessage(CALL).addUserMessage("Well?"));
        assertEquals("messages.[2].role", e.param().orElseThrow());
        assertTrue(String.valueOf(e.getMessage()).contains("did not have response messages: call_1"), e::toString);
    }

    @Test
    void conversationsThatLeaveNoRoomAreRefused() {
        BadRequestException e = refused(ask().addUserMessage("too long ".repeat(4_000)));
        assertEquals("context_length_exceeded", e.code().orElseThrow());
        assertEquals("messages", e.param().orElseThrow());
    }

    @Test
    void conversationsThatFitAreAnswered() {
        try (RunningServer server = RunningServer.scripted("Twelve.")) {
            assertEquals(
                    "Twelve.",
                    server.client()
                            .chat()
                            .completions()
                            .create(ask().addMessage(CALL).addMessage(RESULT).build())
                            .validate()
                            .choices()
                            .get(0)
                            .message()
                            .content()
                            .orElseThrow());
        }
    }
}
