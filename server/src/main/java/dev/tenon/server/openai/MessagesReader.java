package dev.tenon.server.openai;

import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code messages}: every shape that the clients of the API send, and what they echo of our own replies. */
final class MessagesReader {
    private static final int MAX_MESSAGES = 100_000;
    private static final int MAX_PARTS = 10_000;
    private static final int MAX_CALLS = 128;

    private final FunctionMessages functions = new FunctionMessages();

    private MessagesReader() {}

    /** The conversation, whose tool messages each answer a call and leave none unanswered. */
    static List<ChatMessage> read(RequestNode messages) {
        MessagesReader reader = new MessagesReader();
        List<ChatMessage> read = new ArrayList<>();
        for (RequestNode message : messages.orMissing().items(1, MAX_MESSAGES)) {
            read.add(reader.message(message.object().orMissing()));
        }
        reader.checkAnswers(read);
        return read;
    }

    private ChatMessage message(RequestNode message) {
        RequestNode role = message.field("role");
        String name = message.field("name").string().orElse(null);
        String word = role.required(role.word(List.of("system", "assistant", "user", "function", "tool", "developer")));
        return switch (word) {
            case "system" -> new ChatMessage.System(content(message, "text"), name);
            case "developer" -> new ChatMessage.Developer(content(message, "text"), name);
            case "user" -> new ChatMessage.User(content(message, "text"), name);
            case "assistant" -> assistant(message, name);
            case "tool" -> tool(message);
            default -> functions.result(message, message.field("content").isPresent() ? content(message, "text") : "");
        };
    }

    private static ChatMessage tool(RequestNode message) {
        RequestNode id = message.field("tool_call_id");
        return new ChatMessage.Tool(id.required(id.string()), content(message, "text"));
    }

    private ChatMessage assistant(RequestNode message, @Nullable String name) {
        RequestNode audio = message.field("audio");
        if (audio.isPresent()) {
            throw audio.unsupported("Unsupported parameter: '" + audio.path() + "' is not supported by this server.");
        }
        List<ToolCall> calls = new ArrayList<>();
        for (RequestNode call : message.field("tool_calls").items(0, MAX_CALLS)) {
            calls.add(call(call.object().orMissing()));
        }
        RequestNode functionCall = message.field("function_call");
        if (functionCall.isPresent()) {
            calls.add(functions.call(functionCall));
        }
        String refusal = message.field("refusal").string().orElse("");
        RequestNode content = message.field("content");
        if (!content.isPresent() && calls.isEmpty() && refusal.isEmpty()) {
            throw ApiException.invalid(
                    null,
                    content.path(),
                    "Invalid value for '" + content.path()
                            + "': expected a string or an array, as the message has no 'tool_calls'.");
        }
        String text = content.isPresent() ? content(message, "refusal") : refusal;
        return new ChatMessage.Assistant(text, calls, name);
    }

    private static ToolCall call(RequestNode call) {
        String kind = call.field("type").word(List.of("function", "custom")).orElse("function");
        RequestNode id = call.field("id");
        RequestNode called = call.field(kind).object().orMissing();
        RequestNode name = called.field("name");
        String calledId = id.required(id.string());
        String calledName = name.required(name.string());
        if (kind.equals("custom")) {
            RequestNode input = called.field("input");
            return ToolCall.custom(calledId, calledName, input.required(input.string()));
        }
        RequestNode arguments = called.field("arguments");
        return new ToolCall(calledId, calledName, arguments.required(arguments.string()));
    }

    /** A string, or the texts of an array of parts, put together without a separator. */
    private static String content(RequestNode message, String secondPart) {
        RequestNode content = message.field("content").orMissing();
        if (content.tree().isTextual()) {
            return content.required(content.string());
        }
        if (!content.tree().isArray()) {
            throw content.wrongType("one of a string or array of objects");
        }
        StringBuilder text = new StringBuilder();
        for (RequestNode part : content.items(1, MAX_PARTS)) {
            RequestNode type = part.object().orMissing().field("type");
            String word = type.required(type.word(List.of("text", "refusal", "image_url", "input_audio", "file")));
            if (!word.equals("text") && !word.equals(secondPart)) {
                throw type.unsupported("Invalid content part: '" + type.path() + "' is '" + word
                        + "', which this model does not take here. Only 'text' is supported.");
            }
            RequestNode value = part.field(word);
            text.append(value.required(value.string()));
        }
        return text.toString();
    }

    /** Each tool message answers a call of the assistant message before it, and each of its calls is answered. */
    private void checkAnswers(List<ChatMessage> messages) {
        Set<String> open = new LinkedHashSet<>();
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i) instanceof ChatMessage.Tool tool) {
                if (!functions.isOurs(tool.toolCallId()) && !open.remove(tool.toolCallId())) {
                    throw ApiException.invalid(
                            null,
                            "messages.[" + i + "].role",
                            "Invalid parameter: messages with role 'tool' must be a response to a preceeding message"
                                    + " with 'tool_calls'.");
                }
                continue;
            }
            requireAnswered(open, i);
            if (messages.get(i) instanceof ChatMessage.Assistant assistant) {
                assistant.toolCalls().stream()
                        .map(ToolCall::id)
                        .filter(id -> !functions.isOurs(id))
                        .forEach(open::add);
            }
        }
        requireAnswered(open, messages.size());
    }

    private static void requireAnswered(Set<String> open, int index) {
        if (!open.isEmpty()) {
            throw ApiException.invalid(
                    null,
                    "messages.[" + index + "].role",
                    "An assistant message with 'tool_calls' must be followed by tool messages responding to each"
                            + " 'tool_call_id'. The following tool_call_ids did not have response messages: "
                            + Text.shorten(String.join(", ", open)));
        }
    }
}
