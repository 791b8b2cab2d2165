package dev.tenon.toolcalls;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.SchemaOptions;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The calls of Functionary 3.1 and 3.2:
 *
 * <pre>{@code
 * <function=get_weather>{"city": "Oslo"}</function>
 *
 * >>>get_weather
 * {"city": "Oslo"}
 * }</pre>
 *
 * In the second form the prompt ends with the first {@code >>>}, and content is addressed to {@code all}.
 */
public final class FunctionaryFormat implements ToolCallFormat {
    private static final String OPEN = "<function=";
    private static final String CLOSE = "</function>";
    private static final String TO = ">>>";

    private final Form form;

    /** One of its forms. */
    public FunctionaryFormat(Form form) {
        this.form = form;
    }

    /** Which of the forms. */
    public enum Form {
        /** Tags: 3.1. */
        TAGS,
        /** Recipients: 3.2. */
        RECIPIENTS
    }

    @Override
    public ControlTokens controlTokens() {
        return ControlTokens.none();
    }

    @Override
    public String name() {
        return switch (form) {
            case TAGS -> "functionary-v3.1";
            case RECIPIENTS -> "functionary-v3.2";
        };
    }

    /** A line that begins with the mark of a recipient: the mark alone ends as it begins. */
    @Override
    public List<String> triggers() {
        return switch (form) {
            case TAGS -> List.of(OPEN);
            case RECIPIENTS -> List.of("\n" + TO);
        };
    }

    @Override
    public Placement placement() {
        return switch (form) {
            case TAGS -> Placement.AFTER_CONTENT;
            case RECIPIENTS -> Placement.AFTER_ADDRESSED_CONTENT;
        };
    }

    @Override
    public Expr content(Expr content) {
        return switch (form) {
            case TAGS -> content;
            case RECIPIENTS -> CallSpelling.sequence(CallSpelling.literal("all\n"), content);
        };
    }

    @Override
    public Expr calls(List<CallableTool> tools, int maxCalls, SchemaOptions.Whitespace whitespace) {
        return switch (form) {
            case TAGS ->
                CallSpelling.calls(
                        new Expr.Empty(),
                        CallSpelling.sequence(
                                CallSpelling.literal(OPEN),
                                CallSpelling.nameAndArguments(tools, CallSpelling.literal(">")),
                                CallSpelling.literal(CLOSE)),
                        CallSpaces.of(whitespace).between(),
                        maxCalls,
                        new Expr.Empty());
            case RECIPIENTS ->
                CallSpelling.calls(
                        new Expr.Empty(),
                        CallSpelling.nameAndArguments(tools, CallSpelling.literal("\n")),
                        CallSpelling.literal("\n" + TO),
                        maxCalls,
                        new Expr.Empty());
        };
    }

    @Override
    public Expr afterContent(Expr calls) {
        return switch (form) {
            case TAGS -> calls;
            case RECIPIENTS -> CallSpelling.sequence(CallSpelling.literal("\n" + TO), calls);
        };
    }

    @Override
    public String writeCalls(List<ToolCall> calls) {
        return switch (form) {
            case TAGS ->
                calls.stream()
                        .map(call -> OPEN + call.name() + ">" + ToolsPrompt.arguments(call) + CLOSE)
                        .collect(Collectors.joining());
            case RECIPIENTS ->
                calls.stream()
                        .map(call -> TO + call.name() + "\n" + ToolsPrompt.arguments(call))
                        .collect(Collectors.joining("\n"));
        };
    }
}
