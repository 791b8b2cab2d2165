package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The automaton over the spellings in normalised scientific notation of the numbers of a range: one digit that is not 0,
 * a fraction or none, and an exponent, such as {@code 5.07e+16}. This is what libraries write for large and small
 * numbers (ECMA-262, {@code Number::toString}; {@code repr} of Python's floats; {@code Double.toString} of Java).
 *
 * <p>Idea: such numbers are compared by their exponents first and by their mantissas where these are equal. So what must
 * be kept of a mantissa is how it compares with that of each bound; then the exponents that may follow are an interval.
 * A number is a multiple of {@code s * 10^p} when its digits, followed by as many zeros as its exponent leaves beyond
 * {@code p}, are one of {@code s}: more zeros do no harm, so the remainder of the digits gives the least exponent, and for
 * numbers that are no multiples the largest. Of spellings that are not normalised, such as {@code 12345e-3}, this is not
 * so: how long the mantissa is would have to be weighed against the exponent.
 */
final class ScientificDfa {
    private final ByteDfa.Builder builder = ByteDfa.builder();
    private final ExponentDigits exponents = new ExponentDigits(builder);
    private final int mostStates;

    private ScientificDfa(int mostStates) {
        this.mostStates = mostStates;
    }

    /**
     * The normalised spellings of the numbers of a range that are multiples of none of some steps, with zero as
     * {@code 0} or {@code 0.0} and any exponent. All are finite as doubles, and none but zero is zero.
     *
     * @param mostStates that may be tried
     * @return empty when the automaton is beyond that
     */
    static Optional<ByteDfa> of(NumberSet.Range range, Collection<BigDecimal> noMultiplesOf, int mostStates) {
        ScientificDfa dfa = new ScientificDfa(mostStates);
        int start = dfa.builder.addState();
        boolean hasZero = noMultiplesOf.isEmpty() && range.contains(BigDecimal.ZERO);
        int minus = dfa.builder.addState();
        dfa.builder.addTransition(start, '-', '-', minus);
        return dfa.signed(start, range, noMultiplesOf, hasZero)
                        && dfa.signed(minus, DecimalDfa.negated(range), noMultiplesOf, hasZero)
                ? Optional.of(dfa.builder.build())
                : Optional.empty();
    }

    /** Whether there were few enough states. */
    private boolean signed(int start, NumberSet.Range range, Collection<BigDecimal> noMultiplesOf, boolean hasZero) {
        NumberSet.Range magnitudes = DecimalDfa.notNegative(range);
        boolean hasMore = magnitudes.upper() == null || magnitudes.upper().signum() > 0;
        if (hasMore && !magnitudes.isEmpty()) {
            magnitude(start, Scientific.of(magnitudes, noMultiplesOf));
        }
        if (builder.stateCount() > mostStates) {
            return false;
        }
        if (hasZero) {
            int any = exponents.between(Scientific.LEAST_EXPONENT, -Scientific.LEAST_EXPONENT);
            int zero = builder.addState();
            int point = builder.addState();
            int fraction = builder.addState();
            builder.addTransition(start, '0', '0', zero);
            builder.addTransition(zero, '.', '.', point);
            builder.addTransition(point, '0', '0', fraction);
            addExponent(zero, any);
            addExponent(fraction, any);
        }
        return true;
    }

    private void addExponent(int from, int to) {
        builder.addTransition(from, 'E', 'E', to);
        builder.addTransition(from, 'e', 'e', to);
    }

    private void magnitude(int start, Scientific magnitude) {
        Map<Scientific.State, Integer> numbers = new HashMap<>();
        Deque<Scientific.State> queue = new ArrayDeque<>();
        for (int digit = 1; digit <= 9; digit++) {
            int to = number(magnitude.first(digit), numbers, queue);
            builder.addTransition(start, '0' + digit, '0' + digit, to);
        }
        while (!queue.isEmpty() && builder.stateCount() <= mostStates) {
            Scientific.State state = queue.remove();
            int from = numbers.getOrDefault(state, start);
            Scientific.Exponents range = magnitude.exponents(state);
            if (range != null) {
                addExponent(from, exponents.between(range.least(), range.most()));
            }
            Scientific.State point = magnitude.point(state);
            if (point != null) {
                builder.addTransition(from, '.', '.', number(point, numbers, queue));
                continue;
            }
            int last;
            for (int digit = 0; digit <= 9; digit = last + 1) {
                last = digit > 0 && magnitude.takesDigitsAlike(state) ? 9 : digit;
                Scientific.State next = magnitude.digit(state, digit);
                if (next != null) {
                    builder.addTransition(from, '0' + digit, '0' + last, number(next, numbers, queue));
                }
            }
        }
    }

    private int number(Scientific.State state, Map<Scientific.State, Integer> numbers, Deque<Scientific.State> queue) {
        Integer known = numbers.get(state);
        if (known == null) {
            known = builder.addState();
            numbers.put(state, known);
            queue.add(state);
        }
        return known;
    }
}
