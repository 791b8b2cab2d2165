package dev.tenon.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A reply of calls alone has no content for a format to hold, and a format that cannot be kept is refused as if it had. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UnwrittenFormatTest {
    private static final String SCHEMA = "{'type':'object','properties':{'a':{'type':'integer','maximum':9}},"
            + "'required':['a'],'additionalProperties':false}";

    private final TenonServer server;
    private final ApiClient client;

    UnwrittenFormatTest() throws Exception {
        server = TenonServer.start(
                TestModels.served(TestModels.random(3)),
                ServerOptions.defaults().withAddress("127.0.0.1", 0));
        client = new ApiClient(server.port());
    }

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    private HttpResponse<String> chat(String schema, String more) throws Exception {
        return client.post("{'model':'test','messages':[{'role':'user','content':'go'}],'max_completion_tokens':200,"
                + "'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':" + schema + "}}" + more
                + "}");
    }

    private HttpResponse<String> response(String schema, String more) throws Exception {
        return client.postTo(
                "/v1/responses",
                ("{'model':'test','input':'go','max_output_tokens':200,"
                                + "'text':{'format':{'type':'json_schema','name':'n','schema':" + schema + "}}" + more
                                + "}")
                        .replace('\'', '"'));
    }

    private static JsonNode error(HttpResponse<String> response) {
        assertEquals(400, response.statusCode(), response::body);
        return ApiClient.exactJson(response.body()).get("error");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {'type':'object'}                          | true
        {'type':'string','maxLength':3}            | true
        {'type':'none'}                            | false
        {'properties':{'a':{'type':1}}}            | false
        {'allOf':[{'const':1},{'const':2}]}        | false
        {'properties':{'a':{'pattern':'('}}}       | false
        """)
    void isRefusedAsWithoutTools(String schema, boolean isTaken) throws Exception {
        String chatTool = ",'tools':[{'type':'function','function':{'name':'f','parameters':" + SCHEMA + "}}]";
        String tool = ",'tools':[{'type':'function','name':'f','strict':true,'parameters':" + SCHEMA + "}]";
        for (String choice : List.of("'required'", "{'type':'function','function':{'name':'f'}}")) {
            HttpResponse<String> answer = chat(schema, chatTool + ",'tool_choice':" + choice);
            if (isTaken) {
                assertEquals(200, answer.statusCode(), answer::body);
            } else {
                assertEquals(error(chat(schema, "")), error(answer));
            }
        }
        for (String choice : List.of("'required'", "{'type':'function','name':'f'}")) {
            HttpResponse<String> answer = response(schema, tool + ",'tool_choice':" + choice);
            if (isTaken) {
                assertEquals(200, answer.statusCode(), answer::body);
            } else {
                assertEquals(error(response(schema, "")), error(answer));
            }
        }
    }

    /** Faults of a whole grammar, which no part of it shows: they are told with the line, although no text of it is asked for. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        guided_grammar | start: a;a: X a;X: /x/        | line 1, column 1: no text matches rule start
        guided_grammar | start: A;A: /a/ & /b/         | line 2, column 4: no text matches this
        guided_grammar | start: b                      | line 1, column 8: there is no rule b
        guided_grammar | start: start X / Y;X: /x/;Y: /y/ |
        guided_grammar | start: (e)* X;e: X?;X: /x/    |
        grammar        | root ::= a;a ::= [x] a        | line 1, column 1: no text matches rule root
        grammar        | root ::= b                    | line 1, column 10: there is no rule b
        grammar        | root ::= root [x] / [y]       |
        guided_regex   | a\\Bb                         | at 1: anchor
        guided_regex   | a[^\\s\\S]                    | at 1: no character is in this class
        guided_regex   | ab?                           |
        """)
    void aWrittenOneIsRefusedAsWithoutTools(String field, String text, @Nullable String fault) throws Exception {
        String asked = "{'model':'test','messages':[{'role':'user','content':'go'}],'max_completion_tokens':20,'"
                + field + "':'" + text.replace("\\", "\\\\").replace(";", "\\n").replace(" / ", " | ") + "'";
        String tool =
                ",'tools':[{'type':'function','function':{'name':'f','parameters':" + SCHEMA + "}}],'tool_choice':";
        for (String choice : List.of("", tool + "'required'", tool + "{'type':'function','function':{'name':'f'}}")) {
            HttpResponse<String> answer = client.post(asked + choice + "}");
            if (fault == null) {
                assertEquals(200, answer.statusCode(), answer::body);
            } else {
                JsonNode error = error(answer);
                assertEquals(field, error.get("param").textValue());
                assertTrue(error.get("message").textValue().contains(fault), error::toString);
            }
        }
    }
}
