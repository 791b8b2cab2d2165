package dev.tenon.toolcalls;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the grammars of calls are put together from.
 *
 * @param controlTokens which tags are tokens
 */
record CallSpelling(ControlTokens controlTokens) {
    /** A text. */
    static Expr literal(String text) {
        return new Expr.Lexeme(ByteDfa.literal(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** One after the other, without those that are nothing. */
    static Expr sequence(Expr... parts) {
        List<Expr> items = new ArrayList<>();
        for (Expr part : parts) {
            if (!(part instanceof Expr.Empty)) {
                items.add(part);
            }
        }
        return items.size() == 1 ? items.get(0) : new Expr.Sequence(items);
    }

    /** The first one, or the other. */
    static Expr either(Expr one, Expr other) {
        return new Expr.Choice(List.of(one, other));
    }

    /** Perhaps. */
    static Expr optional(Expr one) {
        return either(new Expr.Empty(), one);
    }

    /** A tag: the control token of that name where there is one, or its text. */
    Expr tag(String name) {
        int[] ids = controlTokens.ids(name);
        return ids.length == 0 ? literal(name) : either(token(ids), literal(name));
    }

    /** A tag that is a token alone, where there is one: what a text cannot be mistaken for. */
    Expr only(String name) {
        int[] ids = controlTokens.ids(name);
        return ids.length == 0 ? literal(name) : token(ids);
    }

    private static Expr token(int[] ids) {
        return new Expr.SpecialToken(Arrays.stream(ids).boxed().toList());
    }

    /** The calls of a reply: what opens them, one or several with something between, what closes them. */
    static Expr calls(Expr open, Expr call, Expr between, int maxCalls, Expr close) {
        Expr captured = new Expr.Capture(OutputPlan.CALL, call);
        Expr all = maxCalls == 1 ? captured : new Expr.Repetition(captured, between, 1, maxCalls);
        return new Expr.Capture(OutputPlan.CALLS, sequence(open, all, close));
    }

    /** A name, what stands between, and the arguments, for any one of the tools. */
    static Expr nameAndArguments(List<ToolCallFormat.CallableTool> tools, Expr between) {
        List<Expr> alternatives = new ArrayList<>();
        for (ToolCallFormat.CallableTool tool : tools) {
            alternatives.add(
                    sequence(new Expr.Capture(OutputPlan.NAME, literal(tool.name())), between, tool.arguments()));
        }
        return alternatives.size() == 1 ? alternatives.get(0) : new Expr.Choice(alternatives);
    }

    /**
     * A call as a JSON object with the name first.
     *
     * @param nameKey the key of the name
     * @param argumentsKey the key of the arguments
     */
    static Expr object(
            List<ToolCallFormat.CallableTool> tools, CallSpaces spaces, String nameKey, String argumentsKey) {
        Expr between =
                sequence(literal("\","), spaces.afterComma(), literal("\"" + argumentsKey + "\":"), spaces.one());
        return sequence(
                literal("{"),
                spaces.inside(),
                literal("\"" + nameKey + "\":"),
                spaces.one(),
                literal("\""),
                nameAndArguments(tools, between),
                spaces.inside(),
                literal("}"));
    }
}
