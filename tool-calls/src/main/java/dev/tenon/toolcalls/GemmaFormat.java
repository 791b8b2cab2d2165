package dev.tenon.toolcalls;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.ArgumentSyntax;
import dev.tenon.schema.SchemaOptions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The calls of Gemma 2 and 3, which have no tokens for them: Python calls in a fence, a line each.
 *
 * <pre>{@code
 * ```tool_code
 * get_weather(city="Oslo")
 * ```
 * }</pre>
 */
public final class GemmaFormat implements ToolCallFormat {
    private static final String OPEN = "```tool_code";
    private static final String CLOSE = "\n```";

    /** The format. */
    public GemmaFormat() {}

    @Override
    public ControlTokens controlTokens() {
        return ControlTokens.none();
    }

    @Override
    public String name() {
        return "gemma";
    }

    @Override
    public List<String> triggers() {
        return List.of(OPEN);
    }

    @Override
    public Optional<ArgumentSyntax> arguments() {
        return Optional.of(PythonCalls.SYNTAX);
    }

    @Override
    public Expr calls(List<CallableTool> tools, int maxCalls, SchemaOptions.Whitespace whitespace) {
        return CallSpelling.calls(
                CallSpelling.literal(OPEN + "\n"),
                PythonCalls.call(tools),
                CallSpelling.literal("\n"),
                maxCalls,
                CallSpelling.literal(CLOSE));
    }

    @Override
    public String writeCalls(List<ToolCall> calls) {
        return calls.stream().map(PythonCalls::write).collect(Collectors.joining("\n", OPEN + "\n", CLOSE));
    }
}
