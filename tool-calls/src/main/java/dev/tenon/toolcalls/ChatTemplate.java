package dev.tenon.toolcalls;

import java.util.List;

/** How one model's prompts are written. Per model; implementations are thread-safe. */
public interface ChatTemplate {
    /**
     * The prompt of a conversation, up to where the model's reply begins.
     *
     * @param tools the tools that may be called; a template that does not know them passes over them
     * @throws TemplateException when the template does not take this conversation, or is broken
     */
    String render(List<ChatMessage> messages, List<ToolDefinition> tools);

    /** Whether the template describes tools to the model itself. */
    boolean knowsTools();

    /** Whether the template itself writes this text, as a template of a dialect writes what opens a call. */
    boolean writes(String text);
}
