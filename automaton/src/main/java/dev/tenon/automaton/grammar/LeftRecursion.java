package dev.tenon.automaton.grammar;

import dev.tenon.automaton.dfa.GrammarTooComplexException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts rules that begin with themselves, directly, by way of others or behind parts that may be empty, into a form that reads
 * a text before it comes back to them. The language stays what it was.
 *
 * <p>A rule alone, {@code a = a r | t}, is {@code t r*} (Arden's rule), and where {@code r} ends with {@code a} that one is
 * {@code t}, since {@code (r' t r*)*} is {@code (r' t | r)*}: so {@code e = e "+" e | n} has one reading of a text and not one
 * for each way to put parentheses. Several rules that begin with each other are a linear system, which is solved at once
 * (Rosenkrantz, "Matrix equations and normal forms for context-free grammars", JACM 14, 1967): each begins with something
 * else, and a rule for each pair says what may follow one of them until the other is complete. The result is as large as the
 * square of their number, where substitution (Paull) may grow beyond all bounds.
 */
final class LeftRecursion {
    /** Rules that begin with each other; more are refused, since their pairs are rules. */
    private static final int MOST_TOGETHER = 100;

    private final RuleSet rules;
    private final EmptyTexts texts;

    private LeftRecursion(RuleSet rules, EmptyTexts texts) {
        this.rules = rules;
        this.texts = texts;
    }

    /**
     * Changes the rules that can be come to from one.
     *
     * @throws GrammarTooComplexException when too many rules begin with each other
     */
    static void eliminate(RuleSet rules, EmptyTexts texts, int root) {
        LeftRecursion work = new LeftRecursion(rules, texts);
        for (BitSet component : Components.of(rules.reachable(root), work::leftmost)) {
            int first = component.nextSetBit(0);
            if (component.cardinality() > 1 || work.leftmost(first).get(first)) {
                work.eliminate(component);
            }
        }
    }

    /** The rules that a text of a rule may begin with. */
    private BitSet leftmost(int rule) {
        BitSet found = new BitSet();
        Deque<Term> stack = new ArrayDeque<>();
        stack.push(rules.body(rule));
        while (!stack.isEmpty()) {
            rules.spend(1);
            switch (stack.pop()) {
                case Term.Ref ref -> found.set(ref.rule());
                case Term.Sequence sequence -> {
                    for (Term item : sequence.items()) {
                        stack.push(item);
                        if (!texts.isNullable(item)) {
                            break;
                        }
                    }
                }
                case Term.Choice choice -> choice.alternatives().forEach(stack::push);
                case Term.Times times -> stack.push(times.item());
                case Term.Text text -> {}
                case Term.Token token -> {}
                case Term.Embedded embedded -> {}
            }
        }
        return found;
    }

    /** A term as what it begins with: rules of the component, each with what follows it, or something else. */
    private static final class Split {
        final Map<Integer, List<Term>> after = new LinkedHashMap<>();
        final List<Term> others = new ArrayList<>();

        Term other() {
            return Term.choice(others);
        }
    }

    private void eliminate(BitSet component) {
        if (component.cardinality() > MOST_TOGETHER) {
            throw new GrammarTooComplexException(
                    "rules that begin with each other", MOST_TOGETHER, "rule " + rules.name(component.nextSetBit(0)));
        }
        // Each without the empty text, so that what stands first is what a text begins with.
        Map<Integer, Term> bodies = new LinkedHashMap<>();
        BitSet members = new BitSet();
        component.stream().forEach(rule -> {
            int member = texts.other(rule);
            members.set(member);
            bodies.put(member, texts.without(rules.body(rule)));
        });
        texts.settle();
        component.stream().forEach(rule -> {
            int member = texts.other(rule);
            if (member != rule) {
                rules.set(rule, Term.optional(new Term.Ref(member)));
            }
        });
        Map<Integer, Split> splits = new LinkedHashMap<>();
        bodies.forEach((member, body) -> {
            Split split = new Split();
            split(body, Term.EMPTY, members, split);
            splits.put(member, split);
        });
        if (splits.size() == 1) {
            splits.forEach(this::solve);
        } else {
            solve(splits);
        }
        texts.settle();
    }

    /** Recursion follows the nesting of the term. */
    private void split(Term term, Term then, BitSet members, Split into) {
        rules.spend(1);
        if (!beginsWith(term, members)) {
            into.others.add(Term.sequence(term, then));
            return;
        }
        switch (term) {
            case Term.Ref ref ->
                into.after.computeIfAbsent(ref.rule(), key -> new ArrayList<>()).add(then);
            case Term.Choice choice -> choice.alternatives().forEach(item -> split(item, then, members, into));
            case Term.Sequence sequence -> {
                List<Term> rest = new ArrayList<>(
                        sequence.items().subList(1, sequence.items().size()));
                rest.add(then);
                split(sequence.items().get(0), Term.sequence(rest), members, into);
            }
            case Term.Times times -> {
                int max = times.max() == Expr.UNBOUNDED ? Expr.UNBOUNDED : times.max() - 1;
                Term rest = Term.times(times.item(), Math.max(0, times.min() - 1), max);
                split(times.item(), Term.sequence(rest, then), members, into);
            }
            case Term.Text text -> throw new AssertionError(text);
            case Term.Token token -> throw new AssertionError(token);
            case Term.Embedded embedded -> throw new AssertionError(embedded);
        }
    }

    /** Of a term without the empty text. */
    private boolean beginsWith(Term term, BitSet members) {
        rules.spend(1);
        return switch (term) {
            case Term.Ref ref -> members.get(ref.rule());
            case Term.Choice choice -> choice.alternatives().stream().anyMatch(item -> beginsWith(item, members));
            case Term.Sequence sequence ->
                !sequence.items().isEmpty() && beginsWith(sequence.items().get(0), members);
            case Term.Times times -> beginsWith(times.item(), members);
            case Term.Text text -> false;
            case Term.Token token -> false;
            case Term.Embedded embedded -> false;
        };
    }

    /** A rule alone. */
    private void solve(int rule, Split split) {
        Term begin = named(split.other(), rule, "first");
        List<Term> loops = new ArrayList<>();
        for (Term after : split.after.getOrDefault(rule, List.of())) {
            if (!after.equals(Term.EMPTY)) {
                Term loop = texts.isNullable(after) ? texts.without(after) : after;
                loops.add(withLast(loop, rule, begin));
            }
        }
        rules.set(rule, Term.sequence(begin, Term.times(Term.choice(loops), 0, Expr.UNBOUNDED)));
    }

    /** The term with another last item where that is the rule. */
    private static Term withLast(Term term, int rule, Term last) {
        if (term.equals(new Term.Ref(rule))) {
            return last;
        }
        if (term instanceof Term.Sequence sequence && !sequence.items().isEmpty()) {
            List<Term> items = new ArrayList<>(sequence.items());
            int end = items.size() - 1;
            if (items.get(end).equals(new Term.Ref(rule))) {
                items.set(end, last);
                return Term.sequence(items);
            }
        }
        return term;
    }

    /** The term, as a rule of its own if it is more than one item, so that it can stand in several places. */
    private Term named(Term term, int rule, String what) {
        if (!(term instanceof Term.Sequence || term instanceof Term.Choice) || term.equals(Term.NEVER)) {
            return term;
        }
        int made = rules.add(rules.name(rule) + "-" + what, rules.place(rule));
        rules.set(made, term);
        return new Term.Ref(made);
    }

    /** Where one rule of the component is complete and another is to be. */
    private record Way(int from, int to) {}

    /** Rules that begin with each other. */
    private void solve(Map<Integer, Split> splits) {
        Map<Integer, Term> begins = new LinkedHashMap<>();
        // [complete rule] -> what may follow it and the rule that is complete then; and the rules that it is as it
        // stands.
        Map<Integer, Map<Integer, List<Term>>> steps = new HashMap<>();
        Map<Integer, BitSet> units = new HashMap<>();
        splits.forEach((to, split) -> {
            begins.put(to, named(split.other(), to, "first"));
            split.after.forEach((from, afters) -> {
                for (Term after : afters) {
                    if (texts.isNullable(after)) {
                        units.computeIfAbsent(from, key -> new BitSet()).set(to);
                    }
                    Term step = texts.isNullable(after) ? texts.without(after) : after;
                    if (!step.equals(Term.NEVER)) {
                        steps.computeIfAbsent(from, key -> new LinkedHashMap<>())
                                .computeIfAbsent(to, key -> new ArrayList<>())
                                .add(named(step, to, "next"));
                    }
                }
            });
        });
        Map<Way, Integer> made = new HashMap<>();
        Deque<Way> left = new ArrayDeque<>();
        splits.keySet().forEach(to -> {
            List<Term> alternatives = new ArrayList<>();
            begins.forEach((from, begin) -> {
                if (!begin.equals(Term.NEVER)) {
                    alternatives.add(Term.sequence(begin, way(new Way(from, to), made, left)));
                }
            });
            rules.set(to, Term.choice(alternatives));
        });
        while (!left.isEmpty()) {
            Way way = left.remove();
            List<Term> alternatives = new ArrayList<>();
            BitSet complete = closure(way.from(), units);
            complete.stream()
                    .forEach(rule -> steps.getOrDefault(rule, Map.of()).forEach((next, after) -> {
                        rules.spend(after.size());
                        alternatives.add(Term.sequence(Term.choice(after), way(new Way(next, way.to()), made, left)));
                    }));
            int rule = way(way, made, left).rule();
            if (complete.get(way.to())) {
                alternatives.add(Term.EMPTY);
                texts.markNullable(rule);
            }
            rules.set(rule, Term.choice(alternatives));
        }
    }

    private Term.Ref way(Way way, Map<Way, Integer> made, Deque<Way> left) {
        Integer known = made.get(way);
        if (known == null) {
            known = rules.add(rules.name(way.to()) + "-after-" + rules.name(way.from()), rules.place(way.to()));
            made.put(way, known);
            left.add(way);
        }
        return new Term.Ref(known);
    }

    /** The rule and those that it is as it stands. */
    private static BitSet closure(int rule, Map<Integer, BitSet> units) {
        BitSet closed = new BitSet();
        Deque<Integer> left = new ArrayDeque<>(List.of(rule));
        closed.set(rule);
        while (!left.isEmpty()) {
            BitSet next = new BitSet();
            next.or(units.getOrDefault(left.pop(), new BitSet()));
            next.andNot(closed);
            closed.or(next);
            next.stream().forEach(left::push);
        }
        return closed;
    }
}
