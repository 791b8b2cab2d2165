package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.DfaAlgebra;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The way out for numbers: sets of numbers to the automaton of their spellings. Integers are plain digits, without
 * point, exponent, leading zeros or negative zero. Where nothing bounds them on one side they stay in the range that
 * every JSON parser reads exactly, from -(2^53 - 1) to 2^53 - 1 (RFC 8259, section 6), or a digit beyond the bound on
 * the other side where that lies outside. All spellings are finite as doubles.
 */
final class NumberGrammar {
    private static final BigInteger SAFE = BigInteger.TWO.pow(53).subtract(BigInteger.ONE);

    /** Steps of up to three digits have few remainders: their multiples are recognised digit by digit. */
    private static final int SMALL_STEP_BITS = 10;

    /** Of larger steps so many multiples are written as a list, instead of an automaton over their remainders. */
    private static final BigInteger LISTED = BigInteger.valueOf(4096);

    private static final int MINIMIZED_STATES = 4096;

    private static final ByteDfa ANY = DfaAlgebra.minimize(
            DecimalDfa.of(new NumberSet.Range(null, true, null, true, null), CompileLimits.defaults()));

    private static final ByteDfa INTEGER =
            DfaAlgebra.minimize(DecimalDfa.of(bounded((NumberSet.Range) NumberSet.INTEGERS), CompileLimits.defaults()));

    private NumberGrammar() {}

    /**
     * The spellings of all numbers in the sets.
     *
     * @throws dev.tenon.automaton.dfa.GrammarTooComplexException when the automaton is beyond the limits
     */
    static ByteDfa spellings(List<NumberSet> sets, CompileLimits limits) {
        ByteDfa union = DfaAlgebra.never();
        for (NumberSet set : sets) {
            ByteDfa spelled = spellings(set, limits);
            union = union.isEmpty() ? spelled : DfaAlgebra.union(union, spelled, limits);
        }
        return union;
    }

    private static ByteDfa spellings(NumberSet set, CompileLimits limits) {
        if (set.equals(NumberSet.ALL)) {
            return ANY;
        }
        if (set.equals(NumberSet.INTEGERS)) {
            return INTEGER;
        }
        return switch (set) {
            case NumberSet.Values values -> list(values.numbers());
            case NumberSet.NoMultiples some -> withoutMultiples(some, limits);
            case NumberSet.Range range -> {
                NumberSet.Range bounded = bounded(range);
                Optional<List<BigDecimal>> few = few(bounded);
                yield few.isPresent() ? list(few.get()) : minimal(DecimalDfa.of(bounded, limits));
            }
        };
    }

    /** Without exponents, since the multiples are recognised in spellings that have none. */
    private static ByteDfa withoutMultiples(NumberSet.NoMultiples some, CompileLimits limits) {
        BitSet symbols = new BitSet();
        "0123456789.-".chars().forEach(symbols::set);
        ByteDfa spelled = DfaAlgebra.restrictBytes(spellings(some.range(), limits), symbols);
        for (BigDecimal step : some.steps()) {
            spelled = DfaAlgebra.minus(spelled, MultiplesDfa.of(step, limits), limits);
        }
        return spelled;
    }

    /** Large automata are mostly remainders, all different: to look for equal states is not worth the time. */
    private static ByteDfa minimal(ByteDfa dfa) {
        return dfa.stateCount() > MINIMIZED_STATES ? dfa : DfaAlgebra.minimize(dfa);
    }

    private static ByteDfa list(Iterable<BigDecimal> numbers) {
        List<String> words = new ArrayList<>();
        for (BigDecimal number : numbers) {
            words.add(spelling(number));
        }
        return DfaAlgebra.ofStrings(words);
    }

    /** The plain spelling; with an exponent only where that would have more than 40 digits. */
    static String spelling(BigDecimal number) {
        boolean isShort = number.scale() >= -40 && number.scale() <= 40;
        return isShort ? number.toPlainString() : number.toString();
    }

    /** With bounds on both sides, when all numbers are integers or the multiples of a fraction. */
    private static NumberSet.Range bounded(NumberSet.Range range) {
        BigDecimal step = range.step();
        if (step == null) {
            return range;
        }
        BigDecimal lower = range.lower();
        BigDecimal upper = range.upper();
        if (lower == null) {
            lower = outermost(upper).negate();
        }
        if (upper == null) {
            upper = outermost(lower);
        }
        return new NumberSet.Range(lower, true, upper, true, step);
    }

    private static BigDecimal outermost(@org.jspecify.annotations.Nullable BigDecimal otherBound) {
        BigDecimal safe = new BigDecimal(SAFE);
        if (otherBound == null || otherBound.abs().compareTo(safe) <= 0) {
            return safe;
        }
        int digits = otherBound.abs().toBigInteger().toString().length();
        return BigDecimal.ONE.movePointRight(digits + 1);
    }

    private static Optional<List<BigDecimal>> few(NumberSet.Range range) {
        BigDecimal lower = range.lower();
        BigDecimal upper = range.upper();
        BigDecimal step = range.step();
        if (lower == null
                || upper == null
                || step == null
                || step.unscaledValue().bitLength() <= SMALL_STEP_BITS) {
            return Optional.empty();
        }
        BigInteger count = upper.subtract(lower).divideToIntegralValue(step).toBigInteger();
        if (count.compareTo(LISTED) >= 0) {
            return Optional.empty();
        }
        List<BigDecimal> numbers = new ArrayList<>();
        for (BigDecimal number = lower; number.compareTo(upper) <= 0; number = number.add(step)) {
            numbers.add(NumberSet.plain(number));
        }
        return Optional.of(numbers);
    }
}
