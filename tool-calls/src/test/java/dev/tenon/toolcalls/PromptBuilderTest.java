package dev.tenon.toolcalls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PromptBuilderTest {
    private static final ToolCallFormat FORMAT = new HermesFormat(ControlTokens.none());
    private static final ToolCallFormats.Spoken TOLD =
            new ToolCallFormats.Spoken(FORMAT, ToolCallFormats.Telling.PROMPT);
    private static final ToolDefinition NOW = ToolDefinition.of("now", "The time.", null);

    @Test
    void leavesAllToATemplateThatSpeaksTheDialect() {
        List<ChatMessage> messages = List.of(
                new ChatMessage.User("?"),
                new ChatMessage.Assistant("", List.of(new ToolCall("1", "now", "{}"))),
                new ChatMessage.Tool("1", "noon"));
        assertEquals(
                new ChatMl(true).render(messages, List.of(NOW)),
                new PromptBuilder(
                                new ChatMl(true), new ToolCallFormats.Spoken(FORMAT, ToolCallFormats.Telling.TEMPLATE))
                        .prompt(messages, List.of(NOW)));
    }

    @Test
    void describesToolsItselfWhereTheTemplateSpeaksAnotherDialect() {
        ChatTemplate other = new ChatTemplate() {
            @Override
            public String render(
                    List<ChatMessage> messages, List<ToolDefinition> tools, Map<String, JsonNode> variables) {
                return "tools: " + tools.size() + "\n" + String.join("", variables.keySet())
                        + new ChatMl(false).render(messages, tools);
            }

            @Override
            public boolean knowsTools() {
                return true;
            }

            @Override
            public boolean reads(String variable) {
                return variable.equals("x");
            }

            @Override
            public boolean writes(String text) {
                return false;
            }
        };
        String prompt = new PromptBuilder(other, TOLD).prompt(List.of(new ChatMessage.User("?")), List.of(NOW));
        assertTrue(prompt.startsWith("tools: 0\n"));
        assertTrue(new PromptBuilder(other, TOLD)
                .prompt(List.of(new ChatMessage.User("?")), List.of(), Map.of("x", NullNode.getInstance()))
                .startsWith("tools: 0\nx"));
        assertTrue(new PromptBuilder(other, TOLD).reads("x"));
        assertTrue(prompt.contains("<tool_call>"));
    }

    @Test
    void addsTheDescriptionToTheFirstInstructions() {
        PromptBuilder builder = new PromptBuilder(new ChatMl(false), TOLD);
        String description = FORMAT.describeTools(List.of(NOW));
        assertEquals(
                "<|im_start|>developer\nBe brief.\n\n" + description + "<|im_end|>\n<|im_start|>assistant\n",
                builder.prompt(List.of(new ChatMessage.Developer("Be brief.")), List.of(NOW)));
        assertTrue(builder.prompt(List.of(new ChatMessage.User("?")), List.of(NOW))
                .startsWith("<|im_start|>system\n" + description + "<|im_end|>\n<|im_start|>user\n?"));
    }

    @Test
    void saysNothingOfToolsWhereThereAreNone() {
        PromptBuilder builder = new PromptBuilder(new ChatMl(false), TOLD);
        assertFalse(
                builder.prompt(List.of(new ChatMessage.User("?")), List.of()).contains("tool"));
    }
}
