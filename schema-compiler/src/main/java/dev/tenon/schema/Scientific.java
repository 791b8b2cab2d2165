package dev.tenon.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers between two bounds that are more than 0, as a machine that reads the mantissas of their normalised
 * spellings, one digit other than zero before the point, and tells which exponents may follow: {@link ScientificDfa}
 * tells the idea and lays out its states.
 */
final class Scientific {
    private static final int LESS = -1;
    private static final int EQUAL = 0;
    private static final int GREATER = 1;

    /** The powers of ten between which every normalised number is a double, and none but zero is zero. */
    static final int LEAST_EXPONENT = -323;

    /** The shortest spelling of the largest double. */
    private static final BigDecimal LARGEST = new BigDecimal("1.7976931348623157e308");

    /** As many digits after the point as other spellings have. */
    private static final int FRACTION_DIGITS = 24;

    /** A double has 17 digits. Where those that count and remainders are kept too, there are no more. */
    private static final int DOUBLE_FRACTION_DIGITS = 16;

    /** The {@code printf} of C writes six digits after the point, whatever the number. */
    private static final int PRINTED_FRACTION_DIGITS = 6;

    /** Of larger steps, zeros at their end not counted, remainders are too many. */
    private static final int LARGEST_STEP = 128;

    /**
     * A mantissa as far as it is read.
     *
     * @param fraction how many digits came after the point; -1 before the point
     * @param significant how many of these count: no zeros at the end, where it matters
     * @param low how the digits compare with as many of the lower bound
     * @param high how the digits compare with as many of the upper bound
     * @param remainder of all digits that count, by the modulus
     * @param canEnd whether an exponent may follow
     */
    record State(int fraction, int significant, int low, int high, int remainder, boolean canEnd) {
        private State withPoint() {
            return new State(0, significant, low, high, remainder, false);
        }

        /** Spread wide: states differ by a little in a few of many small numbers. */
        @Override
        public int hashCode() {
            long digits = (fraction * 1024L + significant) * 1024 + remainder;
            return Long.hashCode((((digits * 4 + low) * 4 + high) * 2 + (canEnd ? 1 : 0)) * 0x9E3779B97F4A7C15L);
        }

        /** Written out for the same reason as that of {@link Magnitude.State}. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof State that
                    && remainder == that.remainder
                    && fraction == that.fraction
                    && significant == that.significant
                    && low == that.low
                    && high == that.high
                    && canEnd == that.canEnd;
        }
    }

    /** Exponents from the least to the most. */
    record Exponents(int least, int most) {
        private boolean isEmpty() {
            return least > most;
        }
    }

    /** A step as {@code digits} times ten to the {@code power}, where the digits do not end in zero. */
    private record Step(int digits, int power) {
        /** How many zeros after digits of this remainder make a multiple of them; -1 when none do. */
        private int zerosAfter(int remainder) {
            int rest = remainder % digits;
            // A step of up to 128 has at most seven factors 2, each of which a zero makes up for.
            for (int zeros = 0; zeros <= 7; zeros++) {
                if (rest == 0) {
                    return zeros;
                }
                rest = rest * 10 % digits;
            }
            return -1;
        }
    }

    private final String lowDigits;
    private final int lowExponent;
    private final boolean lowIncluded;
    private final String highDigits;
    private final int highExponent;
    private final boolean highIncluded;
    private final @Nullable Step step;
    private final List<Step> others;
    private final int modulus;
    private final int fractionCap;

    private Scientific(NumberSet.Range range, @Nullable Step step, List<Step> others, int modulus) {
        BigDecimal low = range.lower();
        boolean isFromZero = low == null || low.signum() <= 0;
        this.lowDigits = low == null || isFromZero ? "1" : digits(low);
        this.lowExponent = low == null || isFromZero ? LEAST_EXPONENT : exponent(low);
        this.lowIncluded = isFromZero || range.lowerIncluded();
        boolean isBounded = range.upper() != null && range.upper().compareTo(LARGEST) <= 0;
        BigDecimal high = isBounded && range.upper() != null ? range.upper() : LARGEST;
        this.highDigits = digits(high);
        this.highExponent = exponent(high);
        this.highIncluded = !isBounded || range.upperIncluded();
        this.step = step;
        this.others = others;
        this.modulus = modulus;
        int most = step == null && others.isEmpty() ? FRACTION_DIGITS : DOUBLE_FRACTION_DIGITS;
        this.fractionCap = step == null
                ? Math.max(most, Math.max(lowDigits.length(), highDigits.length()))
                : Math.clamp(
                        highExponent - (long) step.power,
                        PRINTED_FRACTION_DIGITS,
                        Math.max(most, highDigits.length() - 1));
    }

    /** Whether the remainders by these steps are few enough. */
    static boolean canTell(NumberSet.Range range, Collection<BigDecimal> noMultiplesOf) {
        return modulus(range.step(), noMultiplesOf) > 0;
    }

    /**
     * The magnitudes of a range.
     *
     * @param range not empty, without negative numbers, and not zero alone
     * @param noMultiplesOf steps of which the numbers are no multiples, such that {@link #canTell}
     */
    static Scientific of(NumberSet.Range range, Collection<BigDecimal> noMultiplesOf) {
        List<Step> others = new ArrayList<>();
        for (BigDecimal other : noMultiplesOf) {
            others.add(step(other));
        }
        BigDecimal step = range.step();
        return new Scientific(range, step == null ? null : step(step), others, modulus(step, noMultiplesOf));
    }

    /** What all remainders can be told from; 0 when that is too large. */
    private static int modulus(@Nullable BigDecimal step, Collection<BigDecimal> others) {
        BigInteger modulus =
                step == null ? BigInteger.ONE : NumberSet.plain(step).unscaledValue();
        for (BigDecimal other : others) {
            BigInteger digits = NumberSet.plain(other).unscaledValue();
            modulus = modulus.divide(modulus.gcd(digits)).multiply(digits);
        }
        return modulus.bitLength() < Integer.SIZE && modulus.intValueExact() <= LARGEST_STEP
                ? modulus.intValueExact()
                : 0;
    }

    private static Step step(BigDecimal step) {
        BigDecimal plain = NumberSet.plain(step);
        return new Step(plain.unscaledValue().intValueExact(), -plain.scale());
    }

    private static String digits(BigDecimal number) {
        return NumberSet.plain(number).unscaledValue().toString();
    }

    private static int exponent(BigDecimal number) {
        return number.precision() - number.scale() - 1;
    }

    /** After the first digit, which is not 0. */
    State first(int digit) {
        return new State(
                -1,
                0,
                compare(EQUAL, digit, lowDigits, 0),
                compare(EQUAL, digit, highDigits, 0),
                digit % modulus,
                true);
    }

    /** After the point, where a digit must follow; null where none may. */
    @Nullable
    State point(State state) {
        return state.fraction < 0 ? state.withPoint() : null;
    }

    /** Whether all digits other than zero lead to one state: the bounds are decided, and no remainder is kept. */
    boolean takesDigitsAlike(State state) {
        return state.low != EQUAL && state.high != EQUAL && modulus == 1;
    }

    /** After one more digit of the fraction; null where none may come. */
    @Nullable
    State digit(State state, int digit) {
        if (state.fraction < 0 || state.fraction >= fractionCap) {
            return null;
        }
        int fraction = state.fraction + 1;
        int low = compare(state.low, digit, lowDigits, fraction);
        int high = compare(state.high, digit, highDigits, fraction);
        if (step == null && others.isEmpty()) {
            return new State(fraction, 0, low, high, 0, true);
        }
        // One needless zero is written by some, more are left out where they would multiply with the remainders.
        if (digit == 0 && (modulus == 1 || fraction == 1)) {
            return new State(fraction, state.significant, low, high, state.remainder, true);
        }
        int remainder = state.remainder;
        for (int i = state.significant; i < fraction; i++) {
            remainder = remainder * 10 % modulus;
        }
        return new State(fraction, fraction, low, high, (remainder + digit) % modulus, digit != 0);
    }

    private static int compare(int before, int digit, String bound, int index) {
        int other = index < bound.length() ? bound.charAt(index) - '0' : 0;
        return before != EQUAL ? before : Integer.compare(digit, other);
    }

    /** The exponents after which the number is one of the set; null when there are none. */
    @Nullable
    Exponents exponents(State state) {
        if (!state.canEnd) {
            return null;
        }
        int read = Math.max(0, state.fraction) + 1;
        int low = state.low == EQUAL && read < lowDigits.length() ? LESS : state.low;
        int high = state.high == EQUAL && read < highDigits.length() ? LESS : state.high;
        int least = lowExponent + (low == LESS || (low == EQUAL && !lowIncluded) ? 1 : 0);
        int most = highExponent - (high == GREATER || (high == EQUAL && !highIncluded) ? 1 : 0);
        least = Math.max(least, LEAST_EXPONENT);
        if (step != null) {
            int zeros = step.zerosAfter(state.remainder);
            if (zeros < 0) {
                return null;
            }
            least = Math.max(least, state.significant + step.power + zeros);
        }
        // A multiple that is shifted further is one too, so those that are none end where the first begins.
        for (Step other : others) {
            int zeros = other.zerosAfter(state.remainder);
            most = zeros < 0 ? most : Math.min(most, state.significant + other.power + zeros - 1);
        }
        Exponents exponents = new Exponents(least, most);
        return exponents.isEmpty() ? null : exponents;
    }
}
