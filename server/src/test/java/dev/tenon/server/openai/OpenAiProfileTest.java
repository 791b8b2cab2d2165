package dev.tenon.server.openai;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tenon.server.openai.ApiOptions.Profile;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What OpenAI's profile refuses of what is answered by default. */
final class OpenAiProfileTest {
    private static final String FITTING =
            "{'type':'object','properties':{'a':{'type':'null'}},'required':['a'],'additionalProperties':false}";

    private static ChatCompletionRequest read(String members, String said, Profile profile) {
        String body = ("{'model':'m','messages':[{'role':'user','content':'" + said + "'}]," + members + "}")
                .replace("FITTING", FITTING)
                .replace('\'', '"');
        return ChatCompletionRequest.read(
                Json.parse(body.getBytes(StandardCharsets.UTF_8)),
                () -> 42,
                ApiOptions.defaults().withProfile(profile));
    }

    /** To the left what both profiles take, then what only the default takes, and OpenAI's refusal of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        'user':'u'                                | 'nonsense':1           | unknown_parameter | nonsense | Unknown parameter: 'nonsense'.
        'top_p':1                                 | 'top_k':1              | unknown_parameter | top_k    | Unknown parameter: 'top_k'.
        'temperature':1                           | 'min_p':0              | unknown_parameter | min_p    | Unknown parameter: 'min_p'.
        'frequency_penalty':1                     | 'repetition_penalty':1 | unknown_parameter | repetition_penalty | Unknown parameter: 'repetition_penalty'.
        'reasoning_effort':'low'                  | 'chat_template_kwargs':{} | unknown_parameter | chat_template_kwargs | Unknown parameter: 'chat_template_kwargs'.
        'guided_json':null                        | 'guided_json':{}       | unknown_parameter | guided_json | Unknown parameter: 'guided_json'.
        'response_format':{'type':'text'}         | 'grammar':'g' | unknown_parameter | grammar | Unknown parameter: 'grammar'.
        'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{}}} | 'structured_outputs':{'regex':'a'} | unknown_parameter | structured_outputs | Unknown parameter: 'structured_outputs'.
        'response_format':{'type':'json_schema','json_schema':{'name':'n','strict':false,'schema':{'oneOf':[{}]}}} | 'response_format':{'type':'json_schema','schema':{}} | missing_required_parameter | response_format.json_schema | Missing required parameter: 'response_format.json_schema'.
        'response_format':{'type':'json_schema','json_schema':{'name':'n'}} | 'response_format':{'type':'json_object','schema':{}} | unknown_parameter | response_format.schema | Unknown parameter: 'response_format.schema'.
        'response_format':{'type':'json_schema','json_schema':{'name':'n','strict':true,'schema':FITTING}} | 'response_format':{'type':'json_schema','json_schema':{'name':'n','strict':true,'schema':{'type':'object'}}} | | response_format | Invalid schema for response_format 'n': In context=(), 'additionalProperties' is required to be supplied and to be false.
        'tools':[{'type':'function','function':{'name':'f','strict':true,'parameters':FITTING}}] | 'tools':[{'type':'function','function':{'name':'g'}},{'type':'function','function':{'name':'f','strict':true,'parameters':{'type':'object'}}}] | | tools[1].function.parameters | Invalid schema for function 'f': In context=(), 'additionalProperties' is required to be supplied and to be false.
        'tools':[{'type':'function','function':{'name':'f','strict':true}}] | 'functions':[{'name':'f','strict':true,'parameters':{'type':'array'}}] | | functions[0].parameters | Invalid schema for function 'f': In context=(), schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level.
        """)
    void refusesInOpenAisWords(String taken, String refused, String code, String param, String message) {
        for (Profile profile : Profile.values()) {
            assertDoesNotThrow(() -> read(taken, "hi", profile));
        }
        assertDoesNotThrow(() -> read(refused, "hi", Profile.SUPERSET));
        ApiError error = assertThrows(ApiException.class, () -> read(refused, "hi", Profile.OPENAI))
                .error();
        assertEquals(message, error.message());
        assertEquals(code, error.code());
        assertEquals(param, error.param());
        assertEquals(400, error.status());
    }

    @ParameterizedTest
    @CsvSource({"hi,false", "as JSON please,true", "'{Json}',true", "jso n,false"})
    void wantsJsonModeToBeSpokenOf(String said, boolean taken) {
        String mode = "'response_format':{'type':'json_object'}";
        assertDoesNotThrow(() -> read(mode, said, Profile.SUPERSET));
        if (taken) {
            assertDoesNotThrow(() -> read(mode, said, Profile.OPENAI));
            return;
        }
        ApiError error = assertThrows(ApiException.class, () -> read(mode, said, Profile.OPENAI))
                .error();
        assertEquals("messages", error.param());
        assertEquals(
                "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
                error.message());
    }

    @Test
    void refusesUnknownFieldsByItself() {
        assertEquals(
                ApiOptions.UnknownFields.REFUSED,
                ApiOptions.defaults().withProfile(Profile.OPENAI).unknownFields());
    }
}
