package dev.tenon.toolcalls;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.ArgumentSyntax;
import dev.tenon.schema.SchemaOptions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The calls of LFM2: a list of Python calls between two tags.
 *
 * <pre>{@code
 * <|tool_call_start|>[get_weather(city="Oslo")]<|tool_call_end|>
 * }</pre>
 */
public final class LfmFormat implements ToolCallFormat {
    private static final String OPEN = "<|tool_call_start|>";
    private static final String CLOSE = "<|tool_call_end|>";

    private final CallSpelling spelling;

    /** The format for one vocabulary. */
    public LfmFormat(ControlTokens controlTokens) {
        this.spelling = new CallSpelling(controlTokens);
    }

    @Override
    public ControlTokens controlTokens() {
        return spelling.controlTokens();
    }

    @Override
    public String name() {
        return "lfm2";
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
                CallSpelling.sequence(spelling.tag(OPEN), CallSpelling.literal("[")),
                PythonCalls.call(tools),
                CallSpelling.sequence(CallSpelling.literal(","), CallSpaces.upTo(0, 1)),
                maxCalls,
                CallSpelling.sequence(CallSpelling.literal("]"), spelling.tag(CLOSE)));
    }

    @Override
    public String writeCalls(List<ToolCall> calls) {
        return calls.stream().map(PythonCalls::write).collect(Collectors.joining(", ", OPEN + "[", "]" + CLOSE));
    }
}
