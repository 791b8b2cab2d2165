package dev.tenon.automaton.grammar;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * The rules of a grammar while it is put into a form that can be run. Rules may be added; each addition and each look at a
 * node spends from one budget, so that no grammar takes long to refuse. Not thread-safe.
 */
final class RuleSet {
    /** Looks at nodes for each node that a grammar may have. */
    private static final int LOOKS_PER_NODE = 10;

    private final CompileLimits limits;
    private final List<String> names = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private final List<Term> bodies = new ArrayList<>();
    private long budget;

    RuleSet(CompileLimits limits) {
        this.limits = limits;
        this.budget = (long) LOOKS_PER_NODE * limits.maxGrammarSize();
    }

    CompileLimits limits() {
        return limits;
    }

    int size() {
        return bodies.size();
    }

    /** Adds a rule; its body is {@link Term#NEVER} until it is set. */
    int add(String name, Place place) {
        spend(1);
        names.add(name);
        places.add(place);
        bodies.add(Term.NEVER);
        return names.size() - 1;
    }

    String name(int rule) {
        return names.get(rule);
    }

    Place place(int rule) {
        return places.get(rule);
    }

    Term body(int rule) {
        return bodies.get(rule);
    }

    void set(int rule, Term body) {
        bodies.set(rule, body);
    }

    /**
     * Spends work.
     *
     * @throws GrammarTooComplexException when there was more of it than a grammar may cause
     */
    void spend(long work) {
        budget -= work;
        if (budget < 0) {
            throw new GrammarTooComplexException("maxGrammarSize", limits.maxGrammarSize(), "the grammar");
        }
    }

    /**
     * The least set of rules such that a rule is in it when its body has a property, given that the rules of the set have
     * it. Backwards and forwards in turn: rules mostly refer to later ones, or to earlier ones.
     */
    BitSet least(BiPredicate<Term, BitSet> property) {
        BitSet found = new BitSet();
        boolean changed = true;
        boolean backwards = true;
        while (changed) {
            changed = false;
            for (int i = 0; i < size(); i++) {
                int rule = backwards ? size() - 1 - i : i;
                if (!found.get(rule) && property.test(bodies.get(rule), found)) {
                    found.set(rule);
                    changed = true;
                }
            }
            backwards = !backwards;
        }
        return found;
    }

    /** The rules that a term names. */
    BitSet references(Term term) {
        BitSet rules = new BitSet();
        Deque<Term> stack = new ArrayDeque<>();
        stack.push(term);
        while (!stack.isEmpty()) {
            spend(1);
            switch (stack.pop()) {
                case Term.Ref ref -> rules.set(ref.rule());
                case Term.Sequence sequence -> sequence.items().forEach(stack::push);
                case Term.Choice choice -> choice.alternatives().forEach(stack::push);
                case Term.Times times -> stack.push(times.item());
                case Term.Text text -> {}
                case Term.Token token -> {}
                case Term.Embedded embedded -> {}
            }
        }
        return rules;
    }

    /** The rules that can be come to from one, itself among them. */
    BitSet reachable(int root) {
        BitSet reached = new BitSet();
        Deque<Integer> left = new ArrayDeque<>(List.of(root));
        reached.set(root);
        while (!left.isEmpty()) {
            BitSet next = references(body(left.pop()));
            next.andNot(reached);
            reached.or(next);
            next.stream().forEach(left::push);
        }
        return reached;
    }
}
