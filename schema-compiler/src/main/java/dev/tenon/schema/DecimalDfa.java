package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The automaton over the decimal spellings (RFC 8259, section 6) of the numbers of one {@link NumberSet.Range}.
 *
 * <p>Idea: a number is read digit by digit and compared with both bounds as it goes. Before the point a longer number
 * is a larger one (there are no leading zeros), so what must be kept is how many digits there were, how they compare
 * with as many first digits of each bound, and, when there is a step, the remainder. After the point the comparison is
 * plain lexicographic. Negative numbers are magnitudes between the negated bounds. A magnitude has at most 9
 * comparisons for each digit and remainder, and the dead ends that digit caps leave are trimmed by {@link ByteDfa}.
 *
 * <p>An exponent is allowed here where nothing but the sign is bounded ({@link ScientificDfa} has the others), and is capped so that every value is finite and, but
 * for zero, not zero as a double. Negative zero is spelled only where nothing is bounded at all.
 */
final class DecimalDfa {
    private static final int[] SYMBOLS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.', 'e', '+', '-'};

    /** How many of the symbols are digits; they come first. */
    private static final int DIGITS = 10;

    private final ByteDfa.Builder builder = ByteDfa.builder();
    private final CompileLimits limits;

    private DecimalDfa(CompileLimits limits) {
        this.limits = limits;
    }

    /**
     * All spellings, within the caps, of the numbers in the range; the empty automaton when there are none.
     *
     * @throws GrammarTooComplexException when digits times remainders are too many
     */
    static ByteDfa of(NumberSet.Range range, SchemaOptions.Numbers numbers, CompileLimits limits) {
        return of(range, List.of(), numbers, limits);
    }

    /**
     * The same of those numbers that are multiples of none of some steps, without exponents where there are any.
     *
     * @param noMultiplesOf such that {@link Magnitude#canTell}
     * @throws GrammarTooComplexException when digits times remainders are too many
     */
    static ByteDfa of(
            NumberSet.Range range,
            Collection<BigDecimal> noMultiplesOf,
            SchemaOptions.Numbers numbers,
            CompileLimits limits) {
        DecimalDfa dfa = new DecimalDfa(limits);
        int start = dfa.builder.addState();
        NumberSet.Range positive = notNegative(range);
        if (!positive.isEmpty()) {
            dfa.magnitude(start, new Magnitude(positive, noMultiplesOf, numbers, limits));
        }
        boolean unbounded = range.lower() == null && range.upper() == null && range.step() == null;
        NumberSet.Range negated = notNegative(negated(range));
        NumberSet.Range negative = numbers == SchemaOptions.Numbers.ANY || unbounded ? negated : withoutZero(negated);
        if (!negative.isEmpty()) {
            int minus = dfa.builder.addState();
            dfa.builder.addTransition(start, '-', '-', minus);
            dfa.magnitude(minus, new Magnitude(negative, noMultiplesOf, numbers, limits));
        }
        return dfa.builder.build();
    }

    /** The numbers of a range with the other sign. */
    static NumberSet.Range negated(NumberSet.Range range) {
        return new NumberSet.Range(
                range.upper() == null ? null : range.upper().negate(),
                range.upperIncluded(),
                range.lower() == null ? null : range.lower().negate(),
                range.lowerIncluded(),
                range.step());
    }

    /** The numbers of a range that are 0 or more. */
    static NumberSet.Range notNegative(NumberSet.Range range) {
        return range.lower() != null && range.lower().signum() >= 0
                ? range
                : new NumberSet.Range(BigDecimal.ZERO, true, range.upper(), range.upperIncluded(), range.step());
    }

    private static NumberSet.Range withoutZero(NumberSet.Range range) {
        return range.lower() != null && range.lower().signum() == 0
                ? new NumberSet.Range(BigDecimal.ZERO, false, range.upper(), range.upperIncluded(), range.step())
                : range;
    }

    /** Adds the spellings of the magnitudes from a start state on. */
    private void magnitude(int startState, Magnitude magnitude) {
        Map<Magnitude.State, Integer> numbers = new HashMap<>();
        Deque<Magnitude.State> queue = new ArrayDeque<>();
        Magnitude.State first = Magnitude.FIRST;
        numbers.put(first, startState);
        queue.add(first);
        while (!queue.isEmpty()) {
            Magnitude.State state = queue.remove();
            int from = numbers.getOrDefault(state, startState);
            if (magnitude.accepts(state)) {
                builder.accept(from, 0);
            }
            int others = 0;
            if (magnitude.takesDigitsAlike(state)) {
                Magnitude.State next = magnitude.step(state, '0');
                if (next != null) {
                    builder.addTransition(from, '0', '9', number(next, numbers, queue));
                }
                others = DIGITS;
            }
            for (int i = others; i < SYMBOLS.length; i++) {
                int symbol = SYMBOLS[i];
                Magnitude.State next = magnitude.step(state, symbol);
                if (next == null) {
                    continue;
                }
                int to = number(next, numbers, queue);
                builder.addTransition(from, symbol, symbol, to);
                if (symbol == 'e') {
                    builder.addTransition(from, 'E', 'E', to);
                }
            }
        }
    }

    private int number(Magnitude.State state, Map<Magnitude.State, Integer> numbers, Deque<Magnitude.State> queue) {
        Integer known = numbers.get(state);
        if (known == null) {
            if (builder.stateCount() >= limits.maxDfaStates()) {
                throw new GrammarTooComplexException("maxDfaStates", limits.maxDfaStates(), "the number automaton");
            }
            known = builder.addState();
            numbers.put(state, known);
            queue.add(state);
        }
        return known;
    }
}
