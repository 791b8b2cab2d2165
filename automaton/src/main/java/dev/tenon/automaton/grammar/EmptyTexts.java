package dev.tenon.automaton.grammar;

import dev.tenon.automaton.regex.Regex;
import dev.tenon.automaton.regex.RegexCompiler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the empty text out of terms: which rules match it, and what they match beside it. Rules for the latter are made where
 * they are first asked for, each once.
 */
final class EmptyTexts {
    private final RuleSet rules;
    private final BitSet nullable;
    /** Rule that matches the empty text -> the rule of its other texts. */
    private final Map<Integer, Integer> others = new HashMap<>();

    private final Deque<Pending> pending = new ArrayDeque<>();

    /** A rule that was made, and what it is to have but the empty text. */
    private record Pending(int made, Term body) {}

    EmptyTexts(RuleSet rules) {
        this.rules = rules;
        this.nullable = rules.least(this::isNullable);
    }

    /** Whether the empty text is one of the term's. */
    boolean isNullable(Term term) {
        return isNullable(term, nullable);
    }

    private boolean isNullable(Term term, BitSet known) {
        rules.spend(1);
        return switch (term) {
            case Term.Text text -> isNullable(text.regex());
            case Term.Ref ref -> known.get(ref.rule());
            case Term.Sequence sequence -> sequence.items().stream().allMatch(item -> isNullable(item, known));
            case Term.Choice choice -> choice.alternatives().stream().anyMatch(item -> isNullable(item, known));
            case Term.Times times -> times.min() == 0 || isNullable(times.item(), known);
            case Term.Token token -> false;
            case Term.Embedded embedded -> false;
        };
    }

    private boolean isNullable(Regex regex) {
        return switch (regex) {
            case Regex.Never never -> false;
            case Regex.Chars chars -> false;
            case Regex.Concat concat -> concat.items().stream().allMatch(this::isNullable);
            case Regex.Alternate alternate -> alternate.items().stream().anyMatch(this::isNullable);
            case Regex.Repeat repeat -> repeat.min() == 0 || isNullable(repeat.item());
            case Regex.Intersect intersect -> intersect.items().stream().allMatch(this::isNullable);
            case Regex.Complement complement -> !isNullable(complement.item());
            case Regex.Search search ->
                RegexCompiler.compile(search, rules.limits()).isAccepting(0);
        };
    }

    /**
     * The term's texts but the empty one. Whatever a text of the result begins with, a rule or a terminal, does not match
     * the empty text either.
     */
    Term without(Term term) {
        rules.spend(1);
        return switch (term) {
            case Term.Text text -> isNullable(text.regex()) ? new Term.Text(without(text.regex())) : text;
            case Term.Ref ref -> nullable.get(ref.rule()) ? new Term.Ref(other(ref.rule())) : ref;
            case Term.Sequence sequence -> without(sequence.items());
            case Term.Choice choice ->
                Term.choice(choice.alternatives().stream().map(this::without).toList());
            case Term.Times times ->
                isNullable(times.item())
                        ? Term.times(without(times.item()), 1, times.max())
                        : Term.times(without(times.item()), Math.max(1, times.min()), times.max());
            case Term.Token token -> token;
            case Term.Embedded embedded -> embedded;
        };
    }

    /** By the first item that is not empty. */
    private Term without(List<Term> items) {
        List<Term> alternatives = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            rules.spend(items.size() - i);
            List<Term> from = new ArrayList<>(items.subList(i, items.size()));
            from.set(0, without(items.get(i)));
            alternatives.add(Term.sequence(from));
            if (!isNullable(items.get(i))) {
                break;
            }
        }
        return Term.choice(
                alternatives.stream().filter(item -> !item.equals(Term.NEVER)).toList());
    }

    private static Regex without(Regex regex) {
        return regex instanceof Regex.Repeat repeat && repeat.item() instanceof Regex.Chars
                ? new Regex.Repeat(repeat.item(), 1, Math.max(1, repeat.max()))
                : new Regex.Intersect(List.of(regex, new Regex.Repeat(Regex.ANY_CHAR, 1, Regex.UNBOUNDED)));
    }

    /** The rule of the texts of a rule but the empty one; the rule itself where that is none of its. */
    int other(int rule) {
        if (!nullable.get(rule)) {
            return rule;
        }
        Integer known = others.get(rule);
        if (known != null) {
            return known;
        }
        int made = rules.add(rules.name(rule) + "-not-empty", rules.place(rule));
        others.put(rule, made);
        pending.add(new Pending(made, rules.body(rule)));
        return made;
    }

    /** Gives the rules that were made their bodies; to be called before anything asks for these. */
    void settle() {
        while (!pending.isEmpty()) {
            Pending next = pending.remove();
            rules.set(next.made(), without(next.body()));
        }
    }

    /** Notes that a rule that was added since matches the empty text. */
    void markNullable(int rule) {
        nullable.set(rule);
    }
}
