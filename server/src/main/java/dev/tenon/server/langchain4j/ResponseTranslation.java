package dev.tenon.server.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.tenon.server.generation.ReplyEvent;
import dev.tenon.server.local.LocalReply;
import java.util.List;

/** A reply as LangChain4j has it. */
final class ResponseTranslation {
    private ResponseTranslation() {}

    static ChatResponse response(String modelName, LocalReply reply) {
        return ChatResponse.builder()
                .aiMessage(message(reply))
                .modelName(modelName)
                .tokenUsage(new TokenUsage(
                        reply.usage().promptTokens(), reply.usage().completionTokens()))
                .finishReason(
                        switch (reply.end()) {
                            case STOP -> FinishReason.STOP;
                            case TOOL_CALLS -> FinishReason.TOOL_EXECUTION;
                            case LENGTH -> FinishReason.LENGTH;
                        })
                .build();
    }

    /** Calls of a reply that was cut off are left out: whoever gets them carries them out without a look at the reason. */
    private static AiMessage message(LocalReply reply) {
        List<ToolExecutionRequest> calls = reply.end() != ReplyEvent.End.TOOL_CALLS
                ? List.of()
                : reply.calls().stream()
                        .map(call -> ToolExecutionRequest.builder()
                                .id(call.id())
                                .name(call.name())
                                .arguments(call.arguments())
                                .build())
                        .toList();
        AiMessage.Builder message = AiMessage.builder();
        if (!reply.content().isEmpty() || calls.isEmpty()) {
            message.text(reply.content());
        }
        if (!reply.reasoning().isEmpty()) {
            message.thinking(reply.reasoning());
        }
        return message.toolExecutionRequests(calls).build();
    }
}
