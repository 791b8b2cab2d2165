package dev.tenon.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Free text, end to end: a real server, a scripted engine. */
@Timeout(300)
final class TextReplyTest {
    private static final String ASK = "'model':'test','messages':[{'role':'user','content':'hi'}]";

    private interface Script {
        void run(ApiClient client) throws Exception;
    }

    private static void serving(String text, Script script) throws Exception {
        try (TenonServer server = TenonServer.start(
                        TestModels.served(TestModels.scripted(text)),
                        ServerOptions.defaults().withAddress("127.0.0.1", 0));
                ApiClient client = new ApiClient(server.port())) {
            script.run(client);
        }
    }

    @Test
    void answersWithEveryFieldOfTheObject() throws Exception {
        serving("hello world", client -> {
            JsonNode reply = client.chat("{" + ASK + "}");
            assertTrue(reply.get("id").textValue().matches("chatcmpl-[0-9a-f]{32}"));
            assertTrue(reply.get("created").isInt());
            assertTrue(reply.get("system_fingerprint").textValue().matches("fp_[0-9a-f]{10}"));
            assertEquals("chat.completion", reply.get("object").textValue());
            assertEquals("default", reply.get("service_tier").textValue());
            assertEquals("test", reply.get("model").textValue());
            assertEquals(ApiClient.json("""
                [{'index':0,'message':{'role':'assistant','content':'hello world','refusal':null,'annotations':[]},
                'logprobs':null,'finish_reason':'stop'}]\
                """), reply.get("choices"));
            JsonNode usage = reply.get("usage");
            assertEquals(2, usage.get("completion_tokens").intValue());
            assertEquals(
                    usage.get("prompt_tokens").intValue() + 2,
                    usage.get("total_tokens").intValue());
            assertEquals(ApiClient.json("{'cached_tokens':0,'audio_tokens':0}"), usage.get("prompt_tokens_details"));
            assertEquals(ApiClient.json("""
                {'reasoning_tokens':0,'audio_tokens':0,'accepted_prediction_tokens':0,'rejected_prediction_tokens':0}\
                """), usage.get("completion_tokens_details"));
        });
    }

    @Test
    void streamsRoleThenTextThenFinishThenUsageThenDone() throws Exception {
        serving("hello world", client -> {
            List<String> events = client.stream("{" + ASK + ",'stream':true,'stream_options':{'include_usage':true}}");
            JsonNode first = ApiClient.exactJson(events.get(0));
            assertEquals("chat.completion.chunk", first.get("object").textValue());
            List<String> choices = events.subList(0, events.size() - 1).stream()
                    .map(event -> ApiClient.exactJson(event))
                    .peek(chunk -> assertEquals(first.get("id"), chunk.get("id")))
                    .map(chunk -> chunk.get("choices").toString().replace('"', '\''))
                    .toList();
            assertEquals(
                    List.of(
                            "[{'index':0,'delta':{'role':'assistant','content':'','refusal':null},'logprobs':null,'finish_reason':null}]",
                            "[{'index':0,'delta':{'content':'hello'},'logprobs':null,'finish_reason':null}]",
                            "[{'index':0,'delta':{'content':' world'},'logprobs':null,'finish_reason':null}]",
                            "[{'index':0,'delta':{},'logprobs':null,'finish_reason':'stop'}]",
                            "[]"),
                    choices);
            assertTrue(first.has("usage") && first.get("usage").isNull());
            JsonNode usage = ApiClient.exactJson(events.get(4)).get("usage");
            assertEquals(2, usage.get("completion_tokens").intValue());
            assertEquals("[DONE]", events.get(5));
        });
    }

    @Test
    void sendsNoUsageKeyUnlessAsked() throws Exception {
        serving("hello", client -> {
            for (String event : client.stream("{" + ASK + ",'stream':true}")) {
                assertFalse(event.contains("usage"), event);
            }
        });
    }

    @Test
    void neverSplitsACodePointBetweenTwoChunks() throws Exception {
        serving("a\u00fcb\u20acc\ud83d\ude00d", client -> {
            StringBuilder content = new StringBuilder();
            for (String event : client.stream("{" + ASK + ",'stream':true}")) {
                assertFalse(event.contains("\ufffd"), event);
                if (!event.equals("[DONE]")) {
                    content.append(ApiClient.exactJson(event)
                            .at("/choices/0/delta/content")
                            .asText());
                }
            }
            assertEquals("a\u00fcb\u20acc\ud83d\ude00d", content.toString());
        });
    }

    @Test
    void endsWithLengthAtTheLimitAndWithStopAtItsEnd() throws Exception {
        serving("abcde", client -> {
            for (int limit = 1; limit <= 7; limit++) {
                JsonNode choice = client.chat("{" + ASK + ",'max_completion_tokens':" + limit + "}")
                        .at("/choices/0");
                assertEquals(
                        "abcde".substring(0, Math.min(5, limit)),
                        choice.at("/message/content").textValue());
                assertEquals(
                        limit <= 5 ? "length" : "stop",
                        choice.get("finish_reason").textValue());
            }
        });
    }

    @Test
    void stopsAtAStopStringAndLeavesItOut() throws Exception {
        serving("one, two, three", client -> {
            assertEquals(
                    "one, two",
                    client.chat("{" + ASK + ",'stop':[', th','x']}")
                            .at("/choices/0/message/content")
                            .textValue());
        });
    }

    @Test
    void reportsLogprobsWhoseTokensAreTheText() throws Exception {
        serving("hello world.", client -> {
            JsonNode choice = client.chat("{" + ASK + ",'logprobs':true,'top_logprobs':3,'stop':'ld'}")
                    .at("/choices/0");
            assertEquals("hello wor", choice.at("/message/content").textValue());
            StringBuilder text = new StringBuilder();
            for (JsonNode token : choice.at("/logprobs/content")) {
                text.append(token.get("token").textValue());
                assertEquals(3, token.get("top_logprobs").size());
                assertTrue(token.get("logprob").doubleValue() <= 0);
                assertEquals(
                        token.get("token").textValue().length(),
                        token.get("bytes").size());
            }
            assertEquals("hello wor", text.toString());
            assertTrue(choice.at("/logprobs/refusal").isNull());
        });
    }

    @Test
    void makesSeveralChoices() throws Exception {
        serving("hello", client -> {
            JsonNode reply = client.chat("{" + ASK + ",'n':3}");
            assertEquals(3, reply.get("choices").size());
            for (int i = 0; i < 3; i++) {
                assertEquals(i, reply.at("/choices/" + i + "/index").intValue());
                assertEquals(
                        "hello", reply.at("/choices/" + i + "/message/content").textValue());
            }
            assertEquals(3, reply.at("/usage/completion_tokens").intValue());
        });
    }

    @Test
    void tellsWhatItIgnoredAndHowLongItTook() throws Exception {
        serving("hello", client -> {
            HttpResponse<String> response = client.post("{" + ASK + ",'think':true,'b\\nad':1,'stop':'x'}");
            assertEquals(
                    "think, b?ad",
                    response.headers().firstValue("x-ignored-params").orElseThrow());
            assertTrue(
                    response.headers().firstValue("x-request-id").orElseThrow().matches("req_[0-9a-f]{32}"));
            assertTrue(response.headers().firstValue("openai-processing-ms").isPresent());
            assertEquals(
                    "none", response.headers().firstValue("x-tenon-constraint").orElseThrow());
        });
    }
}
