package dev.tenon.toolcalls;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.SchemaOptions;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The calls of Granite 3: a list after a tag.
 *
 * <pre>{@code
 * <|tool_call|>[{"name": "get_weather", "arguments": {"city": "Oslo"}}]
 * }</pre>
 */
public final class GraniteFormat implements ToolCallFormat {
    private static final String OPEN = "<|tool_call|>";

    private final CallSpelling spelling;

    /** The format for one vocabulary. */
    public GraniteFormat(ControlTokens controlTokens) {
        this.spelling = new CallSpelling(controlTokens);
    }

    @Override
    public ControlTokens controlTokens() {
        return spelling.controlTokens();
    }

    @Override
    public String name() {
        return "granite";
    }

    @Override
    public List<String> triggers() {
        return List.of(OPEN);
    }

    @Override
    public Expr calls(List<CallableTool> tools, int maxCalls, SchemaOptions.Whitespace whitespace) {
        CallSpaces spaces = CallSpaces.of(whitespace);
        return CallSpelling.calls(
                CallSpelling.sequence(spelling.tag(OPEN), CallSpelling.literal("["), spaces.inside()),
                CallSpelling.object(tools, spaces, "name", "arguments"),
                CallSpelling.sequence(CallSpelling.literal(","), spaces.afterComma()),
                maxCalls,
                CallSpelling.sequence(spaces.inside(), CallSpelling.literal("]")));
    }

    @Override
    public String writeCalls(List<ToolCall> calls) {
        return OPEN + calls.stream().map(GraniteFormat::writeCall).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String writeCall(ToolCall call) {
        return "{\"name\": " + PythonJson.write(call.name()) + ", \"arguments\": " + ToolsPrompt.arguments(call) + "}";
    }
}
