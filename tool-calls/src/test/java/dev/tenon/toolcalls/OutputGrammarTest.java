package dev.tenon.toolcalls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.schema.SchemaException;
import dev.tenon.schema.SchemaOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OutputGrammarTest {
    private static final ToolDefinition WEATHER = Replies.tool("weather", """
        {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"],
         "additionalProperties": false}\
        """);
    private static final ToolDefinition ADD = Replies.tool("add", """
        {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}},
         "required": ["a", "b"], "additionalProperties": false}\
        """);
    private static final ToolDefinition NOW = ToolDefinition.of("now", null, null);
    private static final List<ToolDefinition> TOOLS = List.of(WEATHER, ADD, NOW);

    private static final ReplyFormat TEXT = new ReplyFormat.Text();
    private static final ReplyFormat ANSWER = new ReplyFormat.JsonSchema("answer", Replies.json("""
        {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"],
         "additionalProperties": false}\
        """));

    private static final Replies ANY = Replies.to(OutputRequest.of(TEXT));
    private static final Replies NONE = replies(new ToolChoice.None(), ParallelCalls.ALLOWED, TEXT);
    private static final Replies AUTO = replies(new ToolChoice.Auto(), ParallelCalls.ALLOWED, TEXT);
    private static final Replies AUTO_ONE = replies(new ToolChoice.Auto(), ParallelCalls.ONE_AT_MOST, TEXT);
    private static final Replies REQUIRED = replies(new ToolChoice.Required(), ParallelCalls.ALLOWED, TEXT);
    private static final Replies REQUIRED_ONE = replies(new ToolChoice.Required(), ParallelCalls.ONE_AT_MOST, TEXT);
    private static final Replies NAMED = replies(new ToolChoice.Named("weather"), ParallelCalls.ALLOWED, TEXT);
    private static final Replies AUTO_JSON = replies(new ToolChoice.Auto(), ParallelCalls.ALLOWED, ANSWER);
    private static final Replies NONE_JSON = replies(new ToolChoice.None(), ParallelCalls.ALLOWED, ANSWER);

    private static Replies replies(ToolChoice choice, ParallelCalls parallel, ReplyFormat format) {
        return Replies.to(new OutputRequest(TOOLS, choice, parallel, format));
    }

    /** {@code W}, {@code A}, {@code N} stand for whole calls, {@code _} for a newline. */
    private static String reply(String pattern) {
        return pattern.replace("_", "\n")
                .replace("W", call("weather", "{\"city\": \"Oslo\"}"))
                .replace("A", call("add", "{\"a\": 1, \"b\": 2}"))
                .replace("N", call("now", "{}"));
    }

    private static String call(String name, String arguments) {
        return "<tool_call>\n{\"name\": \"" + name + "\", \"arguments\": " + arguments + "}\n</tool_call>";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                // reply         | any  | none  | auto  | one   | req   | req1  | named | autoJ | noneJ
                "``              | true | true  | true  | true  | false | false | false | false | false",
                "hello           | true | true  | true  | true  | false | false | false | false | false",
                "W               | true | false | true  | true  | true  | true  | true  | true  | false",
                "A               | true | false | true  | true  | true  | true  | false | true  | false",
                "N               | true | false | true  | true  | true  | true  | false | true  | false",
                "W_A             | true | false | true  | false | true  | false | false | true  | false",
                "WA              | true | false | true  | false | true  | false | false | true  | false",
                "W__W_A          | true | false | true  | false | true  | false | false | true  | false",
                "W_              | true | false | true  | false | true  | false | false | true  | false",
                "hello W         | true | false | true  | true  | false | false | false | false | false",
                "hello_W_A       | true | false | true  | false | false | false | false | false | false",
                "W hello         | true | false | false | false | false | false | false | false | false",
                "W_hello         | true | false | false | false | false | false | false | false | false",
                "W___A           | true | false | false | false | false | false | false | false | false",
                "{\"ok\": true}  | true | true  | true  | true  | false | false | false | true  | true",
                "{\"ok\": 1}     | true | true  | true  | true  | false | false | false | false | false",
                "W{\"ok\": true} | true | false | false | false | false | false | false | false | false",
            })
    void acceptsWhatTheChoiceAllows(
            String pattern,
            boolean any,
            boolean none,
            boolean auto,
            boolean autoOne,
            boolean required,
            boolean requiredOne,
            boolean named,
            boolean autoJson,
            boolean noneJson) {
        String text = reply(pattern);
        assertEquals(
                List.of(any, none, auto, autoOne, required, requiredOne, named, autoJson, noneJson),
                List.of(ANY, NONE, AUTO, AUTO_ONE, REQUIRED, REQUIRED_ONE, NAMED, AUTO_JSON, NONE_JSON).stream()
                        .map(replies -> replies.accepts(text))
                        .toList(),
                text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<tool_call>~{`name`: `now`, `arguments`: {}}~</tool_call>         | true  | true",
                "<tool_call>{`name`:`now`,`arguments`:{}}</tool_call>              | true  | false",
                "<tool_call> {`name`: `now`, `arguments`: {}} </tool_call>         | true  | false",
                "<tool_call>~{~  `name`: `now`,~  `arguments`: {}~}~</tool_call>   | true  | false",
                "<tool_call>~~{`name`: `now`, `arguments`: {}}~</tool_call>        | false | false",
                "<tool_call>~{`name`:  `now`, `arguments`: {}}~</tool_call>        | false | false",
                "<tool_call>~{`arguments`: {}, `name`: `now`}~</tool_call>         | false | false",
                "<tool_call>~{`name`: `later`, `arguments`: {}}~</tool_call>       | false | false",
                "<tool_call>~{`name`: `now`, `arguments`: {`x`: 1}}~</tool_call>   | false | false",
                "<tool_call>~{`name`: `now`, `arguments`: []}~</tool_call>         | false | false",
                "<tool_call>~{`name`: `now`, `arguments`: {}}                      | false | false",
                "<tool_call>~{`name`: `now`}~</tool_call>                          | false | false",
                "<tool_call>~{`name`: `add`, `arguments`: {`a`: 1}}~</tool_call>   | false | false",
            })
    void boundsWhiteSpaceAndHoldsArgumentsToTheirSchema(String pattern, boolean flexible, boolean compact) {
        String text = pattern.replace('`', '"').replace('~', '\n');
        OutputRequest request = new OutputRequest(TOOLS, new ToolChoice.Required(), ParallelCalls.ALLOWED, TEXT);
        assertEquals(flexible, REQUIRED.accepts(text));
        assertEquals(
                compact,
                Replies.to(request, SchemaOptions.defaults().with(SchemaOptions.Whitespace.COMPACT))
                        .accepts(text));
    }

    @Test
    void masksTheOpenerWhereNoCallMayCome() {
        byte[] almost = "see <tool_call".getBytes(StandardCharsets.UTF_8);
        Matcher none = NONE.matcher();
        none.acceptBytes(almost, 0, almost.length);
        assertFalse(none.mask().contains('>'));
        assertTrue(none.mask().contains('s'));
        Matcher auto = AUTO.matcher();
        auto.acceptBytes(almost, 0, almost.length);
        assertTrue(auto.mask().contains('>'));
    }

    @Test
    void endsAfterTheOnlyCall() {
        byte[] call = reply("W").getBytes(StandardCharsets.UTF_8);
        for (Replies replies : List.of(NAMED, REQUIRED_ONE, AUTO_ONE)) {
            Matcher matcher = replies.matcher();
            assertEquals(call.length, matcher.acceptBytes(call, 0, call.length));
            assertTrue(matcher.mustEnd());
        }
    }

    @Test
    void endsAfterAsManyCallsAsAReplyMayHave() {
        String calls = IntStream.range(0, OutputGrammar.MAX_CALLS)
                .mapToObj(i -> reply("N"))
                .collect(Collectors.joining("\n"));
        assertTrue(REQUIRED.accepts(calls));
        assertFalse(REQUIRED.accepts(calls + reply("_N")));
    }

    @Test
    void saysWhichCapturesAreFree() {
        assertEquals(Set.of("content"), plan(new ToolChoice.None(), TEXT).freeLabels());
        assertEquals(Set.of("content"), plan(new ToolChoice.Auto(), TEXT).freeLabels());
        assertEquals(Set.of(), plan(new ToolChoice.Required(), TEXT).freeLabels());
        assertEquals(Set.of(), plan(new ToolChoice.Named("add"), TEXT).freeLabels());
        assertEquals(Set.of(), plan(new ToolChoice.None(), ANSWER).freeLabels());
        assertEquals(
                Set.of(),
                plan(new ToolChoice.Auto(), new ReplyFormat.JsonObject()).freeLabels());
    }

    @Test
    void takesAnyObjectWhereJsonIsAskedForWithoutASchema() {
        Replies replies = Replies.to(OutputRequest.of(new ReplyFormat.JsonObject()));
        assertTrue(replies.accepts("{\"a\": [1, {\"b\": null}]}"));
        assertFalse(replies.accepts("[1]"));
        assertFalse(replies.accepts("hello"));
    }

    @Test
    void matchesControlTokensAsTokensAndAsText() {
        Vocabulary.Builder vocabulary = Vocabulary.builder(259);
        for (int b = 0; b < 256; b++) {
            vocabulary.text(b, new byte[] {(byte) b});
        }
        vocabulary.control(256, "<tool_call>".getBytes(StandardCharsets.UTF_8));
        vocabulary.control(257, "</tool_call>".getBytes(StandardCharsets.UTF_8));
        vocabulary.end(258, "<|im_end|>".getBytes(StandardCharsets.UTF_8));
        GrammarCompiler compiler = new GrammarCompiler(vocabulary.build(), CompileLimits.defaults());
        ToolCallFormat format = new HermesFormat(compiler.vocabulary()::special);
        OutputRequest request = new OutputRequest(TOOLS, new ToolChoice.Auto(), ParallelCalls.ALLOWED, TEXT);
        OutputPlan plan = OutputGrammar.plan(request, format, SchemaOptions.defaults(), CompileLimits.defaults());
        for (boolean asTokens : new boolean[] {true, false}) {
            Matcher matcher = compiler.compile(plan.grammar()).matcher();
            OutputEvents events = new OutputEvents(Optional.empty());
            write(matcher, "Wait. ");
            writeTag(matcher, 256, "<tool_call>", asTokens);
            write(matcher, "\n{\"name\": \"now\", \"arguments\": {}}\n");
            writeTag(matcher, 257, "</tool_call>", asTokens);
            assertTrue(matcher.mask().contains(258));
            matcher.accept(258);
            matcher.finishEvents();
            assertEquals(
                    List.of(
                            new OutputEvent.Content("Wait. "),
                            new OutputEvent.CallOpened(0, "now"),
                            new OutputEvent.Arguments(0, "{}"),
                            new OutputEvent.CallClosed(0)),
                    Replies.merged(matcher.takeEvents().stream()
                            .flatMap(event -> events.on(event).stream())
                            .toList()));
        }
    }

    private static void write(Matcher matcher, String text) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            matcher.accept(b & 0xFF);
        }
    }

    private static void writeTag(Matcher matcher, int tokenId, String text, boolean asToken) {
        assertTrue(matcher.mask().contains(tokenId));
        if (asToken) {
            matcher.accept(tokenId);
        } else {
            write(matcher, text);
        }
    }

    @Test
    void namesTheToolWhoseSchemaIsAtFault() {
        OutputRequest request = new OutputRequest(
                List.of(NOW, Replies.tool("bad", "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": 1}}}")),
                new ToolChoice.Auto(),
                ParallelCalls.ALLOWED,
                TEXT);
        ConstraintException refused = assertThrows(ConstraintException.class, () -> Replies.to(request));
        assertEquals(new ConstraintException.Place.Tool(1, "bad"), refused.place());
        assertTrue(refused.cause().pointer().startsWith("/properties/a"));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("tool 'bad': /properties/a"));
    }

    @Test
    void namesTheResponseFormatWhoseSchemaIsAtFault() {
        ReplyFormat format = new ReplyFormat.JsonSchema("answer", Replies.json("{\"type\": \"none\"}"));
        ConstraintException refused =
                assertThrows(ConstraintException.class, () -> Replies.to(OutputRequest.of(format)));
        assertEquals(new ConstraintException.Place.ResponseFormat("answer"), refused.place());
    }

    /** Where only calls may come nothing is ever written in the format, and its faults are told all the same. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type': 'object'}                      | true",
                "{'type': 'string', 'maxLength': 3}      | true",
                "{'type': 'none'}                        | false",
                "{'properties': {'a': {'type': 1}}}      | false",
                "{'type': 'string', 'minLength': -1}     | false",
                "{'allOf': [{'const': 1}, {'const': 2}]} | false",
            })
    void aFormatIsCheckedWhereOnlyCallsMayCome(String schema, boolean isTaken) {
        ReplyFormat format = new ReplyFormat.JsonSchema("answer", Replies.json(schema.replace('\'', '"')));
        for (ToolChoice choice : List.of(
                new ToolChoice.Required(),
                new ToolChoice.Named("weather"),
                new ToolChoice.Allowed(Set.of("weather", "now"), ToolChoice.Mode.REQUIRED),
                new ToolChoice.Auto(),
                new ToolChoice.None())) {
            OutputRequest request = new OutputRequest(TOOLS, choice, ParallelCalls.ALLOWED, format);
            if (isTaken) {
                assertEquals(
                        !(choice instanceof ToolChoice.None),
                        Replies.to(request).accepts(reply("W")),
                        choice::toString);
                continue;
            }
            ConstraintException refused =
                    assertThrows(ConstraintException.class, () -> Replies.to(request), choice::toString);
            assertEquals(new ConstraintException.Place.ResponseFormat("answer"), refused.place());
        }
    }

    @Test
    void compilesOnlyWhatMayBeCalled() {
        List<ToolDefinition> tools = List.of(WEATHER, Replies.tool("bad", "{\"type\": 1}"));
        for (ToolChoice choice : List.of(new ToolChoice.None(), new ToolChoice.Named("weather"))) {
            Replies.to(new OutputRequest(tools, choice, ParallelCalls.ALLOWED, TEXT));
        }
        assertThrows(
                ConstraintException.class,
                () -> Replies.to(new OutputRequest(tools, new ToolChoice.Auto(), ParallelCalls.ALLOWED, TEXT)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "{}", "{\"type\": [\"object\", \"null\"]}", "{\"description\": \"any\"}"})
    void narrowsArgumentsToObjects(String parameters) {
        Replies replies = Replies.to(new OutputRequest(
                List.of(Replies.tool("f", parameters)), new ToolChoice.Required(), ParallelCalls.ALLOWED, TEXT));
        assertTrue(replies.accepts(call("f", "{}")));
        assertFalse(replies.accepts(call("f", "null")));
        assertFalse(replies.accepts(call("f", "1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\": \"string\"}", "{\"type\": [\"array\", \"null\"]}"})
    void refusesParametersThatAreNoObject(String parameters) {
        OutputRequest request = new OutputRequest(
                List.of(Replies.tool("f", parameters)), new ToolChoice.Auto(), ParallelCalls.ALLOWED, TEXT);
        ConstraintException refused = assertThrows(ConstraintException.class, () -> Replies.to(request));
        assertInstanceOf(SchemaException.Unsatisfiable.class, refused.cause());
        assertEquals("/type", refused.cause().pointer());
    }

    @Test
    void refusesRequestsThatContradictThemselves() {
        for (OutputRequest request : List.of(
                new OutputRequest(List.of(), new ToolChoice.Required(), ParallelCalls.ALLOWED, TEXT),
                new OutputRequest(TOOLS, new ToolChoice.Named("nosuch"), ParallelCalls.ALLOWED, TEXT),
                new OutputRequest(List.of(NOW, NOW), new ToolChoice.Auto(), ParallelCalls.ALLOWED, TEXT))) {
            assertThrows(IllegalArgumentException.class, () -> Replies.to(request));
        }
    }

    @Test
    void isPlainTextWhereThereAreNoTools() {
        OutputRequest request = new OutputRequest(List.of(), new ToolChoice.Auto(), ParallelCalls.ALLOWED, TEXT);
        assertTrue(Replies.to(request).accepts("<tool_call>"));
    }

    private static OutputPlan plan(ToolChoice choice, ReplyFormat format) {
        return OutputGrammar.plan(
                new OutputRequest(TOOLS, choice, ParallelCalls.ALLOWED, format),
                new HermesFormat(ControlTokens.none()),
                SchemaOptions.defaults(),
                CompileLimits.defaults());
    }
}
