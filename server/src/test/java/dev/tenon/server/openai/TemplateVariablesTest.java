package dev.tenon.server.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.server.generation.ChatRequest;
import dev.tenon.server.template.JinjaChatTemplate;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What requests tell templates, what has no effect, and what is refused. */
final class TemplateVariablesTest {
    /** As Qwen3 and GPT-OSS ask for them. */
    private static final String TEMPLATE = """
        {{- messages[0].content }}
        {%- if enable_thinking is defined and enable_thinking is false %} [no]{% endif %}
        {%- if reasoning_effort is not defined %}{% set reasoning_effort = 'medium' %}{% endif %} {{ reasoning_effort }}
        {%- if style is defined %} {{ style | tojson }}{% endif %}\
        """;

    private static ChatCompletionRequest read(String members) {
        String body = "{'model':'m','messages':[{'role':'user','content':'hi'}]," + members + "}";
        return ChatCompletionRequest.read(
                Json.parse(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)), () -> 42, ApiOptions.defaults());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        'user':'u'                                                  | hi medium
        'reasoning_effort':'high'                                   | hi high
        'reasoning_effort':'none'                                   | hi [no] none
        'chat_template_kwargs':{'enable_thinking':false}            | hi [no] medium
        'chat_template_kwargs':{'enable_thinking':true}             | hi medium
        'chat_template_kwargs':{'enable_thinking':null}             | hi medium
        'chat_template_kwargs':{'reasoning_effort':'extreme'}       | hi extreme
        'chat_template_kwargs':{'reasoning_effort':'low'},'reasoning_effort':'low' | hi low
        'chat_template_kwargs':{'enable_thinking':false},'reasoning_effort':'none' | hi [no] none
        'chat_template_kwargs':{'enable_thinking':true},'reasoning_effort':'max'   | hi max
        'chat_template_kwargs':{'style':{'a':[1,2.5,true,null,'x']}}| hi medium {"a": [1, 2.5, true, null, "x"]}
        'chat_template_kwargs':null                                 | hi medium
        """)
    void templatesAreGivenThem(String members, String prompt) {
        ChatRequest chat = read(members).chat();
        assertEquals(
                prompt,
                new JinjaChatTemplate(TEMPLATE, "", "", Clock.systemUTC())
                        .render(chat.messages(), List.of(), chat.variables()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        'chat_template_kwargs':[]                            | chat_template_kwargs                          | Invalid type for 'chat_template_kwargs': expected an object, but got an array instead.
        'chat_template_kwargs':{'enable_thinking':'false'}   | chat_template_kwargs.enable_thinking          | Invalid type for 'chat_template_kwargs.enable_thinking': expected a boolean, but got a string instead.
        'chat_template_kwargs':{'enable_thinking':true},'reasoning_effort':'none'  | chat_template_kwargs.enable_thinking | Invalid 'chat_template_kwargs.enable_thinking': it contradicts 'reasoning_effort'.
        'chat_template_kwargs':{'enable_thinking':false},'reasoning_effort':'high' | chat_template_kwargs.enable_thinking | Invalid 'chat_template_kwargs.enable_thinking': it contradicts 'reasoning_effort'.
        'chat_template_kwargs':{'reasoning_effort':'low'},'reasoning_effort':'high'| chat_template_kwargs.reasoning_effort| Invalid 'chat_template_kwargs.reasoning_effort': it contradicts 'reasoning_effort'.
        """)
    void contradictionsAndOtherTypesAreRefused(String members, String param, String message) {
        ApiError error = assertThrows(ApiException.class, () -> read(members)).error();
        assertEquals(param, error.param());
        assertEquals(message, error.message());
        assertEquals(400, error.status());
    }

    @ParameterizedTest
    @CsvSource({"messages", "tools", "functions", "datetime", "add_generation_prompt", "bos_token", "eos_token"})
    void theServersOwnAreRefused(String name) {
        String value = name.equals("messages") ? "null" : "1";
        ApiError error = assertThrows(
                        ApiException.class, () -> read("'chat_template_kwargs':{'" + name + "':" + value + "}"))
                .error();
        assertEquals("chat_template_kwargs." + name, error.param());
        assertEquals("invalid_value", error.code());
    }

    @Test
    void theyAreBounded() {
        assertEquals(64, read(many(64)).chat().variables().size());
        assertThrows(ApiException.class, () -> read(many(65)));
        assertThrows(ApiException.class, () -> read("'chat_template_kwargs':{'" + "n".repeat(65) + "':1}"));
        read("'chat_template_kwargs':{'a':'" + "n".repeat(65_000) + "'}");
        assertThrows(ApiException.class, () -> read("'chat_template_kwargs':{'a':'" + "n".repeat(66_000) + "'}"));
    }

    private static String many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "'v" + i + "':" + i)
                .collect(Collectors.joining(",", "'chat_template_kwargs':{", "}"));
    }

    /** For a template that reads {@code style} and {@code enable_thinking}, and a model that thinks, or does not. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
        'reasoning_effort':'low'                               | reasoning_effort               | ``
        'reasoning_effort':'none'                              | ``                             | ``
        'chat_template_kwargs':{'style':1}                     | ``                             | ``
        'chat_template_kwargs':{'enable_thinking':false}       | ``                             | ``
        'chat_template_kwargs':{'style':1,'other':2}           | chat_template_kwargs.other     | chat_template_kwargs.other
        """)
    void whatHasNoEffectIsTold(String members, String withoutThinking, String thinking) {
        TemplateVariables variables = read(members).variables();
        Set<String> read = Set.of("style", "enable_thinking");
        assertEquals(withoutThinking, String.join(",", variables.ignored(read::contains, false)));
        assertEquals(thinking, String.join(",", variables.ignored(read::contains, true)));
    }

    @Test
    void theSwitchOfTheTemplateSwitchesTheReasoningOff() {
        assertInstanceOf(
                ChatRequest.Reasoning.Off.class,
                read("'chat_template_kwargs':{'enable_thinking':false}").chat().reasoning());
        assertInstanceOf(
                ChatRequest.Reasoning.AsTaught.class,
                read("'chat_template_kwargs':{'enable_thinking':true}").chat().reasoning());
        assertTrue(read("'user':'u'").chat().variables().isEmpty());
    }
}
