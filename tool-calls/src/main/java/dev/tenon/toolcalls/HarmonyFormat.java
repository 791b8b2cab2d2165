package dev.tenon.toolcalls;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.SchemaOptions;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The replies of GPT-OSS ("harmony"): messages on channels. The prompt ends with {@code <|start|>assistant}.
 *
 * <pre>{@code
 * <|channel|>analysis<|message|>They ask for the weather.<|end|><|start|>assistant<|channel|>final<|message|>It is fine.
 *
 * <|channel|>commentary to=functions.get_weather <|constrain|>json<|message|>{"city": "Oslo"}
 * }</pre>
 *
 * What a user reads comes on the channel {@code final}; a reply ends in one call or one answer.
 */
public final class HarmonyFormat implements ToolCallFormat {
    private static final String CHANNEL = "<|channel|>";
    private static final String MESSAGE = "<|message|>";
    private static final String CONSTRAIN = "<|constrain|>";
    private static final String TO = "commentary to=functions.";

    private final CallSpelling spelling;

    /** The format for one vocabulary. */
    public HarmonyFormat(ControlTokens controlTokens) {
        this.spelling = new CallSpelling(controlTokens);
    }

    @Override
    public ControlTokens controlTokens() {
        return spelling.controlTokens();
    }

    @Override
    public String name() {
        return "harmony";
    }

    @Override
    public List<String> triggers() {
        return List.of(CHANNEL);
    }

    @Override
    public Placement placement() {
        return Placement.ALONE;
    }

    @Override
    public int mostCalls() {
        return 1;
    }

    @Override
    public ReasoningTags reasoning() {
        return new ReasoningTags(List.of(CHANNEL, "analysis", MESSAGE), "<|end|>");
    }

    @Override
    public Expr afterReasoning() {
        return CallSpelling.sequence(spelling.only("<|start|>"), CallSpelling.literal("assistant"));
    }

    @Override
    public Expr content(Expr content) {
        return CallSpelling.sequence(
                spelling.only(CHANNEL), CallSpelling.literal("final"), spelling.only(MESSAGE), content);
    }

    @Override
    public Expr calls(List<CallableTool> tools, int maxCalls, SchemaOptions.Whitespace whitespace) {
        Expr constrained = CallSpelling.sequence(
                CallSpelling.literal(" "), spelling.only(CONSTRAIN), CallSpelling.literal("json"));
        Expr between = CallSpelling.sequence(CallSpelling.optional(constrained), spelling.only(MESSAGE));
        Expr call = CallSpelling.sequence(
                spelling.only(CHANNEL), CallSpelling.literal(TO), CallSpelling.nameAndArguments(tools, between));
        return CallSpelling.calls(new Expr.Empty(), call, new Expr.Empty(), 1, new Expr.Empty());
    }

    @Override
    public String writeCalls(List<ToolCall> calls) {
        return calls.stream()
                .map(call ->
                        CHANNEL + TO + call.name() + " " + CONSTRAIN + "json" + MESSAGE + ToolsPrompt.arguments(call))
                .collect(Collectors.joining("\n"));
    }
}
