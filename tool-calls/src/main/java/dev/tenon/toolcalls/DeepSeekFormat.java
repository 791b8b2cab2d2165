package dev.tenon.toolcalls;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.SchemaOptions;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The calls of DeepSeek V3 and R1, and in fewer words of V3.1:
 *
 * <pre>{@code
 * <｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>get_weather
 * ```json
 * {"city": "Oslo"}
 * ```<｜tool▁call▁end｜><｜tool▁calls▁end｜>
 *
 * <｜tool▁calls▁begin｜><｜tool▁call▁begin｜>get_weather<｜tool▁sep｜>{"city": "Oslo"}<｜tool▁call▁end｜><｜tool▁calls▁end｜>
 * }</pre>
 */
public final class DeepSeekFormat implements ToolCallFormat {
    private static final String OPEN = "<｜tool▁calls▁begin｜>";
    private static final String CLOSE = "<｜tool▁calls▁end｜>";
    private static final String CALL = "<｜tool▁call▁begin｜>";
    private static final String CALL_END = "<｜tool▁call▁end｜>";
    private static final String SEPARATOR = "<｜tool▁sep｜>";
    private static final String FENCE = "\n```json\n";
    private static final String FENCE_END = "\n```";

    private final CallSpelling spelling;
    private final Form form;

    /** The format for one vocabulary, in one of its forms. */
    public DeepSeekFormat(ControlTokens controlTokens, Form form) {
        this.spelling = new CallSpelling(controlTokens);
        this.form = form;
    }

    /** Which of the forms. */
    public enum Form {
        /** Arguments in a fence: V3 and R1. */
        FENCED,
        /** Arguments after the separator: V3.1. */
        PLAIN
    }

    @Override
    public ControlTokens controlTokens() {
        return spelling.controlTokens();
    }

    @Override
    public String name() {
        return switch (form) {
            case FENCED -> "deepseek";
            case PLAIN -> "deepseek-v3.1";
        };
    }

    @Override
    public List<String> triggers() {
        return List.of(OPEN);
    }

    @Override
    public Expr calls(List<CallableTool> tools, int maxCalls, SchemaOptions.Whitespace whitespace) {
        CallSpaces spaces = CallSpaces.of(whitespace);
        Expr call = switch (form) {
            case FENCED ->
                CallSpelling.sequence(
                        spelling.tag(CALL),
                        CallSpelling.literal("function"),
                        spelling.tag(SEPARATOR),
                        CallSpelling.nameAndArguments(tools, CallSpelling.literal(FENCE)),
                        CallSpelling.literal(FENCE_END),
                        spelling.tag(CALL_END));
            case PLAIN ->
                CallSpelling.sequence(
                        spelling.tag(CALL),
                        CallSpelling.nameAndArguments(tools, spelling.tag(SEPARATOR)),
                        spelling.tag(CALL_END));
        };
        return CallSpelling.calls(spelling.tag(OPEN), call, spaces.between(), maxCalls, spelling.tag(CLOSE));
    }

    @Override
    public String writeCalls(List<ToolCall> calls) {
        return switch (form) {
            case FENCED ->
                calls.stream()
                        .map(call -> CALL + "function" + SEPARATOR + call.name() + FENCE + ToolsPrompt.arguments(call)
                                + FENCE_END + CALL_END)
                        .collect(Collectors.joining("\n", OPEN, CLOSE));
            case PLAIN ->
                calls.stream()
                        .map(call -> CALL + call.name() + SEPARATOR + ToolsPrompt.arguments(call) + CALL_END)
                        .collect(Collectors.joining("", OPEN, CLOSE));
        };
    }
}
