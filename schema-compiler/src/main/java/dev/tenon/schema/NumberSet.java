package dev.tenon.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A set of numbers, as arithmetic and never as text: {@code 1} and {@code 1.0} are one number. Immutable.
 *
 * <p>All finite bounds and values have at most {@link #MAX_DIGITS} digits and an exponent of at most that size
 * ({@link #inRange}), so that comparing two is cheap.
 */
sealed interface NumberSet {
    /** All numbers. */
    NumberSet ALL = new Range(null, true, null, true, null);

    /** All integers. */
    NumberSet INTEGERS = new Range(null, true, null, true, BigDecimal.ONE);

    /** No number. */
    NumberSet NONE = new Values(new TreeSet<>());

    /** So many multiples in a row are looked at for one that no other step divides. */
    int MAX_WINDOW = 100_000;

    /** Digits and exponent that a number of a schema may have; a double has 309 digits at most. */
    int MAX_DIGITS = 400;

    /**
     * The numbers between two bounds that are multiples of a step.
     *
     * @param lower least number, or null for none
     * @param lowerIncluded whether {@code lower} itself is in; true when there is none
     * @param upper largest number, or null for none
     * @param upperIncluded whether {@code upper} itself is in; true when there is none
     * @param step what every number is a multiple of, more than 0; null for any number
     */
    record Range(
            @Nullable BigDecimal lower,
            boolean lowerIncluded,
            @Nullable BigDecimal upper,
            boolean upperIncluded,
            @Nullable BigDecimal step)
            implements NumberSet {

        /** Moves the bounds to the nearest multiples, so that they are included and emptiness is a comparison. */
        public Range {
            if (step != null) {
                step = plain(step);
                if (lower != null) {
                    lower = multiple(lower, step, RoundingMode.CEILING, lowerIncluded);
                }
                if (upper != null) {
                    upper = multiple(upper, step, RoundingMode.FLOOR, upperIncluded);
                }
                lowerIncluded = true;
                upperIncluded = true;
            }
            lower = lower == null ? null : plain(lower);
            upper = upper == null ? null : plain(upper);
        }

        private static BigDecimal multiple(BigDecimal bound, BigDecimal step, RoundingMode mode, boolean included) {
            BigDecimal quotient = bound.divide(step, 0, mode);
            BigDecimal result = quotient.multiply(step);
            if (included || result.compareTo(bound) != 0) {
                return result;
            }
            return mode == RoundingMode.CEILING ? result.add(step) : result.subtract(step);
        }

        @Override
        public boolean isEmpty() {
            if (lower == null || upper == null) {
                return false;
            }
            int order = lower.compareTo(upper);
            return order > 0 || (order == 0 && !(lowerIncluded && upperIncluded));
        }

        @Override
        public boolean contains(BigDecimal number) {
            if (lower != null) {
                int order = number.compareTo(lower);
                if (order < 0 || (order == 0 && !lowerIncluded)) {
                    return false;
                }
            }
            if (upper != null) {
                int order = number.compareTo(upper);
                if (order > 0 || (order == 0 && !upperIncluded)) {
                    return false;
                }
            }
            return step == null || number.remainder(step).signum() == 0;
        }

        private Range and(Range other) {
            BigDecimal low = lower;
            boolean lowIn = lowerIncluded;
            if (other.lower != null && (low == null || tighter(other.lower.compareTo(low), other.lowerIncluded))) {
                low = other.lower;
                lowIn = other.lowerIncluded;
            }
            BigDecimal high = upper;
            boolean highIn = upperIncluded;
            if (other.upper != null && (high == null || tighter(high.compareTo(other.upper), other.upperIncluded))) {
                high = other.upper;
                highIn = other.upperIncluded;
            }
            return new Range(low, lowIn, high, highIn, leastCommonMultiple(step, other.step));
        }

        private static boolean tighter(int order, boolean included) {
            return order > 0 || (order == 0 && !included);
        }
    }

    /** These numbers; compared by value, whatever their scale. */
    record Values(SortedSet<BigDecimal> numbers) implements NumberSet {
        public Values {
            SortedSet<BigDecimal> copy = new TreeSet<>();
            for (BigDecimal number : numbers) {
                copy.add(plain(number));
            }
            numbers = java.util.Collections.unmodifiableSortedSet(copy);
        }

        @Override
        public boolean isEmpty() {
            return numbers.isEmpty();
        }

        @Override
        public boolean contains(BigDecimal number) {
            return numbers.contains(number);
        }

        private Values filter(NumberSet other) {
            SortedSet<BigDecimal> kept = new TreeSet<>();
            for (BigDecimal number : numbers) {
                if (other.contains(number)) {
                    kept.add(number);
                }
            }
            return new Values(kept);
        }
    }

    /**
     * The numbers of a range that are multiples of none of some steps.
     *
     * @param steps each more than 0, not empty
     */
    record NoMultiples(Range range, Set<BigDecimal> steps) implements NumberSet {
        public NoMultiples {
            steps = Set.copyOf(steps);
        }

        @Override
        public boolean isEmpty() {
            if (range.isEmpty()) {
                return true;
            }
            BigDecimal step = range.step();
            if (step == null) {
                return range.lower() != null
                        && range.upper() != null
                        && range.lower().compareTo(range.upper()) == 0
                        && !contains(range.lower());
            }
            if (steps.stream().anyMatch(other -> step.remainder(other).signum() == 0)) {
                return true;
            }
            BigDecimal first = range.lower() == null ? range.upper() : range.lower();
            if (first == null) {
                return false;
            }
            BigDecimal stride = range.lower() == null ? step.negate() : step;
            BigDecimal number = first;
            // Of multiples in a row few are left out: another step leaves out every second one at most. A longer window
            // than this without one is called not empty; its automaton is asked again when it is written out.
            for (int i = 0; i < MAX_WINDOW && range.contains(number); i++) {
                if (contains(number)) {
                    return false;
                }
                number = number.add(stride);
            }
            return !range.contains(number);
        }

        @Override
        public boolean contains(BigDecimal number) {
            return range.contains(number)
                    && steps.stream().noneMatch(step -> number.remainder(step).signum() == 0);
        }
    }

    /** The numbers that are not in it. */
    static List<NumberSet> complement(NumberSet set) {
        return switch (set) {
            case Values values -> gaps(values.numbers);
            case Range range -> {
                List<NumberSet> sets = outside(range);
                if (range.step != null) {
                    Range all = new Range(range.lower, true, range.upper, true, null);
                    sets.add(new NoMultiples(all, Set.of(range.step)));
                }
                yield sets;
            }
            case NoMultiples some -> {
                List<NumberSet> sets = new ArrayList<>(complement(some.range));
                for (BigDecimal step : some.steps) {
                    sets.add(some.range.and(new Range(null, true, null, true, step)));
                }
                yield sets;
            }
        };
    }

    private static List<NumberSet> outside(Range range) {
        List<NumberSet> sets = new ArrayList<>();
        if (range.lower != null) {
            sets.add(new Range(null, true, range.lower, !range.lowerIncluded, null));
        }
        if (range.upper != null) {
            sets.add(new Range(range.upper, !range.upperIncluded, null, true, null));
        }
        return sets;
    }

    private static List<NumberSet> gaps(SortedSet<BigDecimal> numbers) {
        List<NumberSet> sets = new ArrayList<>();
        BigDecimal before = null;
        for (BigDecimal number : numbers) {
            sets.add(new Range(before, before == null, number, false, null));
            before = number;
        }
        sets.add(new Range(before, before == null, null, true, null));
        return sets;
    }

    /** Whether no number is in it. Exact. */
    boolean isEmpty();

    /** Whether the number is in it. */
    boolean contains(BigDecimal number);

    /** The numbers in both. */
    static NumberSet intersect(NumberSet left, NumberSet right) {
        if (left.equals(ALL) || left.equals(right)) {
            return right;
        }
        if (right.equals(ALL)) {
            return left;
        }
        if (left instanceof Values values) {
            return values.filter(right);
        }
        if (right instanceof Values values) {
            return values.filter(left);
        }
        Range both = range(left).and(range(right));
        Set<BigDecimal> steps = new HashSet<>(steps(left));
        steps.addAll(steps(right));
        return steps.isEmpty() ? both : new NoMultiples(both, steps);
    }

    private static Range range(NumberSet set) {
        return set instanceof NoMultiples some ? some.range : (Range) set;
    }

    private static Set<BigDecimal> steps(NumberSet set) {
        return set instanceof NoMultiples some ? some.steps : Set.of();
    }

    /** The number without trailing zeros, so that equal numbers are equal records. */
    static BigDecimal plain(BigDecimal number) {
        return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }

    /** Whether the number is small enough to compute with: {@link #MAX_DIGITS}. */
    static boolean inRange(BigDecimal number) {
        return number.precision() <= MAX_DIGITS && Math.abs((long) number.scale()) <= MAX_DIGITS;
    }

    private static @Nullable BigDecimal leastCommonMultiple(@Nullable BigDecimal left, @Nullable BigDecimal right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        int scale = Math.max(0, Math.max(left.scale(), right.scale()));
        BigInteger a = left.movePointRight(scale).toBigIntegerExact();
        BigInteger b = right.movePointRight(scale).toBigIntegerExact();
        return new BigDecimal(a.divide(a.gcd(b)).multiply(b), scale);
    }
}
