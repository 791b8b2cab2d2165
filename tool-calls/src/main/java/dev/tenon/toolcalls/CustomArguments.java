package dev.tenon.toolcalls;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.schema.ArgumentSyntax;
import dev.tenon.schema.JsonTexts;

/**
 * The text that a custom tool takes, as the dialect writes a call's arguments: the one argument {@code input}, a string.
 * Its text is marked, so that the client gets it as it is.
 */
final class CustomArguments {
    private final ToolCallFormat format;
    private final Grammar.Builder builder;

    CustomArguments(ToolCallFormat format, Grammar.Builder builder) {
        this.format = format;
        this.builder = builder;
    }

    /** The arguments with a text of this grammar. */
    Expr of(Grammar text) {
        Expr arguments = format.arguments().isEmpty()
                ? CallSpelling.sequence(
                        CallSpelling.literal("{\"" + ToolDefinition.INPUT + "\": "),
                        quoted(text),
                        CallSpelling.literal("}"))
                : listed(format.arguments().get(), text);
        return new Expr.Capture(OutputPlan.CUSTOM, arguments);
    }

    private Expr listed(ArgumentSyntax syntax, Grammar text) {
        Expr name = CallSpelling.literal(syntax.beforeName() + ToolDefinition.INPUT + syntax.afterName());
        if (syntax.text().isEmpty()) {
            return CallSpelling.sequence(name, syntax.beforeValue(), quoted(text), syntax.afterValue());
        }
        ArgumentSyntax.RawText raw = syntax.text().get();
        return CallSpelling.sequence(
                name, raw.before(), new Expr.Capture(OutputPlan.INPUT, builder.embed(text)), raw.after());
    }

    private Expr quoted(Grammar text) {
        return CallSpelling.sequence(
                CallSpelling.literal("\""),
                new Expr.Capture(OutputPlan.ESCAPED_INPUT, builder.embed(JsonTexts.escaped(text))),
                CallSpelling.literal("\""));
    }
}
