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
 * The calls of DeepSeek V3.2 and V4: tags that say of each argument whether it is a string, which is then written as it is.
 *
 * <pre>{@code
 * <｜DSML｜function_calls>
 * <｜DSML｜invoke name="get_weather">
 * <｜DSML｜parameter name="city" string="true">Oslo</｜DSML｜parameter>
 * </｜DSML｜invoke>
 * </｜DSML｜function_calls>
 * }</pre>
 */
public final class DsmlFormat implements ToolCallFormat {
    private static final String INVOKE = "<｜DSML｜invoke name=\"";
    private static final String INVOKE_END = "</｜DSML｜invoke>";
    private static final String PARAMETER = "<｜DSML｜parameter name=\"";
    private static final String PARAMETER_END = "</｜DSML｜parameter>";

    private static final ArgumentSyntax ARGUMENTS = new ArgumentSyntax(
            PARAMETER,
            "\"",
            ArgumentSyntax.Names.LINES,
            new Expr.Empty(),
            CallSpelling.literal(" string=\"false\">"),
            CallSpelling.literal(PARAMETER_END + "\n"),
            Optional.of(new ArgumentSyntax.RawText(
                    CallSpelling.literal(" string=\"true\">"),
                    PARAMETER_END,
                    CallSpelling.literal(PARAMETER_END + "\n"))),
            ArgumentSyntax.Literals.JSON);

    private final CallSpelling spelling;
    private final Form form;
    private final String open;
    private final String close;

    /** The format for one vocabulary, in one of its forms. */
    public DsmlFormat(ControlTokens controlTokens, Form form) {
        this.spelling = new CallSpelling(controlTokens);
        this.form = form;
        String section = switch (form) {
            case FUNCTION_CALLS -> "｜DSML｜function_calls>";
            case TOOL_CALLS -> "｜DSML｜tool_calls>";
        };
        this.open = "<" + section;
        this.close = "</" + section;
    }

    /** How the section of calls is called. */
    public enum Form {
        /** In V3.2. */
        FUNCTION_CALLS,
        /** In V4. */
        TOOL_CALLS
    }

    @Override
    public ControlTokens controlTokens() {
        return spelling.controlTokens();
    }

    @Override
    public String name() {
        return switch (form) {
            case FUNCTION_CALLS -> "deepseek-v3.2";
            case TOOL_CALLS -> "deepseek-v4";
        };
    }

    @Override
    public List<String> triggers() {
        return List.of(open);
    }

    @Override
    public Optional<ArgumentSyntax> arguments() {
        return Optional.of(ARGUMENTS);
    }

    @Override
    public Expr calls(List<CallableTool> tools, int maxCalls, SchemaOptions.Whitespace whitespace) {
        Expr call = CallSpelling.sequence(
                CallSpelling.literal(INVOKE),
                CallSpelling.nameAndArguments(tools, CallSpelling.literal("\">\n")),
                CallSpelling.literal(INVOKE_END + "\n"));
        return CallSpelling.calls(
                CallSpelling.sequence(spelling.tag(open), CallSpelling.literal("\n")),
                call,
                new Expr.Empty(),
                maxCalls,
                spelling.tag(close));
    }

    @Override
    public String writeCalls(List<ToolCall> calls) {
        return calls.stream().map(DsmlFormat::write).collect(Collectors.joining("", open + "\n", close));
    }

    private static String write(ToolCall call) {
        StringBuilder text = new StringBuilder(INVOKE + call.name() + "\">\n");
        for (Map.Entry<String, JsonNode> member : ToolsPrompt.members(call).properties()) {
            JsonNode value = member.getValue();
            text.append(PARAMETER).append(member.getKey());
            text.append("\" string=\"").append(value.isTextual()).append("\">");
            text.append(PythonJson.raw(value)).append(PARAMETER_END + "\n");
        }
        return text + INVOKE_END + "\n";
    }
}
