package dev.tenon.server.cli;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Grammar;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/**
 * How large a grammar is.
 *
 * @param rules rules beside the root
 * @param expressions nodes of all rules and the root
 * @param lexemes different automata, keys of objects included
 * @param states states of those automata
 */
record GrammarSize(int rules, long expressions, int lexemes, long states) {
    /** Measures a grammar. O(its size). */
    static GrammarSize of(Grammar grammar) {
        Set<ByteDfa> lexemes = new HashSet<>();
        ArrayDeque<Expr> left = new ArrayDeque<>();
        left.add(grammar.root());
        grammar.rules().forEach(rule -> left.add(rule.body()));
        long expressions = 0;
        while (!left.isEmpty()) {
            expressions++;
            switch (left.remove()) {
                case Expr.Empty empty -> {}
                case Expr.RuleRef ref -> {}
                case Expr.SpecialToken token -> {}
                case Expr.Stepped stepped -> {}
                case Expr.Lexeme lexeme -> lexemes.add(lexeme.dfa());
                case Expr.Sequence sequence -> left.addAll(sequence.items());
                case Expr.Choice choice -> left.addAll(choice.alternatives());
                case Expr.Capture capture -> left.add(capture.body());
                case Expr.Repetition repetition -> {
                    left.add(repetition.item());
                    left.add(repetition.separator());
                }
                case Expr.Elements elements -> {
                    left.add(elements.separator());
                    elements.states().forEach(state -> state.steps().forEach(step -> left.add(step.element())));
                }
                case Expr.Interleave interleave -> {
                    lexemes.add(interleave.keys());
                    left.add(interleave.separator());
                    interleave
                            .members()
                            .forEach(member -> member.values().forEach(value -> left.add(value.afterKey())));
                }
            }
        }
        long states = lexemes.stream().mapToLong(ByteDfa::stateCount).sum();
        return new GrammarSize(grammar.rules().size(), expressions, lexemes.size(), states);
    }

    @Override
    public String toString() {
        return rules + " rules, " + expressions + " expressions, " + lexemes + " lexemes with " + states + " states";
    }
}
