package dev.tenon.server.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.ChatTemplate;
import dev.tenon.toolcalls.TemplateException;
import dev.tenon.toolcalls.ToolCall;
import dev.tenon.toolcalls.ToolDefinition;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A chat template in Jinja, as model files carry it. Per model; immutable and thread-safe.
 *
 * <pre>{@code
 * ChatTemplate template = new JinjaChatTemplate(source, "<s>", "</s>", Clock.systemDefaultZone());
 * String prompt = template.render(List.of(new ChatMessage.User("Hello")), List.of());
 * }</pre>
 */
public final class JinjaChatTemplate implements ChatTemplate {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final String source;
    private final String bosToken;
    private final String eosToken;
    private final JinjaRenderer renderer;

    /**
     * A template's source.
     *
     * @param bosToken text of the token that begins a sequence; empty where there is none, and where the tokenizer
     *     adds it to every prompt, or it would be there twice
     * @param eosToken text of the token that ends one; empty where there is none
     * @param clock for templates that write the date
     * @throws TemplateException when the source is longer than {@link JinjaRenderer#MAX_SOURCE_LENGTH}
     */
    public JinjaChatTemplate(String source, String bosToken, String eosToken, Clock clock) {
        this.source = source;
        this.bosToken = bosToken;
        this.eosToken = eosToken;
        this.renderer = new JinjaRenderer(source, clock);
    }

    @Override
    public boolean knowsTools() {
        return renderer.reads("tools");
    }

    @Override
    public boolean writes(String text) {
        return source.contains(text);
    }

    @Override
    public String render(List<ChatMessage> messages, List<ToolDefinition> tools) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("messages", messageValues(messages));
        if (!tools.isEmpty()) {
            variables.put(
                    "tools", tools.stream().map(JinjaChatTemplate::toolValue).toList());
        }
        variables.put("add_generation_prompt", true);
        variables.put("bos_token", bosToken);
        variables.put("eos_token", eosToken);
        return render(variables);
    }

    /**
     * The template with these variables and no others.
     *
     * @param variables maps, lists, strings, numbers and booleans; they are not changed
     * @throws TemplateException when the template does not take them, or is broken
     */
    public String render(Map<String, Object> variables) {
        return renderer.render(variables);
    }

    private List<Object> messageValues(List<ChatMessage> messages) {
        Map<String, String> toolOfCall = new HashMap<>();
        List<Object> values = new ArrayList<>();
        for (ChatMessage message : messages) {
            values.add(messageValue(message, toolOfCall));
        }
        return values;
    }

    private Map<String, Object> messageValue(ChatMessage message, Map<String, String> toolOfCall) {
        Map<String, Object> value = new LinkedHashMap<>();
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
                calls.add(callValue(call));
            }
            value.put("tool_calls", calls);
        } else if (message instanceof ChatMessage.Tool tool) {
            value.put("tool_call_id", tool.toolCallId());
        }
        return value;
    }

    private String role(ChatMessage message) {
        return switch (message) {
            case ChatMessage.System system -> "system";
            case ChatMessage.Developer developer -> writes("developer") ? "developer" : "system";
            case ChatMessage.User user -> "user";
            case ChatMessage.Assistant assistant -> "assistant";
            case ChatMessage.Tool tool -> "tool";
        };
    }

    private static Map<String, Object> callValue(ToolCall call) {
        return Map.of(
                "id", call.id(),
                "type", "function",
                "function", Map.of("name", call.name(), "arguments", argumentsValue(call.arguments())));
    }

    /** The object that the text is, as templates write it in their own way; the text where it is none. */
    private static Object argumentsValue(String arguments) {
        if (arguments.isBlank()) {
            return Map.of();
        }
        try {
            JsonNode node = MAPPER.readTree(arguments);
            return node.isObject() ? plain(node) : arguments;
        } catch (JsonProcessingException e) {
            return arguments;
        }
    }

    private static Map<String, Object> toolValue(ToolDefinition tool) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", tool.name());
        String description = tool.description();
        if (description != null) {
            function.put("description", description);
        }
        function.put("parameters", plain(tool.parameters()));
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("type", "function");
        value.put("function", function);
        return value;
    }

    private static Object plain(JsonNode node) {
        return MAPPER.convertValue(node, Object.class);
    }
}
