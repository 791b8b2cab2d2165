package dev.tenon.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.sampler.engine.EngineShape;
import dev.tenon.sampler.engine.ScriptedEngine;
import dev.tenon.server.generation.ServedModel;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Replies of models that think, and of models whose calls are no JSON, as clients get them. */
final class DialectRepliesTest {
    private static final String ASK = "'model':'test','messages':[{'role':'user','content':'go'}]";
    private static final String TOOLS = """
        ,'tools':[{'type':'function','function':{'name':'note','parameters':{'type':'object','properties':\
        {'text':{'type':'string'},'n':{'type':'integer'}},'required':['text'],'additionalProperties':false}}},\
        {'type':'function','function':{'name':'now'}}]\
        """;
    private static final String THINKER =
            "{% for m in messages %}{{ m.content }}{% endfor %}{# <think> <tool_call> <function= <parameter= tools #}";
    private static final String OPENER = THINKER + "<think>\n";

    @FunctionalInterface
    private interface Script {
        void run(ApiClient client) throws Exception;
    }

    private static void serving(String template, String text, Script script) throws Exception {
        EngineShape shape =
                EngineShape.named("scripted").withContextLength(2_000).withChatTemplate(template);
        ScriptedEngine engine =
                new ScriptedEngine(TestModels.vocabulary(), List.of(new ScriptedEngine.Script.Text(text)), shape);
        ServedModel model = TestModels.served(engine);
        try (TenonServer server =
                        TenonServer.start(model, ServerOptions.defaults().withAddress("127.0.0.1", 0));
                ApiClient client = new ApiClient(server.port())) {
            script.run(client);
        }
    }

    private static JsonNode message(JsonNode reply) {
        return reply.get("choices").get(0).get("message");
    }

    @Test
    void whatAModelThinksIsNoContent() throws Exception {
        serving(THINKER, "<think>\nHm, true.</think>\n\nhello world", client -> {
            JsonNode reply = client.chat("{" + ASK + "}");
            assertEquals("\nHm, true.", message(reply).get("reasoning_content").textValue());
            assertEquals("hello world", message(reply).get("content").textValue());
            int thought = reply.at("/usage/completion_tokens_details/reasoning_tokens")
                    .intValue();
            assertTrue(
                    thought > 5
                            && thought < reply.at("/usage/completion_tokens").intValue(),
                    reply::toString);
        });
    }

    @Test
    void aPromptThatOpensTheReasoningBeginsInside() throws Exception {
        serving(OPENER, "Hm.</think>{\"a\": true}", client -> {
            JsonNode reply = client.chat("{" + ASK + ",'response_format':{'type':'json_object'}}");
            assertEquals("Hm.", message(reply).get("reasoning_content").textValue());
            assertEquals("{\"a\": true}", message(reply).get("content").textValue());
        });
    }

    @Test
    void reasoningStreamsBeforeContent() throws Exception {
        serving(THINKER, "<think>Hm.</think>hello", client -> {
            List<JsonNode> deltas = client.stream("{" + ASK + ",'stream':true}").stream()
                    .filter(event -> !event.equals("[DONE]"))
                    .map(event ->
                            ApiClient.exactJson(event).get("choices").get(0).get("delta"))
                    .toList();
            assertEquals("assistant", deltas.get(0).get("role").textValue());
            assertEquals("Hm.", joined(deltas, "reasoning_content"));
            assertEquals("hello", joined(deltas, "content"));
        });
    }

    private static String joined(List<JsonNode> deltas, String key) {
        return deltas.stream().map(delta -> delta.path(key).asText("")).collect(Collectors.joining());
    }

    /** The switch decides on the reasoning and never on the constraint. */
    @Test
    void effortBoundsReasoningAndNothingElse() throws Exception {
        String long1 = "the ".repeat(600) + "</think>{\"a\": true}";
        serving(OPENER, long1, client -> {
            JsonNode reply =
                    client.chat("{" + ASK + ",'reasoning_effort':'minimal','response_format':{'type':'json_object'}}");
            String thought = message(reply).get("reasoning_content").textValue();
            assertTrue(thought.length() <= 4 * 260 && thought.length() >= 4 * 250, thought);
            assertTrue(message(reply).get("content").textValue().startsWith("{"), reply::toString);
            assertEquals("stop", reply.at("/choices/0/finish_reason").textValue());
        });
        serving(THINKER, "<think>Hm.</think>{\"a\": true}", client -> {
            JsonNode reply =
                    client.chat("{" + ASK + ",'reasoning_effort':'none','response_format':{'type':'json_object'}}");
            assertFalse(message(reply).has("reasoning_content"));
            assertTrue(message(reply).get("content").textValue().startsWith("{"), reply::toString);
        });
    }

    @Test
    void theTemplatesSwitchClosesTheReasoning() throws Exception {
        String switched = THINKER + "{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>"
                + "{% else %}<think>{% endif %}";
        serving(switched, "hello", client -> {
            for (String off : List.of(
                    "'chat_template_kwargs':{'enable_thinking':false,'other':1}",
                    "'reasoning_effort':'none','chat_template_kwargs':{'other':1}")) {
                HttpResponse<String> response = client.post("{" + ASK + "," + off + "}");
                JsonNode message = message(ApiClient.exactJson(response.body()));
                assertEquals("hello", message.get("content").textValue());
                assertFalse(message.has("reasoning_content"));
                assertEquals(
                        "chat_template_kwargs.other",
                        response.headers().firstValue("x-ignored-params").orElse(""));
            }
        });
        serving(switched, "Hm.</think>hello", client -> {
            JsonNode message = message(client.chat("{" + ASK + "}"));
            assertEquals("Hm.", message.get("reasoning_content").textValue());
        });
    }

    @Test
    void callsThatAreNoJsonBecomeJson() throws Exception {
        String call = "<think>Hm.</think>\n<tool_call>\n<function=note>\n<parameter=text>\na \"b\"\nc\n</parameter>\n"
                + "<parameter=n>\n5\n</parameter>\n</function>\n</tool_call>";
        serving(THINKER, call, client -> {
            JsonNode reply = client.chat("{" + ASK + TOOLS + "}");
            assertEquals("tool_calls", reply.at("/choices/0/finish_reason").textValue());
            JsonNode function = message(reply).at("/tool_calls/0/function");
            assertEquals("note", function.get("name").textValue());
            assertEquals(
                    "{\"text\": \"a \\\"b\\\"\\nc\", \"n\": 5}",
                    function.get("arguments").textValue());
        });
    }

    @Test
    void onlyAllowedToolsAreCalled() throws Exception {
        String allowed = ",'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'%s','tools':"
                + "[{'type':'function','function':{'name':'now'}}]}}";
        String call = "<tool_call>\n<function=note>\n<parameter=text>\na\n</parameter>\n</function>\n</tool_call>";
        serving(THINKER, call, client -> {
            JsonNode reply = client.chat("{" + ASK + TOOLS + allowed.formatted("required") + "}");
            assertEquals("now", message(reply).at("/tool_calls/0/function/name").textValue());
            assertEquals(
                    "{}", message(reply).at("/tool_calls/0/function/arguments").textValue());
        });
        serving(THINKER, "hello", client -> {
            JsonNode reply = client.chat("{" + ASK + TOOLS + allowed.formatted("auto") + "}");
            assertEquals("hello", message(reply).get("content").textValue());
        });
    }
}
