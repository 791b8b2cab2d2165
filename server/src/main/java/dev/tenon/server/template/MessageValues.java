package dev.tenon.server.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.ToolCall;
import dev.tenon.toolcalls.ToolDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages and tools as templates take them: in the shape of requests, but for what {@link CallStyle} says. Used for one
 * conversation: a result is given the name of the tool whose call it answers.
 */
final class MessageValues {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final CallStyle style;
    private final String developerRole;
    private final Map<String, String> toolOfCall = new HashMap<>();

    /**
     * For one conversation.
     *
     * @param developerRole what the template calls a developer
     */
    MessageValues(CallStyle style, String developerRole) {
        this.style = style;
        this.developerRole = developerRole;
    }

    List<Object> messages(List<ChatMessage> messages) {
        List<Object> values = new ArrayList<>();
        for (ChatMessage message : messages) {
            values.add(message(message));
        }
        return values;
    }

    private Map<String, @Nullable Object> message(ChatMessage message) {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("role", role(message));
        value.put("content", message.content());
        String name = switch (message) {
            case ChatMessage.System system -> system.name();
            case ChatMessage.Developer developer -> developer.name();
            case ChatMessage.User user -> user.name();
            case ChatMessage.Assistant assistant -> assistant.name();
            case ChatMessage.Tool tool -> toolOfCall.get(tool.toolCallId());
        };
        if (name != null) {
            value.put("name", name);
        }
        if (message instanceof ChatMessage.Assistant assistant
                && !assistant.toolCalls().isEmpty()) {
            List<Object> calls = new ArrayList<>();
            for (ToolCall call : assistant.toolCalls()) {
                toolOfCall.put(call.id(), call.name());
                calls.add(call(call));
            }
            value.put("tool_calls", calls);
            if (style.withoutContent() && assistant.content().isEmpty()) {
                value.put("content", null);
            }
        } else if (message instanceof ChatMessage.Tool tool) {
            value.put("tool_call_id", tool.toolCallId());
        }
        return value;
    }

    private String role(ChatMessage message) {
        return switch (message) {
            case ChatMessage.System system -> "system";
            case ChatMessage.Developer developer -> developerRole;
            case ChatMessage.User user -> "user";
            case ChatMessage.Assistant assistant -> "assistant";
            case ChatMessage.Tool tool -> "tool";
        };
    }

    private Map<String, Object> call(ToolCall call) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", call.name());
        function.put("arguments", arguments(call.arguments()));
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("id", call.id());
        value.put("type", "function");
        value.put("function", function);
        return value;
    }

    /** The object that the text is, as templates write it in their own way; the text where it is none. */
    private Object arguments(String arguments) {
        String text = arguments.isBlank() ? "{}" : arguments;
        if (style.argumentsAsText()) {
            return text;
        }
        try {
            JsonNode node = MAPPER.readTree(text);
            return node.isObject() ? plain(node) : text;
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    /** Each tool as requests have it. */
    static List<Object> tools(List<ToolDefinition> tools) {
        List<Object> values = new ArrayList<>();
        for (Object function : functions(tools)) {
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("type", "function");
            value.put("function", function);
            values.add(value);
        }
        return values;
    }

    /** Each tool without what requests have around it. */
    static List<Object> functions(List<ToolDefinition> tools) {
        List<Object> values = new ArrayList<>();
        for (ToolDefinition tool : tools) {
            Map<String, Object> function = new LinkedHashMap<>();
            function.put("name", tool.name());
            String description = tool.description();
            if (description != null) {
                function.put("description", description);
            }
            function.put("parameters", plain(tool.parameters()));
            values.add(function);
        }
        return values;
    }

    /** A JSON value other than null as one of the plain ones of Java. */
    static Object plain(JsonNode node) {
        return MAPPER.convertValue(node, Object.class);
    }
}
