package dev.tenon.toolcalls;

import dev.tenon.automaton.grammar.Expr;
import java.util.List;

/** What a model thinks before it answers: free text up to the tag that ends it. The answer is held as it is without. */
final class ReasoningGrammar {
    private final ToolCallFormat format;
    private final CallSpelling spelling;

    ReasoningGrammar(ToolCallFormat format) {
        this.format = format;
        this.spelling = new CallSpelling(format.controlTokens());
    }

    /** With the tags that open it. */
    Expr opened() {
        Expr[] opening =
                format.reasoning().opening().stream().map(spelling::tag).toArray(Expr[]::new);
        return CallSpelling.sequence(CallSpelling.sequence(opening), begun());
    }

    /** From inside on. */
    Expr begun() {
        String close = format.reasoning().close();
        Expr text = new Expr.Capture(OutputPlan.REASONING, new Expr.Lexeme(FreeText.without(List.of(close))));
        return CallSpelling.sequence(text, spelling.tag(close), format.afterReasoning());
    }
}
