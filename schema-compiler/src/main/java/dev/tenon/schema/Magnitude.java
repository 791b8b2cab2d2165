package dev.tenon.schema;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import java.math.BigDecimal;
import java.math.BigInteger;
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
     * @param low how what was read compares with the lower bound
     * @param high how what was read compares with the upper bound
     * @param remainder of all digits read so far, by the scaled step; in the exponent its value
     */
    record State(Phase phase, int digits, int low, int high, long remainder) {
        private State in(Phase next) {
            return new State(next, 0, low, high, remainder);
        }
    }

    /** Before anything is read. */
    static final State FIRST = new State(Phase.START, 0, EQUAL, EQUAL, 0);

    private final String lowWhole;
    private final String lowFraction;
    private final boolean lowIncluded;
    private final @Nullable String highWhole;
    private final String highFraction;
    private final boolean highIncluded;
    private final int wholeCap;
    private final int fractionCap;
    private final boolean exponent;

    /** The step times ten to the {@code stepScale}, or 0 for none. */
    private final long modulus;

    private final int stepScale;

    Magnitude(
            BigDecimal low,
            boolean lowIncluded,
            @Nullable BigDecimal high,
            boolean highIncluded,
            @Nullable BigDecimal step,
            CompileLimits limits) {
        this.lowWhole = whole(low);
        this.lowFraction = fraction(low);
        this.lowIncluded = lowIncluded;
        this.highWhole = high == null ? null : whole(high);
        this.highFraction = high == null ? "" : fraction(high);
        this.highIncluded = highIncluded;
        this.wholeCap = high == null
                ? Math.max(WHOLE_DIGITS, lowWhole.length() + 1)
                : whole(high).length();
        if (step == null) {
            this.modulus = 0;
            this.stepScale = 0;
            this.fractionCap = Math.max(FRACTION_DIGITS, Math.max(lowFraction.length(), highFraction.length()) + 1);
        } else {
            this.stepScale = Math.max(0, step.scale());
            this.modulus = scaled(step.movePointRight(stepScale).toBigIntegerExact(), limits);
            this.fractionCap = stepScale;
        }
        this.exponent = step == null && high == null && low.signum() == 0;
    }

    /** Ten times the result fits into a long. */
    private static long scaled(BigInteger step, CompileLimits limits) {
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
            case FRACTION -> inside(state, state.digits);
            case EXPONENT_DIGITS -> true;
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
        if (modulus == 0) {
            return true;
        }
        BigInteger rest = BigInteger.valueOf(state.remainder).multiply(BigInteger.TEN.pow(stepScale - fractionDigits));
        return rest.mod(BigInteger.valueOf(modulus)).signum() == 0;
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
            case EXPONENT -> symbol == '+' || symbol == '-' ? state.in(Phase.EXPONENT_SIGN) : null;
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
        Phase phase = index == 0 && symbol == '0' ? Phase.ZERO : Phase.WHOLE;
        return new State(phase, index + 1, low, high, remainder(state, symbol));
    }

    /** The comparison with the bounds' whole parts, once it is known that no more digits come; null when outside. */
    private @Nullable State endWhole(State state) {
        int low = state.digits < lowWhole.length() ? LESS : state.low;
        int high = highWhole == null || state.digits < highWhole.length() ? LESS : state.high;
        if (low == LESS || high == GREATER) {
            return null;
        }
        return new State(state.phase, state.digits, low, high, state.remainder);
    }

    private @Nullable State fractionDigit(State state, int symbol) {
        int index = state.digits;
        if (index >= fractionCap) {
            return null;
        }
        int low = compare(state.low, symbol, index < lowFraction.length() ? lowFraction.charAt(index) : '0');
        int high = compare(state.high, symbol, index < highFraction.length() ? highFraction.charAt(index) : '0');
        if (low == LESS || high == GREATER) {
            return null;
        }
        return new State(Phase.FRACTION, index + 1, low, high, remainder(state, symbol));
    }

    private static int compare(int before, int symbol, int bound) {
        return before != EQUAL ? before : Integer.signum(Integer.compare(symbol, bound));
    }

    private long remainder(State state, int symbol) {
        return modulus == 0 ? 0 : (state.remainder * 10 + (symbol - '0')) % modulus;
    }

    /** With no bound but zero, the mantissa alone decides: it compares with zero as the whole number does. */
    private @Nullable State beginExponent(State state) {
        if (!exponent || (state.low == EQUAL && !lowIncluded)) {
            return null;
        }
        return new State(Phase.EXPONENT, 0, GREATER, LESS, 0);
    }

    private static @Nullable State exponentDigit(State state, int symbol) {
        int value = state.phase == Phase.EXPONENT_DIGITS ? (int) state.remainder * 10 + symbol - '0' : symbol - '0';
        int digits = state.phase == Phase.EXPONENT_DIGITS ? state.digits + 1 : 1;
        if (digits > 3 || value > MAX_EXPONENT) {
            return null;
        }
        return new State(Phase.EXPONENT_DIGITS, digits, state.low, state.high, value);
    }
}
