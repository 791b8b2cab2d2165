package dev.tenon.toolcalls;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.SchemaOptions;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The calls of Llama 3.1, 3.2 and 3.3: a reply that is one JSON object and nothing else, perhaps after the token
 * {@code <|python_tag|>}.
 *
 * <pre>{@code
 * {"name": "get_weather", "parameters": {"city": "Oslo"}}
 * }</pre>
 *
 * The models were taught one call a reply.
 */
public final class LlamaFormat implements ToolCallFormat {
    private static final String PYTHON_TAG = "<|python_tag|>";

    private final CallSpelling spelling;
    private final boolean hasPythonTag;

    /** The format for one vocabulary. */
    public LlamaFormat(ControlTokens controlTokens) {
        this.spelling = new CallSpelling(controlTokens);
        this.hasPythonTag = controlTokens.ids(PYTHON_TAG).length > 0;
    }

    @Override
    public ControlTokens controlTokens() {
        return spelling.controlTokens();
    }

    @Override
    public String name() {
        return "llama3";
    }

    @Override
    public List<String> triggers() {
        return List.of("{\"name\":");
    }

    @Override
    public Placement placement() {
        return Placement.AT_BEGINNING;
    }

    @Override
    public int mostCalls() {
        return 1;
    }

    @Override
    public Expr calls(List<CallableTool> tools, int maxCalls, SchemaOptions.Whitespace whitespace) {
        CallSpaces spaces = CallSpaces.of(whitespace);
        Expr between = CallSpelling.sequence(
                CallSpelling.literal("\","),
                spaces.afterComma(),
                CallSpelling.literal("\"parameters\":"),
                spaces.one());
        Expr call = CallSpelling.sequence(
                CallSpelling.literal("{\"name\":"),
                spaces.one(),
                CallSpelling.literal("\""),
                CallSpelling.nameAndArguments(tools, between),
                spaces.inside(),
                CallSpelling.literal("}"));
        Expr tag = hasPythonTag ? CallSpelling.optional(spelling.only(PYTHON_TAG)) : new Expr.Empty();
        return CallSpelling.calls(tag, call, new Expr.Empty(), 1, new Expr.Empty());
    }

    @Override
    public String writeCalls(List<ToolCall> calls) {
        return calls.stream()
                .map(call -> "{\"name\": " + PythonJson.write(call.name()) + ", \"parameters\": "
                        + ToolsPrompt.arguments(call) + "}")
                .collect(Collectors.joining("\n"));
    }
}
