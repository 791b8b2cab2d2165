package dev.tenon.schema;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The numbers between two bounds that are not negative, as a machine that reads their spellings: {@link DecimalDfa}
 * tells the idea and lays out its states.
 */
final class Magnitude {
    private static final int LESS = -1;
    private static final int EQUAL = 0;
    private static final int GREATER = 1;

    /** JavaScript writes numbers below 1e21 without exponent. */
    private static final int WHOLE_DIGITS = 21;

    /** JavaScript writes numbers of 17 digits from 1e-6 on without exponent. */
    private static final int FRACTION_DIGITS = 24;

    /** With 21 digits before it and 24 after the point, values stay inside a double's range, whatever its sign. */
    private static final int MAX_EXPONENT = 279;

    /** A double has no more digits before the point. */
    private static final int DOUBLE_DIGITS = 308;

    /** Powers of ten down to this one, and no smaller, are a double other than zero. */
    private static final int LEAST_DOUBLE = 323;

    /** So many zeros may follow the digits after the point that a step has, so that no model loops there. */
    private static final int NEEDLESS_ZEROS = 16;

    /** With steps of more bits than this, remainders are too many for numbers as long as a double can be. */
    static final int LONG_STEP_BITS = 6;

    /** Steps that are smaller are left to products. */
    private static final int MOST_SCALE = 9;

    /** Two digits before the point, up to {@link #WHOLE_DIGITS}. */
    private static final int FEW = 2;

    /** More digits before the point. */
    private static final int TOO_MANY = 3;

    /** What was read last. */
    enum Phase {
        START,
        ZERO,
        WHOLE,
        POINT,
        FRACTION,
        EXPONENT,
        EXPONENT_SIGN,
        EXPONENT_DIGITS
    }

    /**
     * Where a spelling stands.
     *
     * @param digits how many digits there were in this phase
     * @param low how what was read compares with the lower bound; in the exponent its least value
     * @param high how what was read compares with the upper bound; in the exponent its largest value
     * @param remainder of all digits read so far, by the scaled steps, or {@link #NO_MULTIPLE}; in the exponent its value; after the point of an
     *     integer that an exponent may follow, how many digits that must shift
     * @param width how many digits there were before the point, where the exponent depends on it: 0 for a leading
     *     zero, 1, {@link #FEW} or {@link #TOO_MANY}
     */
    record State(Phase phase, int digits, int low, int high, long remainder, int width) {
        private State in(Phase next) {
            return new State(next, 0, low, high, remainder, width);
        }

        /** Spread wide: states differ by a little in a few of many small numbers. */
        @Override
        public int hashCode() {
            long bounds = ((low * 1024L + high) * 8 + width) * 1024 + digits;
            return Long.hashCode((remainder + bounds * 0x9E3779B97F4A7C15L + phase.hashCode()) * 0xC2B2AE3D27D4EB4FL);
        }

        /** Written out, since a record's own is a chain of method handles until the JVM has compiled it, and a schema asks it thousands of times. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof State that
                    && remainder == that.remainder
                    && digits == that.digits
                    && phase == that.phase
                    && low == that.low
                    && high == that.high
                    && width == that.width;
        }
    }

    /** Before anything is read. */
    static final State FIRST = new State(Phase.START, 0, EQUAL, EQUAL, 0, 0);

    private final String lowWhole;
    private final String lowFraction;
    private final boolean lowIncluded;
    private final @Nullable String highWhole;
    private final String highFraction;
    private final boolean highIncluded;
    private final int wholeCap;
    private final int fractionCap;
    private final boolean exponent;
    private final boolean anySpelling;
    /** Whether fractions are read for the sake of an exponent that makes an integer of them. */
    private final boolean shiftsFraction;

    /** The step times ten to the {@code scale}, or 0 for none. */
    private final long step;

    /** Of which the number may be no multiple, times ten to the {@code scale}. */
    private final long[] avoided;

    /** What all remainders can be told from, or 0 where none are kept. */
    private final long modulus;

    private final int scale;

    /** Of numbers that are no multiple of a step: which they are can be told no more, and they are none. */
    private static final long NO_MULTIPLE = -1;

    /**
     * The magnitudes of a range.
     *
     * @param range not empty, and without negative numbers
     * @param noMultiplesOf steps of which the numbers are no multiples, such that {@link #canTell}; where there are any,
     *     no exponent is read
     * @param numbers whether all spellings are read or the plain ones
     */
    Magnitude(
            NumberSet.Range range,
            Collection<BigDecimal> noMultiplesOf,
            SchemaOptions.Numbers numbers,
            CompileLimits limits) {
        BigDecimal high = range.upper();
        BigDecimal step = range.step();
        this.anySpelling = numbers == SchemaOptions.Numbers.ANY;
        boolean fromOne = anySpelling && isOne(step) && isOne(range.lower());
        BigDecimal low = range.lower() == null || fromOne ? BigDecimal.ZERO : range.lower();
        this.lowWhole = whole(low);
        this.lowFraction = fraction(low);
        this.lowIncluded = range.lowerIncluded() && !fromOne;
        this.highWhole = high == null ? null : whole(high);
        this.highFraction = high == null ? "" : fraction(high);
        this.highIncluded = range.upperIncluded();
        boolean signOnly = high == null && low.signum() == 0 && noMultiplesOf.isEmpty();
        this.scale = scale(range, noMultiplesOf);
        this.avoided = new long[noMultiplesOf.size()];
        BigInteger common = step == null ? BigInteger.ONE : scaled(step, scale);
        this.step = step == null ? 0 : fitting(common, limits);
        int i = 0;
        for (BigDecimal other : noMultiplesOf) {
            BigInteger scaled = scaled(other, scale);
            common = common.divide(common.gcd(scaled)).multiply(scaled);
            avoided[i++] = fitting(scaled, limits);
        }
        this.modulus = step == null && noMultiplesOf.isEmpty() ? 0 : fitting(common, limits);
        this.shiftsFraction = anySpelling && signOnly && this.step == 1 && scale == 0;
        if (step == null) {
            this.fractionCap = Math.max(FRACTION_DIGITS, Math.max(lowFraction.length(), highFraction.length()) + 1);
        } else {
            this.fractionCap = shiftsFraction ? FRACTION_DIGITS : anySpelling ? scale + NEEDLESS_ZEROS : scale;
        }
        this.exponent = signOnly && (step == null || shiftsFraction);
        int digits = anySpelling && bits(modulus) <= LONG_STEP_BITS ? DOUBLE_DIGITS : WHOLE_DIGITS;
        this.wholeCap = high == null
                ? Math.max(digits, lowWhole.length() + 1)
                : whole(high).length();
    }

    /**
     * Whether numbers that are multiples of none of these steps are told from others by one remainder: it is small, and
     * no step has more digits after the point than that of the range.
     */
    static boolean canTell(NumberSet.Range range, Collection<BigDecimal> noMultiplesOf) {
        BigDecimal step = range.step();
        int scale = scale(range, noMultiplesOf);
        if (scale > MOST_SCALE || (step != null && scale > Math.max(0, step.scale()))) {
            return false;
        }
        BigInteger common = step == null ? BigInteger.ONE : scaled(step, scale);
        for (BigDecimal other : noMultiplesOf) {
            BigInteger scaled = scaled(other, scale);
            common = common.divide(common.gcd(scaled)).multiply(scaled);
        }
        return common.bitLength() < Integer.SIZE;
    }

    private static int scale(NumberSet.Range range, Collection<BigDecimal> noMultiplesOf) {
        int scale = range.step() == null ? 0 : Math.max(0, range.step().scale());
        for (BigDecimal other : noMultiplesOf) {
            scale = Math.max(scale, other.scale());
        }
        return scale;
    }

    private static boolean isOne(@Nullable BigDecimal number) {
        return number != null && number.compareTo(BigDecimal.ONE) == 0;
    }

    private static int bits(long number) {
        return Long.SIZE - Long.numberOfLeadingZeros(number);
    }

    private static BigInteger scaled(BigDecimal step, int scale) {
        return step.movePointRight(scale).toBigIntegerExact();
    }

    /** Ten times the result fits into a long. */
    private static long fitting(BigInteger step, CompileLimits limits) {
        if (step.bitLength() > 58) {
            throw new GrammarTooComplexException("maxDfaStates", limits.maxDfaStates(), "the number automaton");
        }
        return step.longValueExact();
    }

    private static String whole(BigDecimal number) {
        return number.toBigInteger().toString();
    }

    private static String fraction(BigDecimal number) {
        String text = number.toPlainString();
        int point = text.indexOf('.');
        if (point < 0) {
            return "";
        }
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(Math.min(end, point + 1), end);
    }

    /** Whether a number may end in the state. */
    boolean accepts(State state) {
        return switch (state.phase) {
            case ZERO, WHOLE -> {
                State ended = endWhole(state);
                yield ended != null && inside(ended, 0);
            }
            case FRACTION -> shiftsFraction ? state.remainder == 0 && inside(state, 0) : inside(state, state.digits);
            case EXPONENT_DIGITS -> state.remainder >= state.low;
            case START, POINT, EXPONENT, EXPONENT_SIGN -> false;
        };
    }

    /** Whether a number that ends after so many digits of its fraction is between the bounds and a multiple. */
    private boolean inside(State state, int fractionDigits) {
        boolean above =
                state.low == GREATER || (state.low == EQUAL && fractionDigits >= lowFraction.length() && lowIncluded);
        boolean below =
                state.high == LESS || (state.high == EQUAL && (fractionDigits < highFraction.length() || highIncluded));
        if (!above || !below) {
            return false;
        }
        if (modulus == 0 || state.remainder == NO_MULTIPLE) {
            return true;
        }
        long rest = state.remainder;
        for (int i = fractionDigits; i < scale && rest != 0; i++) {
            rest = rest * 10 % modulus;
        }
        if (step != 0 && rest % step != 0) {
            return false;
        }
        for (long other : avoided) {
            if (rest % other == 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether all digits lead to one state: the bounds are decided, and no remainder is kept. So it is for most states of
     * most ranges.
     */
    boolean takesDigitsAlike(State state) {
        return state.low != EQUAL
                && state.high != EQUAL
                && switch (state.phase) {
                    case WHOLE -> modulus <= 1;
                    case POINT, FRACTION -> modulus == 0 || state.remainder == NO_MULTIPLE;
                    case START, ZERO, EXPONENT, EXPONENT_SIGN, EXPONENT_DIGITS -> false;
                };
    }

    /** The state after a symbol (a digit, {@code .}, {@code e}, {@code +} or {@code -}), or null when none may come. */
    @Nullable
    State step(State state, int symbol) {
        return symbol >= '0' && symbol <= '9' ? digit(state, symbol) : mark(state, symbol);
    }

    private @Nullable State digit(State state, int symbol) {
        return switch (state.phase) {
            case START, WHOLE -> wholeDigit(state, symbol);
            case ZERO -> null;
            case POINT, FRACTION -> fractionDigit(state, symbol);
            case EXPONENT, EXPONENT_SIGN, EXPONENT_DIGITS -> exponentDigit(state, symbol);
        };
    }

    private @Nullable State mark(State state, int symbol) {
        return switch (state.phase) {
            case ZERO, WHOLE -> {
                State ended = endWhole(state);
                if (ended != null && symbol == '.' && fractionCap > 0) {
                    yield ended.in(Phase.POINT);
                }
                yield ended != null && symbol == 'e' ? beginExponent(ended) : null;
            }
            case FRACTION -> symbol == 'e' ? beginExponent(state) : null;
            case EXPONENT ->
                symbol == '+' ? state.in(Phase.EXPONENT_SIGN) : symbol == '-' ? beginNegative(state) : null;
            case START, POINT, EXPONENT_SIGN, EXPONENT_DIGITS -> null;
        };
    }

    private @Nullable State wholeDigit(State state, int symbol) {
        int index = state.digits;
        if (index >= wholeCap) {
            return null;
        }
        int low = index >= lowWhole.length() ? GREATER : compare(state.low, symbol, lowWhole.charAt(index));
        int high = highWhole == null ? LESS : compare(state.high, symbol, highWhole.charAt(index));
        if (highWhole != null && index + 1 == highWhole.length() && high == GREATER) {
            return null;
        }
        boolean zero = index == 0 && symbol == '0';
        int width = !exponent || !anySpelling || zero ? 0 : index == 0 ? 1 : index < WHOLE_DIGITS ? FEW : TOO_MANY;
        return new State(zero ? Phase.ZERO : Phase.WHOLE, index + 1, low, high, remainder(state, symbol), width);
    }

    /** The comparison with the bounds' whole parts, once it is known that no more digits come; null when outside. */
    private @Nullable State endWhole(State state) {
        int low = state.digits < lowWhole.length() ? LESS : state.low;
        int high = highWhole == null || state.digits < highWhole.length() ? LESS : state.high;
        if (low == LESS || high == GREATER) {
            return null;
        }
        return new State(state.phase, state.digits, low, high, state.remainder, state.width);
    }

    private @Nullable State fractionDigit(State state, int symbol) {
        int index = state.digits;
        boolean needless = step != 0 && index >= scale && !shiftsFraction;
        if (index >= fractionCap || (needless && (symbol != '0' || !inside(state, index)))) {
            return null;
        }
        if (shiftsFraction && symbol != '0' && state.width != 1) {
            return null;
        }
        int low = compare(state.low, symbol, index < lowFraction.length() ? lowFraction.charAt(index) : '0');
        int high = compare(state.high, symbol, index < highFraction.length() ? highFraction.charAt(index) : '0');
        if (low == LESS || high == GREATER) {
            return null;
        }
        long remainder;
        if (needless || state.remainder == NO_MULTIPLE) {
            remainder = state.remainder;
        } else if (shiftsFraction) {
            remainder = symbol == '0' ? state.remainder : index + 1;
        } else if (modulus != 0 && index >= scale) {
            remainder = symbol == '0' ? state.remainder : NO_MULTIPLE;
        } else {
            remainder = remainder(state, symbol);
        }
        return new State(Phase.FRACTION, index + 1, low, high, remainder, state.width);
    }

    private static int compare(int before, int symbol, int bound) {
        return before != EQUAL ? before : Integer.signum(Integer.compare(symbol, bound));
    }

    private long remainder(State state, int symbol) {
        return modulus == 0 ? 0 : (state.remainder * 10 + (symbol - '0')) % modulus;
    }

    /** With no bound but zero, the mantissa alone decides: it compares with zero as the whole number does. */
    private @Nullable State beginExponent(State state) {
        if (!exponent || (state.low == EQUAL && !lowIncluded) || state.width == TOO_MANY) {
            return null;
        }
        int least = shiftsFraction && state.phase == Phase.FRACTION ? (int) state.remainder : 0;
        int most = !anySpelling ? MAX_EXPONENT : DOUBLE_DIGITS - (state.width == FEW ? WHOLE_DIGITS : 1);
        return new State(Phase.EXPONENT, 0, least, most, 0, state.width);
    }

    /** Integers have no negative exponent here. */
    private @Nullable State beginNegative(State state) {
        if (!anySpelling) {
            return state.in(Phase.EXPONENT_SIGN);
        }
        int most = state.width > 0 ? LEAST_DOUBLE : LEAST_DOUBLE - FRACTION_DIGITS;
        return shiftsFraction ? null : new State(Phase.EXPONENT_SIGN, 0, 0, most, 0, state.width);
    }

    private static @Nullable State exponentDigit(State state, int symbol) {
        int value = state.phase == Phase.EXPONENT_DIGITS ? (int) state.remainder * 10 + symbol - '0' : symbol - '0';
        int digits = state.phase == Phase.EXPONENT_DIGITS ? state.digits + 1 : 1;
        if (digits > 3 || value > state.high || (digits == 3 && value < state.low)) {
            return null;
        }
        return digits == 3
                ? new State(Phase.EXPONENT_DIGITS, 3, 0, 0, 0, 0)
                : new State(Phase.EXPONENT_DIGITS, digits, value < state.low ? state.low : 0, state.high, value, 0);
    }
}
