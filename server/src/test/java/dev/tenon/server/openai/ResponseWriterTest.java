package dev.tenon.server.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.sampler.TokenChoice;
import dev.tenon.server.generation.ReplyEvent;
import dev.tenon.server.generation.ReplyUsage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Replies as the events of a stream: for each kind of reply, the whole list of them. */
final class ResponseWriterTest {
    private static final ReplyUsage USAGE = new ReplyUsage(7, 2, 5, 1, 0, 0, 0, new ReplyUsage.Times(0, 0, 0));

    private int made;

    private final ResponseWriter writer = new ResponseWriter(
            new ResponseHead(
                    "resp_1",
                    1000,
                    "m",
                    Set.of("code"),
                    ResponsesRequest.read(
                                    Json.parse("{\"model\":\"m\",\"input\":\"hi\"}".getBytes(StandardCharsets.UTF_8)),
                                    () -> 1,
                                    ApiOptions.defaults())
                            .echo()),
            prefix -> prefix + made++,
            () -> 2000);

    private static ReplyEvent content(String text) {
        return new ReplyEvent.Content(text, List.of());
    }

    private static ReplyEvent thought(String text) {
        return new ReplyEvent.Reasoning(text, List.of());
    }

    private static ReplyEvent call(int index, String name) {
        return new ReplyEvent.CallOpened(index, "call_" + index, name, List.of());
    }

    private static ReplyEvent arguments(int index, String text) {
        return new ReplyEvent.Arguments(index, text, List.of());
    }

    private static ReplyEvent end(ReplyEvent.End end) {
        return new ReplyEvent.Finished(end, List.of());
    }

    /** All events of a reply, but for the response objects, of which status and output alone are told. */
    private String events(ReplyEvent... reply) {
        List<ResponseEvent> events = new ArrayList<>();
        for (ReplyEvent event : reply) {
            events.addAll(writer.on(event));
        }
        events.addAll(writer.done(USAGE));
        return text(events);
    }

    private static String text(List<ResponseEvent> events) {
        return events.stream().map(ResponseWriterTest::text).collect(Collectors.joining("\n"));
    }

    private static String text(ResponseEvent event) {
        JsonNode tree = Json.tree(event);
        String type = tree.path("type").asText();
        String number = tree.path("sequence_number").asText() + " " + type.replace("response.", "");
        if (event instanceof ResponseEvent.OfResponse of) {
            JsonNode response = Json.tree(of.response());
            String error = response.path("error").isNull() ? "" : " " + response.path("error");
            return number + " " + response.path("status").asText() + " " + response.path("output") + error;
        }
        StringBuilder rest = new StringBuilder();
        tree.properties().forEach(field -> {
            if (!field.getKey().equals("type") && !field.getKey().equals("sequence_number")) {
                rest.append(' ').append(field.getKey()).append('=').append(field.getValue());
            }
        });
        return number + rest;
    }

    private static String golden(String text) {
        return text.replace('\'', '"').strip();
    }

    @Test
    void writesAMessage() {
        assertEquals(golden("""
            0 created in_progress []
            1 in_progress in_progress []
            2 output_item.added output_index=0 item={'id':'msg_0','type':'message','status':'in_progress','role':'assistant','content':[]}
            3 content_part.added item_id='msg_0' output_index=0 content_index=0 part={'type':'output_text','annotations':[],'logprobs':[],'text':''}
            4 output_text.delta item_id='msg_0' output_index=0 content_index=0 delta='Hel' logprobs=[]
            5 output_text.delta item_id='msg_0' output_index=0 content_index=0 delta='lo' logprobs=[]
            6 output_text.done item_id='msg_0' output_index=0 content_index=0 text='Hello' logprobs=[]
            7 content_part.done item_id='msg_0' output_index=0 content_index=0 part={'type':'output_text','annotations':[],'logprobs':[],'text':'Hello'}
            8 output_item.done output_index=0 item={'id':'msg_0','type':'message','status':'completed','role':'assistant','content':[{'type':'output_text','annotations':[],'logprobs':[],'text':'Hello'}]}
            9 completed completed [{'id':'msg_0','type':'message','status':'completed','role':'assistant','content':[{'type':'output_text','annotations':[],'logprobs':[],'text':'Hello'}]}]
            """), events(content("Hel"), content("lo"), end(ReplyEvent.End.STOP)));
    }

    @Test
    void writesCallsOfBothKinds() {
        assertEquals(
                golden("""
                    0 created in_progress []
                    1 in_progress in_progress []
                    2 output_item.added output_index=0 item={'id':'fc_0','type':'function_call','status':'in_progress','call_id':'call_0','name':'f','arguments':''}
                    3 function_call_arguments.delta item_id='fc_0' output_index=0 delta='{}'
                    4 function_call_arguments.done item_id='fc_0' output_index=0 name='f' arguments='{}'
                    5 output_item.done output_index=0 item={'id':'fc_0','type':'function_call','status':'completed','call_id':'call_0','name':'f','arguments':'{}'}
                    6 output_item.added output_index=1 item={'id':'ctc_1','type':'custom_tool_call','status':'in_progress','call_id':'call_1','name':'code','input':''}
                    7 custom_tool_call_input.delta item_id='ctc_1' output_index=1 delta='x'
                    8 custom_tool_call_input.done item_id='ctc_1' output_index=1 input='x'
                    9 output_item.done output_index=1 item={'id':'ctc_1','type':'custom_tool_call','status':'completed','call_id':'call_1','name':'code','input':'x'}
                    10 completed completed [{'id':'fc_0','type':'function_call','status':'completed','call_id':'call_0','name':'f','arguments':'{}'},{'id':'ctc_1','type':'custom_tool_call','status':'completed','call_id':'call_1','name':'code','input':'x'}]
                    """),
                events(
                        call(0, "f"),
                        arguments(0, "{}"),
                        call(1, "code"),
                        arguments(1, "x"),
                        end(ReplyEvent.End.TOOL_CALLS)));
    }

    @Test
    void writesWhatWasThoughtBeforeTheMessage() {
        assertEquals(golden("""
            0 created in_progress []
            1 in_progress in_progress []
            2 output_item.added output_index=0 item={'id':'rs_0','type':'reasoning','status':'in_progress','summary':[],'content':[]}
            3 content_part.added item_id='rs_0' output_index=0 content_index=0 part={'type':'reasoning_text','text':''}
            4 reasoning_text.delta item_id='rs_0' output_index=0 content_index=0 delta='hm'
            5 reasoning_text.done item_id='rs_0' output_index=0 content_index=0 text='hm'
            6 content_part.done item_id='rs_0' output_index=0 content_index=0 part={'type':'reasoning_text','text':'hm'}
            7 output_item.done output_index=0 item={'id':'rs_0','type':'reasoning','status':'completed','summary':[],'content':[{'type':'reasoning_text','text':'hm'}]}
            8 output_item.added output_index=1 item={'id':'msg_1','type':'message','status':'in_progress','role':'assistant','content':[]}
            9 content_part.added item_id='msg_1' output_index=1 content_index=0 part={'type':'output_text','annotations':[],'logprobs':[],'text':''}
            10 output_text.done item_id='msg_1' output_index=1 content_index=0 text='' logprobs=[]
            11 content_part.done item_id='msg_1' output_index=1 content_index=0 part={'type':'output_text','annotations':[],'logprobs':[],'text':''}
            12 output_item.done output_index=1 item={'id':'msg_1','type':'message','status':'completed','role':'assistant','content':[{'type':'output_text','annotations':[],'logprobs':[],'text':''}]}
            13 completed completed [{'id':'rs_0','type':'reasoning','status':'completed','summary':[],'content':[{'type':'reasoning_text','text':'hm'}]},{'id':'msg_1','type':'message','status':'completed','role':'assistant','content':[{'type':'output_text','annotations':[],'logprobs':[],'text':''}]}]
            """), events(thought("hm"), end(ReplyEvent.End.STOP)));
    }

    @Test
    void neverSaysThatACallWhichWasCutOffIsDone() {
        assertEquals(golden("""
            0 created in_progress []
            1 in_progress in_progress []
            2 output_item.added output_index=0 item={'id':'fc_0','type':'function_call','status':'in_progress','call_id':'call_0','name':'f','arguments':''}
            3 function_call_arguments.delta item_id='fc_0' output_index=0 delta='{'
            4 output_item.done output_index=0 item={'id':'fc_0','type':'function_call','status':'incomplete','call_id':'call_0','name':'f','arguments':'{'}
            5 incomplete incomplete [{'id':'fc_0','type':'function_call','status':'incomplete','call_id':'call_0','name':'f','arguments':'{'}]
            """), events(call(0, "f"), arguments(0, "{"), end(ReplyEvent.End.LENGTH)));
    }

    @Test
    void saysThatAMessageIsIncomplete() {
        String events = events(content("Hel"), end(ReplyEvent.End.LENGTH));
        assertTrue(events.endsWith(golden("""
            7 output_item.done output_index=0 item={'id':'msg_0','type':'message','status':'incomplete','role':'assistant','content':[{'type':'output_text','annotations':[],'logprobs':[],'text':'Hel'}]}
            8 incomplete incomplete [{'id':'msg_0','type':'message','status':'incomplete','role':'assistant','content':[{'type':'output_text','annotations':[],'logprobs':[],'text':'Hel'}]}]
            """)), events);
        JsonNode response = Json.tree(writer.response(USAGE));
        assertEquals(
                "max_output_tokens", response.at("/incomplete_details/reason").textValue());
        assertTrue(response.get("completed_at").isNull());
    }

    @Test
    void tellsAFailureTwice() {
        List<ResponseEvent> events = new ArrayList<>(writer.on(content("Hel")));
        events.addAll(writer.failed(ApiError.fault()));
        String[] lines = text(events).split("\n", -1);
        assertEquals(
                golden("8 error code='internal_error' message='x' param=null")
                        .replace("\"x\"", "\"" + ApiError.fault().message() + "\""),
                lines[8]);
        assertTrue(lines[9].startsWith("9 failed failed [{\"id\":\"msg_0\""), lines[9]);
        assertTrue(lines[9].contains("\"status\":\"incomplete\""), lines[9]);
        assertTrue(lines[9].contains(golden("{'code':'server_error','message':'The server had an error")), lines[9]);
    }

    @Test
    void failsInOrderBeforeThereIsAnyPiece() {
        assertEquals(
                "response.created response.in_progress error response.failed",
                writer.failed(ApiError.fault()).stream()
                        .map(ResponseEvent::type)
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void tellsProbabilitiesWithThePiecesAndWithTheWhole() {
        TokenChoice token = new TokenChoice(
                5,
                "Hel".getBytes(StandardCharsets.UTF_8),
                TokenChoice.Origin.SAMPLED,
                -0.5f,
                List.of(new TokenChoice.Alternative(6, "X".getBytes(StandardCharsets.UTF_8), -1.5f)));
        List<ResponseEvent> events = new ArrayList<>(writer.on(new ReplyEvent.Content("Hel", List.of(token))));
        events.addAll(writer.on(new ReplyEvent.Finished(ReplyEvent.End.STOP, List.of())));
        String logprobs = golden(
                "[{'token':'Hel','logprob':-0.5,'bytes':[72,101,108],'top_logprobs':[{'token':'X','logprob':-1.5,"
                        + "'bytes':[88]}]}]");
        assertEquals(3, text(events).split("logprobs=" + Pattern.quote(logprobs), -1).length);
        assertEquals(
                logprobs,
                Json.tree(writer.response(USAGE))
                        .at("/output/0/content/0/logprobs")
                        .toString());
    }

    @Test
    void saysWhatItCost() {
        events(content("x"), end(ReplyEvent.End.STOP));
        JsonNode response = Json.tree(writer.response(USAGE));
        assertEquals(
                golden(
                        "{'input_tokens':7,'input_tokens_details':{'cached_tokens':2,'cache_write_tokens':0},'output_tokens':5,"
                            + "'output_tokens_details':{'reasoning_tokens':1},'total_tokens':12}"),
                response.get("usage").toString());
        assertEquals(1000, response.get("created_at").longValue());
        assertEquals(2000, response.get("completed_at").longValue());
        assertEquals("response", response.get("object").textValue());
    }
}
