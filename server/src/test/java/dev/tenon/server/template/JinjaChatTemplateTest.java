package dev.tenon.server.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.TemplateException;
import dev.tenon.toolcalls.TemplateException.Blame;
import dev.tenon.toolcalls.ToolCall;
import dev.tenon.toolcalls.ToolDefinition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JinjaChatTemplateTest {
    /** The default model's own: ChatML with a system message where the conversation brings none. */
    private static final String CHATML_WITH_DEFAULT = """
        {% for message in messages %}\
        {% if loop.first and messages[0]['role'] != 'system' %}\
        {{ '<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n' }}\
        {% endif %}\
        {{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}\
        {% endfor %}\
        {% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}\
        """;

    private static JinjaChatTemplate template(String source) {
        Clock noon = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);
        return new JinjaChatTemplate(source, "<s>", "</s>", noon);
    }

    private static String render(String source, ChatMessage... messages) {
        return template(source).render(List.of(messages), List.of());
    }

    @Test
    void addsTheDefaultSystemMessageOfTheDefaultModel() {
        assertEquals("""
            <|im_start|>system
            You are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>
            <|im_start|>user
            Hello<|im_end|>
            <|im_start|>assistant
            """, render(CHATML_WITH_DEFAULT, new ChatMessage.User("Hello")));
    }

    @Test
    void keepsTheSystemMessageOfTheConversation() {
        assertEquals(
                """
                <|im_start|>system
                Be brief.<|im_end|>
                <|im_start|>user
                Hello<|im_end|>
                <|im_start|>assistant
                Hi.<|im_end|>
                <|im_start|>user
                Bye<|im_end|>
                <|im_start|>assistant
                """,
                render(
                        CHATML_WITH_DEFAULT,
                        new ChatMessage.System("Be brief."),
                        new ChatMessage.User("Hello"),
                        new ChatMessage.Assistant("Hi.", List.of()),
                        new ChatMessage.User("Bye")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{{ 7 * 7 }}", "{% for x in y %}", "{# gone #}", "{{ raise_exception('no') }}", "{%", "}}", "{{{"
            })
    void neverEvaluatesTheTextOfAMessage(String text) {
        assertEquals(
                "user: " + text + "|" + text,
                render(
                        "{% for m in messages %}{{ m.role }}: {{ m.content }}|{{ m.content | trim }}{% endfor %}",
                        new ChatMessage.User(text)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{% if tools %}x{% endif %}                    ; true",
                "{%- for tool in tools -%}x{% endfor %}        ; true",
                "{{ tools | tojson }}                          ; true",
                "{{ [tools] }}                                 ; true",
                "tools                                         ; false",
                "{{ 'tools' }}                                 ; false",
                "{{ \"use \\\" tools\" }}                      ; false",
                "{{ message.tools }}                           ; false",
                "{{ my_tools }}{{ toolset }}                   ; false",
                "{# tools #}                                   ; false",
            })
    void knowsToolsWhereTheVariableIsRead(String source, boolean knows) {
        assertEquals(knows, template(source).knowsTools());
    }

    @Test
    void givesCallsAsObjectsAndResultsTheNameOfTheirTool() {
        String source = """
            {% for m in messages %}{% for c in m.tool_calls %}\
            {{ c.id }} {{ c.type }} {{ c.function.name }} {{ c.function.arguments.city }} \
            {{ c.function.arguments | tojson }}
            {% endfor %}{% if m.role == 'tool' %}{{ m.tool_call_id }} {{ m.name }} {{ m.content }}
            {% endif %}{% endfor %}\
            """;
        assertEquals(
                """
                c1 function weather Oslo {"city": "Oslo", "days": 2}
                c1 weather rain
                """,
                render(
                        source,
                        new ChatMessage.Assistant(
                                "", List.of(new ToolCall("c1", "weather", "{\"city\":\"Oslo\",\"days\":2}"))),
                        new ChatMessage.Tool("c1", "rain")));
    }

    @Test
    void hasNoToolCallsKeyWhereThereAreNone() {
        assertEquals(
                "no",
                render(
                        "{% if 'tool_calls' in messages[0] %}yes{% else %}no{% endif %}",
                        new ChatMessage.Assistant("x", List.of())));
    }

    @Test
    void givesToolsInTheShapeOfRequests() throws Exception {
        JsonNode parameters = JsonMapper.builder().build().readTree("{\"type\":\"object\",\"properties\":{\"ä\":{}}}");
        assertEquals(
                "{\"type\": \"function\", \"function\": {\"name\": \"f\", \"description\": \"d\", "
                        + "\"parameters\": {\"type\": \"object\", \"properties\": {\"ä\": {}}}}}",
                template("{{ tools[0] | tojson }}")
                        .render(List.of(), List.of(new ToolDefinition("f", "d", parameters))));
        assertEquals(
                "none", template("{{ 'some' if tools is defined else 'none' }}").render(List.of(), List.of()));
    }

    @Test
    void mapsDeveloperToSystemUnlessTheTemplateNamesIt() {
        ChatMessage message = new ChatMessage.Developer("x");
        assertEquals("system", render("{{ messages[0].role }}", message));
        assertEquals("developer", render("{{ messages[0].role }}{# developer #}", message));
    }

    @Test
    void givesTheTokensAtTheEndsAndTheGenerationPrompt() {
        assertEquals("<s>|</s>|True", render("{{ bos_token }}|{{ eos_token }}|{{ add_generation_prompt }}"));
    }

    @Test
    void passesOnWhatTheTemplateRaises() {
        TemplateException refused = assertThrows(
                TemplateException.class, () -> render("a\nb\n{{ raise_exception('Roles must alternate') }}"));
        assertEquals(Blame.CONVERSATION, refused.blame());
        assertEquals("Roles must alternate", refused.reason());
        assertEquals("chat template, line 3: Roles must alternate", refused.getMessage());
    }
}
