package dev.tenon.automaton.match;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.Capture;
import dev.tenon.automaton.grammar.Expr.Choice;
import dev.tenon.automaton.grammar.Expr.ElementState;
import dev.tenon.automaton.grammar.Expr.ElementStep;
import dev.tenon.automaton.grammar.Expr.Elements;
import dev.tenon.automaton.grammar.Expr.Empty;
import dev.tenon.automaton.grammar.Expr.Interleave;
import dev.tenon.automaton.grammar.Expr.Lexeme;
import dev.tenon.automaton.grammar.Expr.Repetition;
import dev.tenon.automaton.grammar.Expr.RuleRef;
import dev.tenon.automaton.grammar.Expr.Sequence;
import dev.tenon.automaton.grammar.Expr.SpecialToken;
import dev.tenon.automaton.grammar.Expr.Stepped;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.grammar.GrammarException;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/**
 * Finds which parts of a grammar match the empty text, and refuses what could then go round for ever without reading a
 * byte: left recursion and repetitions of the empty text. The least fixpoint over rules, each looked at again only when
 * a rule that it refers to turned out to match the empty text.
 */
final class EmptyTexts {
    private final Grammar grammar;
    private final ExprTable table;
    private final BitSet nullableRules = new BitSet();
    /** Number of an expression -> whether it matches the empty text, as far as is known of the rules. */
    private final BitSet nullable = new BitSet();

    private EmptyTexts(Grammar grammar, ExprTable table) {
        this.grammar = grammar;
        this.table = table;
    }

    /**
     * Refuses grammars that could go round without reading. O(size of the grammar) where no rule matches the empty text.
     *
     * @param table of the same grammar
     * @throws GrammarException naming the rule, or saying which form is at fault
     */
    static void check(Grammar grammar, ExprTable table) {
        EmptyTexts texts = new EmptyTexts(grammar, table);
        texts.findNullable();
        texts.refuseLeftRecursion();
    }

    /** Goes over all expressions until no more rules turn out to match the empty text. */
    private void findNullable() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int number = 0; number < table.size(); number++) {
                nullable.set(number, isNullable(table.expr(number)));
            }
            for (int rule = 0; rule < grammar.rules().size(); rule++) {
                if (nullable.get(table.body(rule)) && !nullableRules.get(rule)) {
                    nullableRules.set(rule);
                    changed = true;
                }
            }
        }
    }

    private boolean known(Expr node) {
        return nullable.get(table.number(node));
    }

    private boolean isNullable(Expr node) {
        return switch (node) {
            case Empty empty -> true;
            case Lexeme lexeme -> lexeme.dfa().isAccepting(0) && lexeme.minUnits() == 0;
            case Stepped stepped -> false;
            case RuleRef ref -> nullableRules.get(ref.ruleId());
            case SpecialToken token -> false;
            case Sequence sequence -> sequence.items().stream().allMatch(this::known);
            case Choice choice -> choice.alternatives().stream().anyMatch(this::known);
            case Capture capture -> known(capture.body());
            case Repetition repetition -> {
                boolean item = known(repetition.item());
                if (item && known(repetition.separator()) && repetition.max() > 1) {
                    throw new GrammarException("a repeated part must not match the empty text");
                }
                yield repetition.min() == 0 || (item && repetition.min() == 1);
            }
            case Elements elements -> {
                for (ElementState state : elements.states()) {
                    if (state.steps().stream().map(ElementStep::element).anyMatch(this::known)) {
                        throw new GrammarException("an element must not match the empty text");
                    }
                }
                yield elements.states().get(0).ending() == Expr.Ending.MAY_END;
            }
            case Interleave interleave ->
                interleave.minCount() == 0
                        && interleave.members().stream()
                                .noneMatch(member -> member.occurrence() == Expr.Occurrence.REQUIRED)
                        && interleave.demands().stream()
                                .allMatch(demand -> !demand.absent().isEmpty() || demand.below() > 0);
        };
    }

    /** Depth-first over "can begin with", with a stack of its own; meeting an open rule again is the fault. */
    private void refuseLeftRecursion() {
        int count = grammar.rules().size();
        BitSet open = new BitSet();
        BitSet done = new BitSet();
        for (int start = 0; start < count; start++) {
            Deque<Visit> stack = new ArrayDeque<>();
            if (!done.get(start)) {
                stack.push(visit(start, open));
            }
            while (!stack.isEmpty()) {
                Visit top = stack.peek();
                int next = top.leftmost.nextSetBit(0);
                if (next < 0) {
                    open.clear(top.rule);
                    done.set(top.rule);
                    stack.pop();
                    continue;
                }
                top.leftmost.clear(next);
                if (open.get(next)) {
                    throw new GrammarException(
                            "rule " + grammar.rules().get(next).name()
                                    + " is left-recursive: it can refer to itself before any text is read");
                }
                if (!done.get(next)) {
                    stack.push(visit(next, open));
                }
            }
        }
    }

    /** A rule being visited, and the rules that it can begin with and that are not looked at yet. */
    private record Visit(int rule, BitSet leftmost) {}

    private Visit visit(int rule, BitSet open) {
        open.set(rule);
        return new Visit(rule, leftmostRules(grammar.rules().get(rule).body()));
    }

    private BitSet leftmostRules(Expr root) {
        BitSet rules = new BitSet();
        Deque<Expr> stack = new ArrayDeque<>();
        stack.push(root);
        while (!stack.isEmpty()) {
            Expr node = stack.pop();
            switch (node) {
                case RuleRef ref -> rules.set(ref.ruleId());
                case Sequence sequence -> {
                    for (Expr item : sequence.items()) {
                        stack.push(item);
                        if (!known(item)) {
                            break;
                        }
                    }
                }
                case Choice choice -> choice.alternatives().forEach(stack::push);
                case Capture capture -> stack.push(capture.body());
                case Repetition repetition -> {
                    stack.push(repetition.item());
                    if (known(repetition.item())) {
                        stack.push(repetition.separator());
                    }
                }
                case Elements elements -> elements.states().get(0).steps().forEach(step -> stack.push(step.element()));
                case Empty empty -> {}
                case Lexeme lexeme -> {}
                case Stepped stepped -> {}
                case SpecialToken token -> {}
                case Interleave interleave -> {}
            }
        }
        return rules;
    }
}
