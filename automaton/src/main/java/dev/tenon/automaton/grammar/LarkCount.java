package dev.tenon.automaton.grammar;

import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * How often an item of a grammar in Lark comes.
 *
 * @param max {@link Expr#UNBOUNDED} for no limit
 */
record LarkCount(int min, int max) {
    static LarkCount of(Lark.RepetitionContext repetition) {
        Token first = repetition.getStart();
        return switch (first.getType()) {
            case LarkLexer.STAR -> new LarkCount(0, Expr.UNBOUNDED);
            case LarkLexer.PLUS -> new LarkCount(1, Expr.UNBOUNDED);
            case LarkLexer.OPTIONAL -> new LarkCount(0, 1);
            case LarkLexer.TILDE -> counted(repetition, repetition.RANGE() == null ? null : repetition.NUMBER(1));
            default -> braced(repetition);
        };
    }

    private static LarkCount braced(Lark.RepetitionContext repetition) {
        List<TerminalNode> numbers = repetition.NUMBER();
        if (numbers.isEmpty()) {
            throw new GrammarSyntaxException(
                    Place.of(repetition.getStart()), "expected a count such as {3}, {2,}, {,4} or {2,4}");
        }
        if (repetition.COMMA() == null) {
            return counted(repetition, null);
        }
        boolean fromZero = repetition.COMMA().getSymbol().getTokenIndex()
                < numbers.get(0).getSymbol().getTokenIndex();
        if (fromZero) {
            return new LarkCount(0, count(numbers.get(0)));
        }
        return numbers.size() == 1
                ? new LarkCount(count(numbers.get(0)), Expr.UNBOUNDED)
                : counted(repetition, numbers.get(1));
    }

    private static LarkCount counted(
            Lark.RepetitionContext repetition, @org.jspecify.annotations.Nullable TerminalNode last) {
        int min = count(repetition.NUMBER(0));
        int max = last == null ? min : count(last);
        if (max < min) {
            throw new GrammarSyntaxException(
                    Place.of(repetition.getStart()), "expected the smaller count first, not " + min + " before " + max);
        }
        return new LarkCount(min, max);
    }

    private static int count(TerminalNode number) {
        return SyntaxErrors.count(number.getText(), Place.of(number.getSymbol()));
    }
}
