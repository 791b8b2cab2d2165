package dev.tenon.toolcalls;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.SchemaOptions;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * The calls of Mistral's models, in the two forms that they were taught one after the other:
 *
 * <pre>{@code
 * [TOOL_CALLS][{"name": "get_weather", "arguments": {"city": "Oslo"}, "id": "9f3kA0bZq"}]
 * [TOOL_CALLS]get_weather[ARGS]{"city": "Oslo"}
 * }</pre>
 *
 * The model writes an id of its own in the first; calls are reported under ids of ours. Some write {@code [CALL_ID]} and
 * an id before {@code [ARGS]} in the second.
 */
public final class MistralFormat implements ToolCallFormat {
    private static final String OPEN = "[TOOL_CALLS]";
    private static final String ARGUMENTS = "[ARGS]";
    private static final String CALL_ID = "[CALL_ID]";
    private static final int ID_LENGTH = 9;

    private final CallSpelling spelling;
    private final Form form;

    /** The format for one vocabulary, in one of its forms. */
    public MistralFormat(ControlTokens controlTokens, Form form) {
        this.spelling = new CallSpelling(controlTokens);
        this.form = form;
    }

    /** Which of the forms. */
    public enum Form {
        /** A JSON list of all calls. */
        LIST,
        /** A tag before each call, and one between name and arguments. */
        TAGS
    }

    @Override
    public ControlTokens controlTokens() {
        return spelling.controlTokens();
    }

    @Override
    public String name() {
        return switch (form) {
            case LIST -> "mistral";
            case TAGS -> "mistral-args";
        };
    }

    @Override
    public List<String> triggers() {
        return List.of(OPEN);
    }

    /** Nine letters or digits, which the templates insist on: another id is told by nine that are drawn from it. */
    @Override
    public String idInPrompt(String id) {
        if (id.length() == ID_LENGTH && id.chars().allMatch(c -> c < 0x80 && Character.isLetterOrDigit(c))) {
            return id;
        }
        return new ToolCallIds(new SplittableRandom(id.hashCode())).alphanumeric(ID_LENGTH);
    }

    @Override
    public ReasoningTags reasoning() {
        return new ReasoningTags("[THINK]", "[/THINK]");
    }

    @Override
    public Expr calls(List<CallableTool> tools, int maxCalls, SchemaOptions.Whitespace whitespace) {
        CallSpaces spaces = CallSpaces.of(whitespace);
        return switch (form) {
            case LIST ->
                CallSpelling.calls(
                        CallSpelling.sequence(
                                spelling.tag(OPEN), spaces.one(), CallSpelling.literal("["), spaces.inside()),
                        withId(tools, spaces),
                        CallSpelling.sequence(CallSpelling.literal(","), spaces.afterComma()),
                        maxCalls,
                        CallSpelling.sequence(spaces.inside(), CallSpelling.literal("]")));
            case TAGS -> {
                Expr id = CallSpelling.sequence(spelling.tag(CALL_ID), CallIds.alphanumeric(ID_LENGTH));
                Expr between = CallSpelling.sequence(CallSpelling.optional(id), spelling.tag(ARGUMENTS));
                Expr call = CallSpelling.sequence(spelling.tag(OPEN), CallSpelling.nameAndArguments(tools, between));
                yield CallSpelling.calls(new Expr.Empty(), call, new Expr.Empty(), maxCalls, new Expr.Empty());
            }
        };
    }

    private static Expr withId(List<CallableTool> tools, CallSpaces spaces) {
        Expr between = CallSpelling.sequence(
                CallSpelling.literal("\","), spaces.afterComma(), CallSpelling.literal("\"arguments\":"), spaces.one());
        Expr id = CallSpelling.sequence(
                CallSpelling.literal(","),
                spaces.afterComma(),
                CallSpelling.literal("\"id\":"),
                spaces.one(),
                CallSpelling.literal("\""),
                CallIds.alphanumeric(ID_LENGTH),
                CallSpelling.literal("\""));
        return CallSpelling.sequence(
                CallSpelling.literal("{"),
                spaces.inside(),
                CallSpelling.literal("\"name\":"),
                spaces.one(),
                CallSpelling.literal("\""),
                CallSpelling.nameAndArguments(tools, between),
                CallSpelling.optional(id),
                spaces.inside(),
                CallSpelling.literal("}"));
    }

    @Override
    public String writeCalls(List<ToolCall> calls) {
        return switch (form) {
            case LIST ->
                OPEN
                        + calls.stream()
                                .map(call -> "{\"name\": " + PythonJson.write(call.name()) + ", \"arguments\": "
                                        + ToolsPrompt.arguments(call) + "}")
                                .collect(Collectors.joining(", ", "[", "]"));
            case TAGS ->
                calls.stream()
                        .map(call -> OPEN + call.name() + ARGUMENTS + ToolsPrompt.arguments(call))
                        .collect(Collectors.joining());
        };
    }
}
