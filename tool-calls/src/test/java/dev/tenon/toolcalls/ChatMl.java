package dev.tenon.toolcalls;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** ChatML by hand, as a template that knows no tools, or one that names them. */
record ChatMl(boolean knowsTools) implements ChatTemplate {
    @Override
    public String render(List<ChatMessage> messages, List<ToolDefinition> tools, Map<String, JsonNode> variables) {
        StringBuilder prompt = new StringBuilder();
        if (knowsTools) {
            tools.forEach(tool -> prompt.append("tool ").append(tool.name()).append('\n'));
        }
        for (ChatMessage message : messages) {
            String role = message.getClass().getSimpleName().toLowerCase(Locale.ROOT);
            prompt.append("<|im_start|>").append(role).append('\n');
            prompt.append(message.content()).append("<|im_end|>\n");
        }
        return prompt.append("<|im_start|>assistant\n").toString();
    }

    @Override
    public boolean reads(String variable) {
        return false;
    }

    @Override
    public boolean writes(String text) {
        return knowsTools && text.equals("<tool_call>");
    }
}
