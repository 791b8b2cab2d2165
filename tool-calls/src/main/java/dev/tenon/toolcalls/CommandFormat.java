package dev.tenon.toolcalls;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.SchemaOptions;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The calls of Command R and R+, and of Command R7B and A:
 *
 * <pre>{@code
 * Action:
 * ```json
 * [{"tool_name": "get_weather", "parameters": {"city": "Oslo"}}]
 * ```
 *
 * <|START_ACTION|>[{"tool_call_id": "0", "tool_name": "get_weather", "parameters": {"city": "Oslo"}}]<|END_ACTION|>
 * }</pre>
 *
 * The newer models write what they say between {@code <|START_RESPONSE|>} and {@code <|END_RESPONSE|>}.
 */
public final class CommandFormat implements ToolCallFormat {
    private static final String FENCE = "Action:\n```json\n";
    private static final String FENCE_END = "\n```";
    private static final String OPEN = "<|START_ACTION|>";
    private static final String CLOSE = "<|END_ACTION|>";
    private static final String RESPONSE = "<|START_RESPONSE|>";
    private static final String RESPONSE_END = "<|END_RESPONSE|>";

    private final CallSpelling spelling;
    private final Form form;

    /** The format for one vocabulary, in one of its forms. */
    public CommandFormat(ControlTokens controlTokens, Form form) {
        this.spelling = new CallSpelling(controlTokens);
        this.form = form;
    }

    /** Which of the forms. */
    public enum Form {
        /** In a fence after a word: Command R and R+. */
        FENCED,
        /** Between tags: Command R7B and A. */
        TAGS
    }

    @Override
    public ControlTokens controlTokens() {
        return spelling.controlTokens();
    }

    @Override
    public String name() {
        return switch (form) {
            case FENCED -> "command-r";
            case TAGS -> "command-r7b";
        };
    }

    @Override
    public List<String> triggers() {
        return switch (form) {
            case FENCED -> List.of("Action:\n```json");
            case TAGS -> List.of(OPEN);
        };
    }

    /** Which tag ends content and which begins calls is told apart by tokens, so one excludes the other. */
    @Override
    public Placement placement() {
        return switch (form) {
            case FENCED -> Placement.AFTER_CONTENT;
            case TAGS -> Placement.ALONE;
        };
    }

    @Override
    public ReasoningTags reasoning() {
        return switch (form) {
            case FENCED -> ReasoningTags.THINK;
            case TAGS -> new ReasoningTags("<|START_THINKING|>", "<|END_THINKING|>");
        };
    }

    @Override
    public Expr content(Expr content) {
        return switch (form) {
            case FENCED -> content;
            case TAGS -> CallSpelling.sequence(spelling.only(RESPONSE), content, spelling.only(RESPONSE_END));
        };
    }

    @Override
    public Expr calls(List<CallableTool> tools, int maxCalls, SchemaOptions.Whitespace whitespace) {
        CallSpaces spaces = CallSpaces.of(whitespace);
        Expr between = CallSpelling.sequence(CallSpelling.literal(","), spaces.afterComma());
        Expr open = CallSpelling.sequence(CallSpelling.literal("["), spaces.inside());
        Expr close = CallSpelling.sequence(spaces.inside(), CallSpelling.literal("]"));
        return switch (form) {
            case FENCED ->
                CallSpelling.calls(
                        CallSpelling.sequence(CallSpelling.literal(FENCE), open),
                        CallSpelling.object(tools, spaces, "tool_name", "parameters"),
                        between,
                        maxCalls,
                        CallSpelling.sequence(close, CallSpelling.literal(FENCE_END)));
            case TAGS ->
                CallSpelling.calls(
                        CallSpelling.sequence(spelling.tag(OPEN), open),
                        numbered(tools, spaces),
                        between,
                        maxCalls,
                        CallSpelling.sequence(close, spelling.tag(CLOSE)));
        };
    }

    private static Expr numbered(List<CallableTool> tools, CallSpaces spaces) {
        Expr id = CallSpelling.sequence(
                CallSpelling.literal("\"tool_call_id\":"),
                spaces.one(),
                CallSpelling.literal("\""),
                CallIds.index(),
                CallSpelling.literal("\","),
                spaces.afterComma());
        Expr between = CallSpelling.sequence(
                CallSpelling.literal("\","),
                spaces.afterComma(),
                CallSpelling.literal("\"parameters\":"),
                spaces.one());
        return CallSpelling.sequence(
                CallSpelling.literal("{"),
                spaces.inside(),
                CallSpelling.optional(id),
                CallSpelling.literal("\"tool_name\":"),
                spaces.one(),
                CallSpelling.literal("\""),
                CallSpelling.nameAndArguments(tools, between),
                spaces.inside(),
                CallSpelling.literal("}"));
    }

    @Override
    public String writeCalls(List<ToolCall> calls) {
        String list = calls.stream()
                .map(call -> "{\"tool_name\": " + PythonJson.write(call.name()) + ", \"parameters\": "
                        + ToolsPrompt.arguments(call) + "}")
                .collect(Collectors.joining(", ", "[", "]"));
        return switch (form) {
            case FENCED -> FENCE + list + FENCE_END;
            case TAGS -> OPEN + list + CLOSE;
        };
    }
}
