package dev.tenon.automaton.grammar;

import dev.tenon.automaton.regex.Regex;
import java.util.ArrayList;
import java.util.List;

/**
 * The right side of a rule while a grammar from text is put into a form that can be run: like {@link Expr}, but with regexes
 * in place of automata and with any rules, left-recursive ones too. Immutable; made by the factory methods, which leave out
 * what says nothing.
 */
sealed interface Term {
    /** A text of a regular language. */
    record Text(Regex regex) implements Term {}

    /** A text of a rule. */
    record Ref(int rule) implements Term {}

    /** One after the other; of no items: the empty text. */
    record Sequence(List<Term> items) implements Term {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** Any one of them; of no alternatives: no text at all. */
    record Choice(List<Term> alternatives) implements Term {
        public Choice {
            alternatives = List.copyOf(alternatives);
        }
    }

    /** {@code min} to {@code max} times, {@link Expr#UNBOUNDED} for no limit. */
    record Times(Term item, int min, int max) implements Term {}

    /** One special token, any of these. */
    record Token(List<Integer> ids) implements Term {
        public Token {
            ids = List.copyOf(ids);
        }
    }

    /** A part that is there already, and that does not match the empty text. */
    record Embedded(Grammar grammar) implements Term {}

    /** The empty text. */
    Term EMPTY = new Sequence(List.of());

    /** No text. */
    Term NEVER = new Choice(List.of());

    /** One after the other, sequences within taken apart. */
    static Term sequence(List<Term> items) {
        List<Term> flat = new ArrayList<>(items.size());
        for (Term item : items) {
            if (item.equals(NEVER)) {
                return NEVER;
            }
            if (item instanceof Sequence inner) {
                flat.addAll(inner.items);
            } else {
                flat.add(item);
            }
        }
        return flat.size() == 1 ? flat.get(0) : flat.isEmpty() ? EMPTY : new Sequence(flat);
    }

    static Term sequence(Term first, Term second) {
        return sequence(List.of(first, second));
    }

    /** Any of them, choices within taken apart. */
    static Term choice(List<Term> alternatives) {
        List<Term> flat = new ArrayList<>(alternatives.size());
        for (Term alternative : alternatives) {
            if (alternative instanceof Choice inner) {
                flat.addAll(inner.alternatives);
            } else {
                flat.add(alternative);
            }
        }
        return flat.size() == 1 ? flat.get(0) : flat.isEmpty() ? NEVER : new Choice(flat);
    }

    /** It or the empty text. */
    static Term optional(Term item) {
        return times(item, 0, 1);
    }

    /** Repetitions of repetitions become one where the counts leave no gap. */
    static Term times(Term item, int min, int max) {
        if (max == 0 || item.equals(EMPTY)) {
            return EMPTY;
        }
        if (item.equals(NEVER)) {
            return min == 0 ? EMPTY : NEVER;
        }
        if (min == 1 && max == 1) {
            return item;
        }
        if (item instanceof Times inner && leavesNoGap(inner, min, max)) {
            long least = (long) inner.min * min;
            long most = inner.max == Expr.UNBOUNDED || max == Expr.UNBOUNDED ? Expr.UNBOUNDED : (long) inner.max * max;
            if (most < Expr.UNBOUNDED || inner.max == Expr.UNBOUNDED || max == Expr.UNBOUNDED) {
                if (least < Expr.UNBOUNDED) {
                    return new Times(inner.item, (int) least, (int) most);
                }
            }
        }
        return new Times(item, min, max);
    }

    /**
     * Whether the numbers k * a to k * b, for k from min to max, are all numbers from the least to the largest: from each k
     * to the next no number may be left out.
     */
    private static boolean leavesNoGap(Times inner, int min, int max) {
        if (min == max) {
            return true;
        }
        if (inner.max == Expr.UNBOUNDED) {
            return min > 0 || inner.min <= 1;
        }
        long gaps = (long) Math.max(min, 1) * (inner.max - inner.min) + 1;
        return gaps >= inner.min && (min > 0 || inner.min <= 1);
    }
}
