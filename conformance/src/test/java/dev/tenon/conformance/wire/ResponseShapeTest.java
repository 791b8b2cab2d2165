package dev.tenon.conformance.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.conformance.Judge;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checker of streamed responses takes a good stream and objects to each way in which one can be bad. */
final class ResponseShapeTest {
    private static final String MESSAGE =
            "{'id':'msg_1','type':'message','status':'STATUS','role':'assistant','content':[PART]}";
    private static final String PART = "{'type':'output_text','annotations':[],'logprobs':[],'text':'TEXT'}";
    private static final String CALL = "{'id':'fc_1','type':'function_call','status':'STATUS','call_id':"
            + "'call_abcdefghijklmnopqrstuvwx','name':'f','arguments':'TEXT'}";

    private static final String MESSAGE_DONE =
            MESSAGE.replace("PART", PART.replace("TEXT", "Hi")).replace("STATUS", "completed");
    private static final String CALL_DONE = CALL.replace("TEXT", "{}").replace("STATUS", "completed");

    private static final String GOOD = stream(
            "response.created|'response':" + response("in_progress", ""),
            "response.in_progress|'response':" + response("in_progress", ""),
            "response.output_item.added|'output_index':0,'item':"
                    + MESSAGE.replace("PART", "").replace("STATUS", "in_progress"),
            "response.content_part.added|'item_id':'msg_1','output_index':0,'content_index':0,'part':"
                    + PART.replace("TEXT", ""),
            "response.output_text.delta|'item_id':'msg_1','output_index':0,'content_index':0,'delta':'H','logprobs':[]",
            "response.output_text.delta|'item_id':'msg_1','output_index':0,'content_index':0,'delta':'i','logprobs':[]",
            "response.output_text.done|'item_id':'msg_1','output_index':0,'content_index':0,'text':'Hi','logprobs':[]",
            "response.content_part.done|'item_id':'msg_1','output_index':0,'content_index':0,'part':"
                    + PART.replace("TEXT", "Hi"),
            "response.output_item.done|'output_index':0,'item':" + MESSAGE_DONE,
            "response.output_item.added|'output_index':1,'item':"
                    + CALL.replace("TEXT", "").replace("STATUS", "in_progress"),
            "response.function_call_arguments.delta|'item_id':'fc_1','output_index':1,'delta':'{}'",
            "response.function_call_arguments.done|'item_id':'fc_1','output_index':1,'name':'f','arguments':'{}'",
            "response.output_item.done|'output_index':1,'item':" + CALL_DONE,
            "response.completed|'response':" + response("completed", MESSAGE_DONE + "," + CALL_DONE));

    private static String response(String status, String output) {
        boolean isOver = status.equals("completed");
        return "{'id':'resp_1','created_at':1,'status':'" + status + "','completed_at':" + (isOver ? "2" : "null")
                + ",'error':null,'incomplete_details':null,'output':[" + output + "],'usage':"
                + (isOver ? "{'input_tokens':1,'output_tokens':2,'total_tokens':3}" : "null") + "}";
    }

    private static String stream(String... events) {
        StringBuilder stream = new StringBuilder();
        int number = 0;
        for (String event : events) {
            String[] parts = event.split("\\|", 2);
            stream.append("event: ")
                    .append(parts[0])
                    .append("\ndata: {'type':'")
                    .append(parts[0])
                    .append("','sequence_number':")
                    .append(number++)
                    .append(',')
                    .append(parts[1])
                    .append("}\n\n");
        }
        return stream.toString();
    }

    /** Quotes are single here, but for the arguments of the call, which hold none. */
    private static JsonNode check(String stream) {
        return ResponseShape.check(stream.replace('\'', '"'));
    }

    @Test
    void takesAGoodStream() {
        JsonNode response = check(": keep-alive\n\n" + GOOD);
        assertEquals("completed", response.path("status").asText());
        assertEquals(2, response.path("output").size());
    }

    @Test
    void takesACallThatWasCutOffWhereNothingSaysThatItIsDone() {
        String cut = CALL.replace("TEXT", "{").replace("STATUS", "incomplete");
        String[] events = {
            "response.created|'response':" + response("in_progress", ""),
            "response.in_progress|'response':" + response("in_progress", ""),
            "response.output_item.added|'output_index':0,'item':"
                    + CALL.replace("TEXT", "").replace("STATUS", "in_progress"),
            "response.function_call_arguments.delta|'item_id':'fc_1','output_index':0,'delta':'{'",
            "response.output_item.done|'output_index':0,'item':" + cut,
            "response.incomplete|'response':"
                    + response("completed", cut)
                            .replace("'status':'completed'", "'status':'incomplete'")
                            .replace("'completed_at':2", "'completed_at':null")
                            .replace("'incomplete_details':null", "'incomplete_details':{'reason':'max_output_tokens'}")
        };
        assertEquals("incomplete", check(stream(events)).path("status").asText());
        String done = Stream.of(events)
                .map(event -> event.startsWith("response.output_item.done")
                        ? "response.function_call_arguments.done|'item_id':'fc_1','output_index':0,'name':'f',"
                                + "'arguments':'{'\n" + event
                        : event)
                .collect(Collectors.joining("\n"));
        assertThrows(AssertionError.class, () -> check(stream(done.split("\n", -1))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`event: response.created` | `event: created`",
                "`event: response.created\n` | ``",
                "`'sequence_number':5` | `'sequence_number':6`",
                "`event: response.in_progress` | `event: response.queued`",
                "`'item_id':'msg_1'` | `'item_id':'msg_2'`",
                "`'output_index':1` | `'output_index':2`",
                "`'content_index':0` | `'content_index':1`",
                "`'delta':'i'` | `'delta':''`",
                "`'delta':'i'` | `'delta':'\\ud83d'`",
                "`'delta':'i'` | `'delta':'j'`",
                "`'text':'Hi','logprobs':[]` | `'text':'Hi'`",
                "`'status':'completed','role'` | `'status':'in_progress','role'`",
                "`'status':'completed','role'` | `'status':'incomplete','role'`",
                "`'name':'f','arguments':'{}'}\n` | `'arguments':'{}'}\n`",
                "`'call_id':'call_abcdefghijklmnopqrstuvwx'` | `'call_id':'x'`",
                "`'id':'fc_1'` | `'id':'msg_1'`",
                "`'annotations':[],` | ``",
                "`'total_tokens':3` | `'total_tokens':4`",
                "`'completed_at':2` | `'completed_at':null`",
                "`}\n\nevent: response.completed` | `}\n\ndata: [DONE]\n\nevent: response.completed`",
                "`event: response.completed` | `event: response.incomplete`"
            })
    void objectsToABadOne(String good, String bad) {
        String from = good.replace("\\n", "\n");
        String to = bad == null ? "" : bad.replace("\\n", "\n");
        int at = GOOD.lastIndexOf(from);
        String broken = GOOD.substring(0, at) + to + GOOD.substring(at + from.length());
        assertNotEquals(GOOD, broken);
        assertThrows(AssertionError.class, () -> check(broken), () -> broken);
    }

    /** Without any one of its events a stream is not good. */
    @Test
    void missesEachEventThatIsNotThere() {
        String[] events = GOOD.split("(?<=\n\n)", -1);
        for (int left = 0; left < events.length; left++) {
            // The pieces of a text are not missed one by one, but then the text is another.
            StringBuilder broken = new StringBuilder();
            int number = 0;
            for (int i = 0; i < events.length; i++) {
                if (i != left) {
                    broken.append(events[i].replaceFirst("'sequence_number':\\d+", "'sequence_number':" + number++));
                }
            }
            if (!events[left].isEmpty()) {
                assertThrows(AssertionError.class, () -> check(broken.toString()), events[left]);
            }
        }
    }

    @Test
    void translatesRequestsOfTheOtherEndpoint() throws Exception {
        JsonNode chat = Judge.JSON.readTree("""
            {'model':'m','messages':[{'role':'user','content':'x'}],'max_completion_tokens':3,'stop':['x'],
            'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{}}},
            'tools':[{'type':'function','function':{'name':'f','parameters':{}}},{'type':'custom','custom':{'name':'c',
            'format':{'type':'grammar','grammar':{'syntax':'regex','definition':'a'}}}}],
            'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[{'type':'function','function':{'name':'f'}}]}}}\
            """.replace('\'', '"'));
        JsonNode responses = Judge.JSON.readTree("""
            {'model':'m','input':[{'role':'user','content':'x'}],'max_output_tokens':3,
            'text':{'format':{'type':'json_schema','name':'n','schema':{}}},
            'tools':[{'type':'function','name':'f','parameters':{}},{'type':'custom','name':'c',
            'format':{'type':'grammar','syntax':'regex','definition':'a'}}],
            'tool_choice':{'type':'allowed_tools','mode':'auto','tools':[{'type':'function','name':'f'}]}}\
            """.replace('\'', '"'));
        assertEquals(responses, ResponseBodies.of(chat.deepCopy()));
    }
}
