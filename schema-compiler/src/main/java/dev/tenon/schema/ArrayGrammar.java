package dev.tenon.schema;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Grammar;
import java.util.ArrayList;
import java.util.List;

/**
 * The way out for arrays: counted repetitions, with the elements of a prefix before them, and nothing unrolled; arrays
 * whose elements are counted or different are automata.
 */
final class ArrayGrammar {
    private final SchemaGrammar grammar;
    private final Shapes shapes;
    private final JsonSyntax syntax;
    private final Grammar.Builder builder;

    ArrayGrammar(SchemaGrammar grammar, Shapes shapes, JsonSyntax syntax, Grammar.Builder builder) {
        this.grammar = grammar;
        this.shapes = shapes;
        this.syntax = syntax;
        this.builder = builder;
    }

    /** The arrays of a shape whose needed elements all have values. */
    Expr of(ArraySet array) {
        return array.isPlain()
                ? plain(array)
                : new Expr.Sequence(List.of(syntax.openArray(), automaton(array), syntax.closeArray()));
    }

    private Expr automaton(ArraySet array) {
        SchemaGrammar elements = array.repeats() == ArraySet.Repeats.NONE ? grammar.spelledOnce() : grammar;
        List<Expr.ElementState> states = new ArrayList<>();
        for (ArrayAutomaton.State state : shapes.of(array).states()) {
            List<Expr.ElementStep> steps = new ArrayList<>();
            for (ArrayAutomaton.Step step : state.steps()) {
                if (grammar.isProductive(step.element())) {
                    steps.add(new Expr.ElementStep(elements.expression(step.element()), step.target()));
                }
            }
            states.add(new Expr.ElementState(state.mayEnd() ? Expr.Ending.MAY_END : Expr.Ending.GOES_ON, steps));
        }
        return new Expr.Elements(
                states,
                syntax.comma(),
                array.repeats() == ArraySet.Repeats.NONE ? Expr.Distinctness.JSON_VALUES : Expr.Distinctness.NONE);
    }

    private Expr plain(ArraySet array) {
        int length = array.prefix().size();
        int max = array.max();
        for (int i = 0; i < length; i++) {
            if (!grammar.isProductive(array.prefix().get(i))) {
                length = i;
                max = Math.min(max, i);
            }
        }
        if (!grammar.isProductive(array.rest())) {
            max = Math.min(max, length);
        }
        if (max == 0) {
            return JsonSyntax.literal("[]");
        }
        Expr body = length == 0
                ? new Expr.Repetition(grammar.expression(array.rest()), syntax.comma(), array.min(), max)
                : withPrefix(array, length, max);
        return new Expr.Sequence(List.of(syntax.openArray(), body, syntax.closeArray()));
    }

    /**
     * Elements that must be there are a sequence; each that may be there begins a rule that holds the next one, so that
     * a long prefix is not a deep expression.
     */
    private Expr withPrefix(ArraySet array, int length, int max) {
        Expr tail = new Expr.Empty();
        if (max > length) {
            Expr element = new Expr.Sequence(List.of(syntax.comma(), grammar.expression(array.rest())));
            int most = max == Expr.UNBOUNDED ? Expr.UNBOUNDED : max - length;
            tail = new Expr.Repetition(element, new Expr.Empty(), Math.max(0, array.min() - length), most);
        }
        int needed = Math.min(array.min(), length);
        for (int i = length - 1; i >= Math.max(1, needed); i--) {
            Expr element = grammar.expression(array.prefix().get(i));
            int rule = builder.declare("tail");
            builder.define(
                    rule,
                    new Expr.Choice(
                            List.of(new Expr.Empty(), new Expr.Sequence(List.of(syntax.comma(), element, tail)))));
            tail = new Expr.RuleRef(rule);
        }
        List<Expr> sequence = new ArrayList<>();
        for (int i = 0; i < Math.max(1, needed); i++) {
            if (i > 0) {
                sequence.add(syntax.comma());
            }
            sequence.add(grammar.expression(array.prefix().get(i)));
        }
        sequence.add(tail);
        Expr elements = new Expr.Sequence(sequence);
        return needed > 0 ? elements : new Expr.Choice(List.of(new Expr.Empty(), elements));
    }
}
