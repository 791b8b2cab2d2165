package dev.tenon.conformance.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tenon.conformance.wire.StreamShape.UsageChunk;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever checks the stream must be able to object. */
final class StreamShapeTest {
    private static final String HEAD =
            "'id':'chatcmpl-1','object':'chat.completion.chunk','created':1,'model':'m','system_fingerprint':'fp_1'";

    private static final String GOOD = stream(
            "{'role':'assistant','content':null,'refusal':null}|null",
            "{'tool_calls':[{'index':0,'id':'call_1','type':'function','function':{'name':'f','arguments':''}}]}|null",
            "{'tool_calls':[{'index':0,'function':{'arguments':'{}'}}]}|null",
            "{}|'tool_calls'");

    private static final String FUNCTION = stream(
            "{'role':'assistant','content':null,'refusal':null}|null",
            "{'function_call':{'name':'f','arguments':''}}|null",
            "{'function_call':{'arguments':'{}'}}|null",
            "{}|'function_call'");

    private static String stream(String... deltas) {
        return Stream.of(deltas)
                .map(it -> it.split("\\|", 2))
                .map(it -> "data: {" + HEAD + ",'choices':[{'index':0,'delta':" + it[0]
                        + ",'logprobs':null,'finish_reason':" + it[1] + "}]}\n\n")
                .collect(Collectors.joining("", "", "data: [DONE]\n\n"))
                .replace('\'', '"');
    }

    @Test
    void takesAGoodStream() {
        List<StreamShape.Choice> choices = StreamShape.check(": keep-alive\n\n" + GOOD, UsageChunk.NOT_ASKED)
                .choices();
        assertEquals(1, choices.size());
        assertEquals(List.of("f"), choices.get(0).names());
        assertEquals(List.of("{}"), choices.get(0).arguments());
        assertEquals("tool_calls", choices.get(0).finishReason());
        assertThrows(AssertionError.class, () -> StreamShape.check(GOOD, UsageChunk.ASKED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`data: [DONE]\\n\\n` | ``",
                "`data: [DONE]` | `event: end\ndata: [DONE]`",
                "`{'role':'assistant',` | `{`",
                "`'refusal':null` | `'refusal':''`",
                "`'finish_reason':'tool_calls'` | `'finish_reason':null`",
                "`'finish_reason':'tool_calls'` | `'finish_reason':'done'`",
                "`'type':'function',` | ``",
                "`'id':'call_1',` | ``",
                "`{'index':0,'function':{'arguments':'{}'}}` | `{'index':0,'id':null,'function':{'arguments':'{}'}}`",
                "`{'index':0,'function':{'arguments':'{}'}}` | `{'index':0,'function':{'name':'','arguments':'{}'}}`",
                "`{'index':0,'function':{'arguments':'{}'}}` | `{'function':{'arguments':'{}'}}`",
                "`{'index':0,'function':{'arguments':'{}'}}` | `{'index':2,'function':{'arguments':'{}'}}`",
                "`'arguments':'{}'` | `'arguments':''`",
                "`'arguments':'{}'` | `'arguments':'\ud83d'`",
                "`'delta':{},` | `'delta':{'content':''},`",
                "`'logprobs':null,` | ``",
                "`'choices':` | `'usage':null,'choices':`",
                "`}\n\ndata: {` | `}\ndata: {`"
            })
    void objectsToABadOne(String good, String bad) {
        String broken = GOOD.replaceFirst(
                Pattern.quote(unescaped(good)), Matcher.quoteReplacement(bad == null ? "" : unescaped(bad)));
        assertNotEquals(GOOD, broken);
        assertThrows(AssertionError.class, () -> StreamShape.check(broken, UsageChunk.NOT_ASKED), () -> broken);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`'arguments':''` | `'arguments':'{'`",
                "`'name':'f',` | ``",
                "`'name':'f',` | `'name':'',`",
                "`{'arguments':'{}'}` | `{'name':'f','arguments':'{}'}`",
                "`{'arguments':'{}'}` | `{'arguments':''}`",
                "`{'arguments':'{}'}` | `{'index':0,'arguments':'{}'}`",
            })
    void takesAFunctionCallAndObjectsToABadOne(String good, String bad) {
        StreamShape.Choice choice =
                StreamShape.check(FUNCTION, UsageChunk.NOT_ASKED).choices().get(0);
        assertEquals(List.of("f"), choice.names());
        assertEquals(List.of("{}"), choice.arguments());
        assertEquals("function_call", choice.finishReason());
        String broken = FUNCTION.replace(unescaped(good), bad == null ? "" : unescaped(bad));
        assertNotEquals(FUNCTION, broken);
        assertThrows(AssertionError.class, () -> StreamShape.check(broken, UsageChunk.NOT_ASKED), () -> broken);
    }

    @Test
    void countsTokensAndKeepsTheUsage() {
        String counted = GOOD.replaceFirst("\"logprobs\":null", "\"logprobs\":{\"content\":[{},{}]}")
                .replace("\"choices\":", "\"usage\":null,\"choices\":")
                .replace(
                        "data: [DONE]",
                        "data: {" + HEAD.replace('\'', '"') + ",\"choices\":[],\"usage\":{\"prompt_tokens\":1,"
                                + "\"completion_tokens\":2,\"total_tokens\":3}}\n\ndata: [DONE]");
        StreamShape.Streamed streamed = StreamShape.check(counted, UsageChunk.ASKED);
        assertEquals(2, streamed.completionTokens().orElseThrow());
        assertEquals(2, streamed.choices().get(0).tokens());
    }

    @Test
    void objectsToAChunkOfAnotherCompletion() {
        String broken = GOOD.substring(0, GOOD.lastIndexOf("chatcmpl-1")) + "chatcmpl-2"
                + GOOD.substring(GOOD.lastIndexOf("chatcmpl-1") + "chatcmpl-1".length());
        assertThrows(AssertionError.class, () -> StreamShape.check(broken, UsageChunk.NOT_ASKED));
    }

    private static String unescaped(String text) {
        return text.replace('\'', '"').replace("\\n", "\n");
    }
}
