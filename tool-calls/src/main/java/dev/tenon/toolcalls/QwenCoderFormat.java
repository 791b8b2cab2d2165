package dev.tenon.toolcalls;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.ArgumentSyntax;
import dev.tenon.schema.SchemaOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The calls of Qwen3-Coder, Qwen3.5, Nemotron 3 and their kin: tags for each argument, strings as they are.
 *
 * <pre>{@code
 * <tool_call>
 * <function=get_weather>
 * <parameter=city>
 * Oslo
 * </parameter>
 * </function>
 * </tool_call>
 * }</pre>
 */
public final class QwenCoderFormat implements ToolCallFormat {
    private static final String OPEN = "<tool_call>";
    private static final String CLOSE = "</tool_call>";
    private static final String FUNCTION = "<function=";
    private static final String FUNCTION_END = "</function>";
    private static final String PARAMETER = "<parameter=";
    private static final String PARAMETER_END = "</parameter>";

    private static final ArgumentSyntax ARGUMENTS = new ArgumentSyntax(
            PARAMETER,
            ">",
            ArgumentSyntax.Names.LINES,
            new Expr.Empty(),
            CallSpelling.literal("\n"),
            CallSpelling.literal("\n" + PARAMETER_END + "\n"),
            Optional.of(new ArgumentSyntax.RawText(
                    CallSpelling.literal("\n"), PARAMETER_END, CallSpelling.literal("\n" + PARAMETER_END + "\n"))),
            ArgumentSyntax.Literals.JSON);

    private final CallSpelling spelling;

    /** The format for one vocabulary. */
    public QwenCoderFormat(ControlTokens controlTokens) {
        this.spelling = new CallSpelling(controlTokens);
    }

    @Override
    public ControlTokens controlTokens() {
        return spelling.controlTokens();
    }

    @Override
    public String name() {
        return "qwen3-coder";
    }

    @Override
    public List<String> triggers() {
        return List.of(OPEN);
    }

    @Override
    public Optional<ArgumentSyntax> arguments() {
        return Optional.of(ARGUMENTS);
    }

    @Override
    public Expr calls(List<CallableTool> tools, int maxCalls, SchemaOptions.Whitespace whitespace) {
        Expr call = CallSpelling.sequence(
                spelling.tag(OPEN),
                CallSpelling.literal("\n" + FUNCTION),
                CallSpelling.nameAndArguments(tools, CallSpelling.literal(">\n")),
                CallSpelling.literal(FUNCTION_END + "\n"),
                spelling.tag(CLOSE));
        return CallSpelling.calls(
                new Expr.Empty(), call, CallSpaces.of(whitespace).between(), maxCalls, new Expr.Empty());
    }

    @Override
    public String writeCalls(List<ToolCall> calls) {
        return calls.stream().map(QwenCoderFormat::write).collect(Collectors.joining("\n"));
    }

    private static String write(ToolCall call) {
        StringBuilder text = new StringBuilder(OPEN + "\n" + FUNCTION + call.name() + ">\n");
        for (Map.Entry<String, JsonNode> member : ToolsPrompt.members(call).properties()) {
            text.append(PARAMETER).append(member.getKey()).append(">\n");
            text.append(PythonJson.raw(member.getValue())).append("\n" + PARAMETER_END + "\n");
        }
        return text + FUNCTION_END + "\n" + CLOSE;
    }
}
