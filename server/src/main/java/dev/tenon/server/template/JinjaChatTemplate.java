package dev.tenon.server.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.ChatTemplate;
import dev.tenon.toolcalls.PythonJson;
import dev.tenon.toolcalls.TemplateException;
import dev.tenon.toolcalls.ToolDefinition;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chat template in Jinja, as model files carry it. Per model; immutable and thread-safe.
 *
 * <pre>{@code
 * ChatTemplate template = new JinjaChatTemplate(source, "<s>", "</s>", Clock.systemDefaultZone());
 * String prompt = template.render(List.of(new ChatMessage.User("Hello")), List.of());
 * }</pre>
 */
public final class JinjaChatTemplate implements ChatTemplate {
    /** What FireFunction's template is told of the day, by its model card. */
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss zzz", Locale.ENGLISH);

    private final String source;
    private final String bosToken;
    private final String eosToken;
    private final Clock clock;
    private final JinjaRenderer renderer;
    private final CallStyle callStyle;

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
        this.clock = clock;
        this.renderer = new JinjaRenderer(source, clock);
        this.callStyle = writes("tool_calls")
                ? CallStyle.of(style -> render(CallStyle.conversation(), CallStyle.tools(), Map.of(), style))
                : CallStyle.COMMON;
    }

    @Override
    public boolean knowsTools() {
        return renderer.reads("tools") || renderer.reads("functions");
    }

    @Override
    public boolean writes(String text) {
        return source.contains(text);
    }

    @Override
    public boolean reads(String variable) {
        return renderer.reads(variable);
    }

    @Override
    public String render(List<ChatMessage> messages, List<ToolDefinition> tools, Map<String, JsonNode> more) {
        return render(messages, tools, more, callStyle);
    }

    private String render(
            List<ChatMessage> messages, List<ToolDefinition> tools, Map<String, JsonNode> more, CallStyle style) {
        Map<String, @Nullable Object> variables = new HashMap<>();
        more.forEach((name, value) -> variables.put(name, value.isNull() ? null : MessageValues.plain(value)));
        String developerRole = writes("developer") ? "developer" : "system";
        variables.put("messages", new MessageValues(style, developerRole).messages(messages));
        if (!tools.isEmpty()) {
            variables.put("tools", MessageValues.tools(tools));
        }
        if (renderer.reads("functions") && !renderer.reads("tools")) {
            variables.put("functions", PythonJson.write(MessageValues.functions(tools), 4));
            variables.put("datetime", DATE_TIME.format(ZonedDateTime.now(clock)));
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
    public String render(Map<String, ? extends @Nullable Object> variables) {
        return renderer.render(variables);
    }
}
