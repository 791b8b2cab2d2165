package dev.tenon.toolcalls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.SchemaOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The calls of Hermes, Qwen2.5, Qwen3 and their kin, and of ChatML models that were taught none:
 *
 * <pre>{@code
 * <tool_call>
 * {"name": "get_weather", "arguments": {"city": "Oslo"}}
 * </tool_call>
 * }</pre>
 *
 * The name comes before the arguments, so that a call can be reported as it is written. Where the vocabulary has the
 * tags as control tokens, they match as tokens and as text.
 */
public final class HermesFormat implements ToolCallFormat {
    private static final String OPEN = "<tool_call>";
    private static final String CLOSE = "</tool_call>";
    private static final int MAX_INDENT = 4;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final ControlTokens controlTokens;

    /** The format for one vocabulary. */
    public HermesFormat(ControlTokens controlTokens) {
        this.controlTokens = controlTokens;
    }

    @Override
    public String trigger() {
        return OPEN;
    }

    @Override
    public Expr calls(List<CallableTool> tools, int maxCalls, SchemaOptions.Whitespace whitespace) {
        Spaces spaces = switch (whitespace) {
            case COMPACT -> Spaces.EXACT;
            case FLEXIBLE -> Spaces.FLEXIBLE;
        };
        Expr call = new Expr.Capture(
                OutputPlan.CALL,
                new Expr.Sequence(List.of(
                        tag(OPEN),
                        spaces.line(),
                        literal("{"),
                        spaces.inside(),
                        literal("\"name\":"),
                        spaces.one(),
                        literal("\""),
                        anyOf(tools, spaces),
                        spaces.inside(),
                        literal("}"),
                        spaces.line(),
                        tag(CLOSE))));
        if (maxCalls == 1) {
            return new Expr.Capture(OutputPlan.CALLS, call);
        }
        return new Expr.Capture(
                OutputPlan.CALLS,
                new Expr.Sequence(List.of(new Expr.Repetition(call, spaces.between(), 1, maxCalls), spaces.after())));
    }

    private static Expr anyOf(List<CallableTool> tools, Spaces spaces) {
        List<Expr> alternatives = new ArrayList<>();
        for (CallableTool tool : tools) {
            alternatives.add(new Expr.Sequence(List.of(
                    new Expr.Capture(OutputPlan.NAME, literal(tool.name())),
                    literal("\","),
                    spaces.afterComma(),
                    literal("\"arguments\":"),
                    spaces.one(),
                    new Expr.Capture(OutputPlan.ARGUMENTS, tool.arguments()))));
        }
        return alternatives.size() == 1 ? alternatives.get(0) : new Expr.Choice(alternatives);
    }

    private Expr tag(String name) {
        int[] ids = controlTokens.ids(name);
        if (ids.length == 0) {
            return literal(name);
        }
        Expr token = new Expr.SpecialToken(Arrays.stream(ids).boxed().toList());
        return new Expr.Choice(List.of(token, literal(name)));
    }

    private static Expr literal(String text) {
        return new Expr.Lexeme(ByteDfa.literal(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** White space at the places where models put some; bounded, so that none can loop in it. */
    private record Spaces(Expr line, Expr inside, Expr one, Expr afterComma, Expr between, Expr after) {
        /** As the format is defined, and no other way. */
        static final Spaces EXACT = new Spaces(
                literal("\n"), new Expr.Empty(), literal(" "), literal(" "), literal("\n"), new Expr.Empty());

        static final Spaces FLEXIBLE = new Spaces(
                upTo(1, MAX_INDENT), upTo(1, MAX_INDENT), upTo(0, 1), upTo(1, MAX_INDENT), upTo(2, 1), upTo(1, 0));

        /** So many newlines at the most, then so many spaces at the most. */
        private static Expr upTo(int newlines, int spaces) {
            ByteDfa.Builder builder = ByteDfa.builder();
            for (int state = 0; state <= newlines + spaces; state++) {
                builder.addState();
                builder.accept(state, 0);
            }
            for (int state = 0; state < newlines; state++) {
                builder.addTransition(state, '\n', '\n', state + 1);
            }
            for (int state = 0; spaces > 0 && state < newlines + spaces; state++) {
                builder.addTransition(state, ' ', ' ', Math.max(state, newlines) + 1);
            }
            return new Expr.Lexeme(builder.build());
        }
    }

    @Override
    public String describeTools(List<ToolDefinition> tools) {
        String signatures = tools.stream().map(HermesFormat::signature).collect(Collectors.joining("\n"));
        return """
            # Tools

            Functions that you may call are listed between <tools> and </tools>, one a line, each with a JSON \
            Schema of its arguments:
            <tools>
            %s
            </tools>

            When a function helps with the request, answer with one block of this form for each call, and fill in \
            the function's name and its arguments as JSON:
            <tool_call>
            {"name": "<function name>", "arguments": {<arguments>}}
            </tool_call>
            The results come back between <tool_response> and </tool_response>.\
            """.formatted(signatures);
    }

    private static String signature(ToolDefinition tool) {
        return PythonJson.write(toolNode(tool));
    }

    /** The definition in the shape that requests have it in. */
    static ObjectNode toolNode(ToolDefinition tool) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("type", "function");
        ObjectNode function = node.putObject("function");
        function.put("name", tool.name());
        String description = tool.description();
        if (description != null) {
            function.put("description", description);
        }
        function.set("parameters", tool.parameters());
        return node;
    }

    @Override
    public String writeCalls(List<ToolCall> calls) {
        return calls.stream().map(HermesFormat::writeCall).collect(Collectors.joining("\n"));
    }

    private static String writeCall(ToolCall call) {
        String name = PythonJson.write(call.name());
        return OPEN + "\n{\"name\": " + name + ", \"arguments\": " + arguments(call) + "}\n" + CLOSE;
    }

    /** As the model would have spaced them; as they came where they are no JSON. */
    private static String arguments(ToolCall call) {
        if (call.arguments().isBlank()) {
            return "{}";
        }
        return PythonJson.write(orText(call.arguments()));
    }

    @Override
    public String writeResult(String name, String content) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (!name.isEmpty()) {
            result.put("name", name);
        }
        result.set("content", orText(content));
        return "<tool_response>\n" + PythonJson.write(result) + "\n</tool_response>";
    }

    /** The JSON that a text is, or else the text as a JSON string. */
    private static JsonNode orText(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node.isContainerNode() ? node : JsonNodeFactory.instance.textNode(text);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }
}
