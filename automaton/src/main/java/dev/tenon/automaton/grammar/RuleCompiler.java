package dev.tenon.automaton.grammar;

import dev.tenon.automaton.dfa.GrammarTooComplexException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * From the rules of a grammar in text to a {@link Grammar} of exactly the same language that can be run: without rules that no
 * text matches, without left recursion and without repetitions of the empty text.
 */
final class RuleCompiler {
    private final RuleSet rules;
    private final List<GrammarWarning> warnings;

    private RuleCompiler(RuleSet rules, List<GrammarWarning> warnings) {
        this.rules = rules;
        this.warnings = new ArrayList<>(warnings);
    }

    /**
     * The grammar of a rule.
     *
     * @param rules its rules, which are used up
     * @param warnings what was found to be without effect while they were read
     * @throws GrammarSyntaxException when no text matches it
     * @throws GrammarTooComplexException beyond the limits
     */
    static ParsedGrammar compile(RuleSet rules, int root, List<GrammarWarning> warnings) {
        return new RuleCompiler(rules, warnings).run(root);
    }

    private ParsedGrammar run(int root) {
        warnUnused(root);
        BitSet used = rules.reachable(root);
        BitSet without = Productivity.prune(rules);
        if (without.get(root)) {
            throw new GrammarSyntaxException(
                    rules.place(root),
                    "no text matches rule " + rules.name(root)
                            + ": each text of it would hold another; give it an alternative that does not come back to"
                            + " it");
        }
        without.and(used);
        without.stream()
                .forEach(rule -> warn(
                        rule,
                        "no text matches rule " + rules.name(rule)
                                + ", since each text of it would hold another; alternatives that name it are never"
                                + " taken"));
        EmptyTexts texts = new EmptyTexts(rules);
        LeftRecursion.eliminate(rules, texts, root);
        Productivity.prune(rules);
        Factoring.apply(rules);
        for (int rule = 0; rule < rules.size(); rule++) {
            rules.set(rule, runnable(rules.body(rule), texts));
            texts.settle();
        }
        Grammar grammar = GrammarLowering.lower(rules, root);
        warnings.sort(Comparator.comparingInt(GrammarWarning::line).thenComparingInt(GrammarWarning::column));
        return new ParsedGrammar(grammar, warnings);
    }

    private void warnUnused(int root) {
        BitSet unused = new BitSet();
        unused.set(0, rules.size());
        unused.andNot(rules.reachable(root));
        unused.stream().forEach(rule -> warn(rule, "rule " + rules.name(rule) + " is not used"));
    }

    private void warn(int rule, String message) {
        warnings.add(new GrammarWarning(rules.place(rule), message));
    }

    /** Repetitions of what may be empty become repetitions of what it is beside, which may be left out. */
    private Term runnable(Term term, EmptyTexts texts) {
        rules.spend(1);
        return switch (term) {
            case Term.Text text -> text;
            case Term.Ref ref -> ref;
            case Term.Token token -> token;
            case Term.Embedded embedded -> embedded;
            case Term.Sequence sequence -> Term.sequence(runnable(sequence.items(), texts));
            case Term.Choice choice -> Term.choice(runnable(choice.alternatives(), texts));
            case Term.Times times ->
                texts.isNullable(times.item())
                        ? Term.times(runnable(texts.without(times.item()), texts), 0, times.max())
                        : Term.times(runnable(times.item(), texts), times.min(), times.max());
        };
    }

    private List<Term> runnable(List<Term> terms, EmptyTexts texts) {
        List<Term> changed = new ArrayList<>(terms.size());
        terms.forEach(term -> changed.add(runnable(term, texts)));
        return changed;
    }
}
