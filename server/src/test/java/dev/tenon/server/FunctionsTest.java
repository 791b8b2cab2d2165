package dev.tenon.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.sampler.engine.Engine;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The deprecated {@code functions}: tools by another name, answered in the older form. */
@Timeout(300)
final class FunctionsTest {
    private static final String ADD = "{'name':'add','parameters':{'type':'object','properties':"
            + "{'a':{'type':'integer','minimum':0,'maximum':9}},'required':['a'],'additionalProperties':false}}";
    private static final String ASK = "{'model':'test','messages':[{'role':'user','content':'hi'}],'temperature':2,"
            + "'max_completion_tokens':300,'functions':[" + ADD + ",{'name':'now'}]";
    private static final String CALL = """
        <tool_call>
        {"name": "add", "arguments": {"a": 3}}
        </tool_call>\
        """;

    private interface Talk {
        void with(ApiClient client) throws Exception;
    }

    private static void serving(Engine engine, Talk talk) throws Exception {
        try (TenonServer server = TenonServer.start(
                        TestModels.served(engine), ServerOptions.defaults().withAddress("127.0.0.1", 0));
                ApiClient client = new ApiClient(server.port())) {
            talk.with(client);
        }
    }

    @Test
    void answersWithAFunctionCall() throws Exception {
        serving(TestModels.scripted(CALL), client -> {
            JsonNode reply = client.chat(ASK + "}");
            assertEquals(ApiClient.exactJson("""
                [{"index":0,"message":{"role":"assistant","content":null,"refusal":null,"annotations":[],
                "function_call":{"name":"add","arguments":"{\\"a\\": 3}"}},"logprobs":null,"finish_reason":"function_call"}]
                """), reply.get("choices"));
        });
    }

    @Test
    void streamsTheNameOnceAndThenTheArguments() throws Exception {
        serving(TestModels.scripted(CALL), client -> {
            List<JsonNode> choices = client.stream(ASK + ",'stream':true}").stream()
                    .filter(event -> !event.equals("[DONE]"))
                    .map(event -> ApiClient.exactJson(event).at("/choices/0"))
                    .toList();
            assertEquals(
                    ApiClient.exactJson("{\"role\":\"assistant\",\"content\":null,\"refusal\":null}"),
                    choices.get(0).get("delta"));
            assertEquals(
                    ApiClient.exactJson("{\"function_call\":{\"name\":\"add\",\"arguments\":\"\"}}"),
                    choices.get(1).get("delta"));
            StringBuilder arguments = new StringBuilder();
            for (JsonNode choice : choices.subList(2, choices.size() - 1)) {
                JsonNode delta = choice.get("delta");
                assertEquals(1, delta.size(), delta.toString());
                assertEquals(1, delta.get("function_call").size(), delta.toString());
                arguments.append(delta.at("/function_call/arguments").textValue());
            }
            assertEquals("{\"a\": 3}", arguments.toString());
            JsonNode last = choices.get(choices.size() - 1);
            assertTrue(last.get("delta").isEmpty());
            assertEquals("function_call", last.get("finish_reason").textValue());
        });
    }

    @Test
    void callsTheOneThatIsNamedAndNoneWhenToldTo() throws Exception {
        serving(TestModels.random(3), client -> {
            for (int seed = 0; seed < 10; seed++) {
                JsonNode named = client.chat(ASK + ",'function_call':{'name':'add'},'seed':" + seed + "}")
                        .at("/choices/0");
                assertEquals("function_call", named.get("finish_reason").textValue());
                assertEquals("add", named.at("/message/function_call/name").textValue());
                String arguments = named.at("/message/function_call/arguments").textValue();
                assertTrue(arguments.matches("\\{\\s*\"a\":\\s*[0-9]\\s*}"), arguments);
                JsonNode none = client.chat(ASK + ",'function_call':'none','seed':" + seed + "}")
                        .at("/choices/0");
                assertFalse(none.get("message").has("function_call"));
                assertTrue(Stream.of("stop", "length")
                        .anyMatch(none.get("finish_reason").textValue()::equals));
            }
        });
    }

    @Test
    void goesOnFromAResult() throws Exception {
        serving(TestModels.scripted("hello world"), client -> {
            String messages = """
                {'model':'test','functions':[%s],'messages':[{'role':'user','content':'hi'},
                {'role':'assistant','content':null,'function_call':{'name':'add','arguments':'{}'}},
                {'role':'function','name':'add','content':'12'}]}\
                """.formatted(ADD);
            assertEquals(
                    "hello world",
                    client.chat(messages).at("/choices/0/message/content").textValue());
        });
    }

    @Test
    void namesTheFunctionWhoseSchemaCannotBeEnforced() throws Exception {
        serving(TestModels.scripted(""), client -> {
            String bad = ASK.replace("{'name':'now'}", "{'name':'now','parameters':{'type':'strin'}}");
            JsonNode error = ApiClient.exactJson(client.post(bad + "}").body()).get("error");
            assertEquals("functions[1].parameters", error.get("param").textValue());
            assertTrue(error.get("message").textValue().startsWith("Invalid schema for function 'now'"));
        });
    }
}
