package dev.tenon.automaton.grammar;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Finds rules that no text matches, since each text of theirs would hold another, and takes them out. */
final class Productivity {
    private final RuleSet rules;
    private final BitSet productive;

    private Productivity(RuleSet rules) {
        this.rules = rules;
        this.productive = rules.least(this::hasText);
    }

    /**
     * Takes out every part that no text matches.
     *
     * @return the rules that no text matches, whose bodies are {@link Term#NEVER} now
     */
    static BitSet prune(RuleSet rules) {
        Productivity work = new Productivity(rules);
        BitSet without = new BitSet();
        without.set(0, rules.size());
        without.andNot(work.productive);
        if (!without.isEmpty()) {
            for (int rule = 0; rule < rules.size(); rule++) {
                rules.set(rule, work.pruned(rules.body(rule)));
            }
        }
        return without;
    }

    private boolean hasText(Term term, BitSet known) {
        rules.spend(1);
        return switch (term) {
            case Term.Text text -> true;
            case Term.Ref ref -> known.get(ref.rule());
            case Term.Sequence sequence -> sequence.items().stream().allMatch(item -> hasText(item, known));
            case Term.Choice choice -> choice.alternatives().stream().anyMatch(item -> hasText(item, known));
            case Term.Times times -> times.min() == 0 || hasText(times.item(), known);
            case Term.Token token -> true;
            case Term.Embedded embedded -> true;
        };
    }

    private Term pruned(Term term) {
        return switch (term) {
            case Term.Text text -> text;
            case Term.Ref ref -> productive.get(ref.rule()) ? ref : Term.NEVER;
            case Term.Sequence sequence -> Term.sequence(pruned(sequence.items()));
            case Term.Choice choice -> Term.choice(pruned(choice.alternatives()));
            case Term.Times times -> Term.times(pruned(times.item()), times.min(), times.max());
            case Term.Token token -> token;
            case Term.Embedded embedded -> embedded;
        };
    }

    private List<Term> pruned(List<Term> terms) {
        List<Term> pruned = new ArrayList<>(terms.size());
        terms.forEach(term -> pruned.add(pruned(term)));
        return pruned;
    }
}
