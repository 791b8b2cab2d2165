package dev.tenon.server.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.ToolCall;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Messages of LangChain4j in our own terms: all that are text. What a model thought in an earlier turn is no part of the
 * conversation and is not told again, as chat templates have it.
 */
final class MessageTranslation {
    private MessageTranslation() {}

    static List<ChatMessage> messages(List<dev.langchain4j.data.message.ChatMessage> messages) {
        return messages.stream().map(MessageTranslation::message).toList();
    }

    private static ChatMessage message(dev.langchain4j.data.message.ChatMessage message) {
        return switch (message) {
            case SystemMessage system -> new ChatMessage.System(system.text());
            case UserMessage user -> new ChatMessage.User(text(user.contents(), "a user message"), user.name());
            case AiMessage reply -> assistant(reply);
            case ToolExecutionResultMessage result ->
                new ChatMessage.Tool(id(result.id(), result.toolName()), text(result.contents(), "a tool's result"));
            default ->
                throw new UnsupportedFeatureException("messages of type " + message.type() + " are not supported");
        };
    }

    private static ChatMessage assistant(AiMessage reply) {
        if (!reply.images().isEmpty()) {
            throw new UnsupportedFeatureException("images in an earlier reply are not supported");
        }
        @Nullable String text = reply.text();
        return new ChatMessage.Assistant(
                text == null ? "" : text,
                reply.toolExecutionRequests().stream()
                        .map(MessageTranslation::call)
                        .toList());
    }

    private static ToolCall call(ToolExecutionRequest request) {
        @Nullable String arguments = request.arguments();
        return new ToolCall(
                id(request.id(), request.name()),
                request.name(),
                arguments == null || arguments.isEmpty() ? "{}" : arguments);
    }

    /** Some models of others name no calls; then the tool's name is what call and result have in common. */
    private static String id(@Nullable String id, String toolName) {
        return id == null ? toolName : id;
    }

    /** Parts are put together without a separator. */
    private static String text(List<Content> parts, String where) {
        return parts.stream()
                .map(part -> {
                    if (part instanceof TextContent text) {
                        return text.text();
                    }
                    throw new UnsupportedFeatureException(
                            "content of type " + part.type() + " in " + where + " is not supported, only text");
                })
                .collect(Collectors.joining());
    }
}
