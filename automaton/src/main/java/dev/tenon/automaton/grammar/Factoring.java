package dev.tenon.automaton.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes alternatives that begin alike as one that branches later, and rules that repeat themselves at their end as
 * repetitions, so that a text has fewer readings to be followed side by side: of {@code p = q "," p | q} there would be two
 * for each level on which a {@code q} is within another. The language stays what it was.
 */
final class Factoring {
    /** Branches within branches; the few that lie deeper stay as they are. */
    private static final int MOST_DEPTH = 100;

    private final RuleSet rules;

    private Factoring(RuleSet rules) {
        this.rules = rules;
    }

    /** Changes every rule. */
    static void apply(RuleSet rules) {
        Factoring work = new Factoring(rules);
        for (int rule = 0; rule < rules.size(); rule++) {
            Term body = work.factored(rules.body(rule), 0);
            rules.set(rule, work.repeated(rule, body));
        }
    }

    private Term factored(Term term, int depth) {
        rules.spend(1);
        return switch (term) {
            case Term.Text text -> text;
            case Term.Ref ref -> ref;
            case Term.Token token -> token;
            case Term.Embedded embedded -> embedded;
            case Term.Times times -> Term.times(factored(times.item(), depth), times.min(), times.max());
            case Term.Sequence sequence -> rotated(factored(sequence.items(), depth));
            case Term.Choice choice -> joined(factored(choice.alternatives(), depth), depth);
        };
    }

    private List<Term> factored(List<Term> terms, int depth) {
        List<Term> factored = new ArrayList<>(terms.size());
        terms.forEach(term -> factored.add(factored(term, depth)));
        return factored;
    }

    /** Alternatives with the same first item become one; what they have in common goes before, and the rest is a choice. */
    private Term joined(List<Term> alternatives, int depth) {
        Term flat = Term.choice(alternatives);
        if (!(flat instanceof Term.Choice choice) || depth > MOST_DEPTH) {
            return flat;
        }
        Map<Term, List<List<Term>>> byFirst = new LinkedHashMap<>();
        for (Term alternative : choice.alternatives()) {
            List<Term> items = items(alternative);
            rules.spend(items.size());
            byFirst.computeIfAbsent(items.isEmpty() ? Term.EMPTY : items.get(0), key -> new ArrayList<>())
                    .add(items);
        }
        List<Term> joined = new ArrayList<>();
        byFirst.forEach((first, group) -> {
            if (group.size() == 1 || first.equals(Term.EMPTY)) {
                joined.add(Term.sequence(group.get(0)));
                return;
            }
            int common = common(group);
            List<Term> rest = new ArrayList<>();
            group.forEach(items -> rest.add(Term.sequence(items.subList(common, items.size()))));
            List<Term> whole = new ArrayList<>(group.get(0).subList(0, common));
            whole.add(joined(rest, depth + 1));
            joined.add(Term.sequence(whole));
        });
        return Term.choice(joined);
    }

    private static List<Term> items(Term term) {
        return term instanceof Term.Sequence sequence ? sequence.items() : List.of(term);
    }

    private static int common(List<List<Term>> group) {
        int common = 0;
        while (true) {
            int at = common;
            if (group.stream()
                    .anyMatch(items -> items.size() <= at
                            || !items.get(at).equals(group.get(0).get(at)))) {
                return common;
            }
            common++;
        }
    }

    /** {@code (x y)* x} is {@code x (y x)*}. */
    private static Term rotated(List<Term> given) {
        List<Term> items = new ArrayList<>(items(Term.sequence(given)));
        for (int i = 0; i + 1 < items.size(); i++) {
            if (items.get(i) instanceof Term.Times times
                    && items(times.item()).size() > 1
                    && items(times.item()).get(0).equals(items.get(i + 1))) {
                List<Term> turned = new ArrayList<>(
                        items(times.item()).subList(1, items(times.item()).size()));
                turned.add(items.get(i + 1));
                items.set(i, items.get(i + 1));
                items.set(i + 1, Term.times(Term.sequence(turned), times.min(), times.max()));
            }
        }
        return Term.sequence(items);
    }

    /** {@code a = b a | c} is {@code b* c}; only where the rule then does not come back to itself at all. */
    private Term repeated(int rule, Term body) {
        if (!rules.references(body).get(rule)) {
            return body;
        }
        List<Term> loops = new ArrayList<>();
        List<Term> ends = new ArrayList<>();
        if (!split(rule, items(body), loops, ends) || loops.isEmpty()) {
            return body;
        }
        Term loop = joined(loops, 0);
        Term end = joined(ends, 0);
        return rotated(List.of(Term.times(loop, 0, Expr.UNBOUNDED), end));
    }

    /** Whether the rule stands at the end of sequences alone. */
    private boolean split(int rule, List<Term> items, List<Term> loops, List<Term> ends) {
        rules.spend(items.size());
        if (items.isEmpty()) {
            ends.add(Term.EMPTY);
            return true;
        }
        Term last = items.get(items.size() - 1);
        List<Term> before = items.subList(0, items.size() - 1);
        for (Term item : before) {
            if (rules.references(item).get(rule)) {
                return false;
            }
        }
        if (last.equals(new Term.Ref(rule))) {
            loops.add(Term.sequence(before));
            return true;
        }
        if (!rules.references(last).get(rule)) {
            ends.add(Term.sequence(items));
            return true;
        }
        List<Term> alternatives;
        if (last instanceof Term.Choice choice) {
            alternatives = choice.alternatives();
        } else if (last instanceof Term.Times times && times.min() == 0 && times.max() == 1) {
            alternatives = List.of(times.item(), Term.EMPTY);
        } else {
            return false;
        }
        for (Term alternative : alternatives) {
            List<Term> whole = new ArrayList<>(before);
            whole.addAll(items(alternative));
            if (!split(rule, whole, loops, ends)) {
                return false;
            }
        }
        return true;
    }
}
