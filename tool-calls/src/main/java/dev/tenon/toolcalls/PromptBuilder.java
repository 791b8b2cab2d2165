package dev.tenon.toolcalls;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the prompt of a conversation. Per model; immutable and thread-safe as its template is.
 *
 * <p>A template that describes tools in the model's dialect is given everything as it is. For any other the
 * conversation is first rewritten into one without tools: the tools become part of the system message,
 * calls become text of the assistant, results become text of the user.
 */
public final class PromptBuilder {
    private final ChatTemplate template;
    private final ToolCallFormat format;
    private final ToolCallFormats.Telling telling;

    /** For a model's template and dialect. */
    public PromptBuilder(ChatTemplate template, ToolCallFormats.Spoken dialect) {
        this.template = template;
        this.format = dialect.format();
        this.telling = dialect.telling();
    }

    /**
     * The prompt, up to where the model's reply begins.
     *
     * @throws TemplateException when the template does not take this conversation, or is broken
     */
    public String prompt(List<ChatMessage> messages, List<ToolDefinition> tools) {
        return prompt(messages, tools, Map.of());
    }

    /**
     * The prompt with more variables for the template, up to where the model's reply begins.
     *
     * @param variables by name, JSON values
     * @throws TemplateException when the template does not take this conversation, or is broken
     */
    public String prompt(List<ChatMessage> messages, List<ToolDefinition> tools, Map<String, JsonNode> variables) {
        return switch (telling) {
            case TEMPLATE ->
                template.render(messages.stream().map(this::withIds).toList(), tools, variables);
            case TEMPLATE_WITHOUT_CALLS ->
                template.render(
                        messages.stream()
                                .map(message -> message instanceof ChatMessage.Assistant assistant
                                        ? withoutCalls(assistant)
                                        : message)
                                .toList(),
                        tools,
                        variables);
            case PROMPT -> {
                List<ChatMessage> plain = plain(messages);
                yield template.render(tools.isEmpty() ? plain : withTools(plain, tools), List.of(), variables);
            }
        };
    }

    /** Whether the template reads a variable of this name. */
    public boolean reads(String variable) {
        return template.reads(variable);
    }

    /** With ids that the template takes. */
    private ChatMessage withIds(ChatMessage message) {
        return switch (message) {
            case ChatMessage.Assistant assistant ->
                new ChatMessage.Assistant(
                        assistant.content(),
                        assistant.toolCalls().stream()
                                .map(call -> new ToolCall(format.idInPrompt(call.id()), call.name(), call.arguments()))
                                .toList(),
                        assistant.name());
            case ChatMessage.Tool tool -> new ChatMessage.Tool(format.idInPrompt(tool.toolCallId()), tool.content());
            case ChatMessage.System system -> system;
            case ChatMessage.Developer developer -> developer;
            case ChatMessage.User user -> user;
        };
    }

    /** The conversation without calls and results; adjacent results become one message, as many templates want turns to alternate. */
    private List<ChatMessage> plain(List<ChatMessage> messages) {
        Map<String, String> toolOfCall = new HashMap<>();
        List<ChatMessage> plain = new ArrayList<>();
        List<String> results = new ArrayList<>();
        for (ChatMessage message : messages) {
            if (message instanceof ChatMessage.Tool result) {
                String name = toolOfCall.getOrDefault(result.toolCallId(), "");
                results.add(format.writeResult(name, result.content()));
                continue;
            }
            flush(results, plain);
            if (message instanceof ChatMessage.Assistant assistant) {
                assistant.toolCalls().forEach(call -> toolOfCall.put(call.id(), call.name()));
                plain.add(withoutCalls(assistant));
            } else {
                plain.add(message);
            }
        }
        flush(results, plain);
        return plain;
    }

    private static void flush(List<String> results, List<ChatMessage> into) {
        if (!results.isEmpty()) {
            into.add(new ChatMessage.User(String.join("\n", results)));
            results.clear();
        }
    }

    private ChatMessage withoutCalls(ChatMessage.Assistant message) {
        if (message.toolCalls().isEmpty()) {
            return message;
        }
        String text = Stream.of(message.content(), format.writeCalls(message.toolCalls()))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n"));
        return new ChatMessage.Assistant(text, List.of(), message.name());
    }

    private List<ChatMessage> withTools(List<ChatMessage> messages, List<ToolDefinition> tools) {
        String description = format.describeTools(tools);
        List<ChatMessage> all = new ArrayList<>(messages);
        ChatMessage first = messages.isEmpty() ? null : messages.get(0);
        if (first instanceof ChatMessage.System system) {
            all.set(0, new ChatMessage.System(append(system.content(), description), system.name()));
        } else if (first instanceof ChatMessage.Developer developer) {
            all.set(0, new ChatMessage.Developer(append(developer.content(), description), developer.name()));
        } else {
            all.add(0, new ChatMessage.System(description));
        }
        return all;
    }

    private static String append(String content, String more) {
        return content.isEmpty() ? more : content + "\n\n" + more;
    }
}
