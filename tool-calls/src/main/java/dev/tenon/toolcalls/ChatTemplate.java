package dev.tenon.toolcalls;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** How one model's prompts are written. Per model; implementations are thread-safe. */
public interface ChatTemplate {
    /**
     * The prompt of a conversation, up to where the model's reply begins.
     *
     * @param tools the tools that may be called; a template that does not know them passes over them
     * @throws TemplateException when the template does not take this conversation, or is broken
     */
    default String render(List<ChatMessage> messages, List<ToolDefinition> tools) {
        return render(messages, tools, Map.of());
    }

    /**
     * The prompt of a conversation with more variables than every template is given.
     *
     * @param tools the tools that may be called; a template that does not know them passes over them
     * @param variables by name, JSON values; those that the template does not read have no effect
     * @throws TemplateException when the template does not take this conversation, or is broken
     */
    String render(List<ChatMessage> messages, List<ToolDefinition> tools, Map<String, JsonNode> variables);

    /** Whether the template reads a variable of this name. */
    boolean reads(String variable);

    /** Whether the template describes tools to the model itself. */
    boolean knowsTools();

    /** Whether the template itself writes this text, as a template of a dialect writes what opens a call. */
    boolean writes(String text);
}
