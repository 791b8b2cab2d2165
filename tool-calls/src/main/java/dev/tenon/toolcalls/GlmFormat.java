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
 * The calls of GLM 4.5 and later: a tag for each name and each value, strings as they are.
 *
 * <pre>{@code
 * <tool_call>get_weather
 * <arg_key>city</arg_key>
 * <arg_value>Oslo</arg_value>
 * </tool_call>
 * }</pre>
 */
public final class GlmFormat implements ToolCallFormat {
    private static final String OPEN = "<tool_call>";
    private static final String CLOSE = "</tool_call>";
    private static final String KEY = "<arg_key>";
    private static final String KEY_END = "</arg_key>";
    private static final String VALUE = "<arg_value>";
    private static final String VALUE_END = "</arg_value>";

    private static final ArgumentSyntax ARGUMENTS = new ArgumentSyntax(
            KEY,
            KEY_END,
            ArgumentSyntax.Names.LINES,
            new Expr.Empty(),
            CallSpelling.literal("\n" + VALUE),
            CallSpelling.literal(VALUE_END + "\n"),
            Optional.of(new ArgumentSyntax.RawText(
                    CallSpelling.literal("\n" + VALUE), VALUE_END, CallSpelling.literal(VALUE_END + "\n"))),
            ArgumentSyntax.Literals.JSON);

    private final CallSpelling spelling;

    /** The format for one vocabulary. */
    public GlmFormat(ControlTokens controlTokens) {
        this.spelling = new CallSpelling(controlTokens);
    }

    @Override
    public ControlTokens controlTokens() {
        return spelling.controlTokens();
    }

    @Override
    public String name() {
        return "glm";
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
                CallSpelling.nameAndArguments(tools, CallSpelling.literal("\n")),
                spelling.tag(CLOSE));
        return CallSpelling.calls(
                new Expr.Empty(), call, CallSpaces.of(whitespace).between(), maxCalls, new Expr.Empty());
    }

    @Override
    public String writeCalls(List<ToolCall> calls) {
        return calls.stream().map(GlmFormat::write).collect(Collectors.joining("\n"));
    }

    private static String write(ToolCall call) {
        StringBuilder text = new StringBuilder(OPEN + call.name() + "\n");
        for (Map.Entry<String, JsonNode> member : ToolsPrompt.members(call).properties()) {
            text.append(KEY).append(member.getKey()).append(KEY_END + "\n");
            text.append(VALUE).append(PythonJson.raw(member.getValue())).append(VALUE_END + "\n");
        }
        return text + CLOSE;
    }
}
