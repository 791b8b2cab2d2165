package dev.tenon.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
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
}
