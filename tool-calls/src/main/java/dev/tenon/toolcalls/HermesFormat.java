package dev.tenon.toolcalls;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.SchemaOptions;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The calls of Hermes, Qwen2.5, Qwen3, Granite 4 and their kin, and of models that were taught none:
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

    private final CallSpelling spelling;

    /** The format for one vocabulary. */
    public HermesFormat(ControlTokens controlTokens) {
        this.spelling = new CallSpelling(controlTokens);
    }

    @Override
    public ControlTokens controlTokens() {
        return spelling.controlTokens();
    }

    @Override
    public String name() {
        return "hermes";
    }

    @Override
    public List<String> triggers() {
        return List.of(OPEN);
    }

    @Override
    public Expr calls(List<CallableTool> tools, int maxCalls, SchemaOptions.Whitespace whitespace) {
        CallSpaces spaces = CallSpaces.of(whitespace);
        Expr call = CallSpelling.sequence(
                spelling.tag(OPEN),
                spaces.line(),
                CallSpelling.object(tools, spaces, "name", "arguments"),
                spaces.line(),
                spelling.tag(CLOSE));
        return CallSpelling.calls(
                new Expr.Empty(), call, spaces.between(), maxCalls, maxCalls == 1 ? new Expr.Empty() : spaces.after());
    }

    @Override
    public String describeTools(List<ToolDefinition> tools) {
        String signatures = tools.stream().map(ToolsPrompt::signature).collect(Collectors.joining("\n"));
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

    @Override
    public String writeCalls(List<ToolCall> calls) {
        return calls.stream().map(HermesFormat::writeCall).collect(Collectors.joining("\n"));
    }

    private static String writeCall(ToolCall call) {
        String name = PythonJson.write(call.name());
        return OPEN + "\n{\"name\": " + name + ", \"arguments\": " + ToolsPrompt.arguments(call) + "}\n" + CLOSE;
    }
}
