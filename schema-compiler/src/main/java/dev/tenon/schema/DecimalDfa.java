package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The automaton over the decimal spellings (RFC 8259, section 6) of the numbers of one {@link NumberSet.Range}.
 *
 * <p>Idea: a number is read digit by digit and compared with both bounds as it goes. Before the point a longer number
 * is a larger one (there are no leading zeros), so what must be kept is how many digits there were, how they compare
 * with as many first digits of each bound, and, when there is a step, the remainder. After the point the comparison is
 * plain lexicographic. Negative numbers are magnitudes between the negated bounds. A magnitude has at most 9
 * comparisons for each digit and remainder, and the dead ends that digit caps leave are trimmed by {@link ByteDfa}.
 *
 * <p>An exponent is allowed where nothing but the sign is bounded, and is capped so that every value is finite and, but
 * for zero, not zero as a double. Negative zero is spelled only where nothing is bounded at all.
 */
final class DecimalDfa {
    private static final int LESS = -1;
    private static final int EQUAL = 0;
    private static final int GREATER = 1;

    /** JavaScript writes numbers below 1e21 without exponent. */
    private static final int WHOLE_DIGITS = 21;

    /** JavaScript writes numbers of 17 digits from 1e-6 on without exponent. */
    private static final int FRACTION_DIGITS = 24;

    private static final int START = 0;
    private static final int ZERO = 1;
    private static final int WHOLE = 2;
    private static final int POINT = 3;
    private static final int FRACTION = 4;
    private static final int EXPONENT = 5;
    private static final int EXPONENT_SIGN = 6;
    private static final int EXPONENT_DIGITS = 7;

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
    static ByteDfa of(NumberSet.Range range, CompileLimits limits) {
        DecimalDfa dfa = new DecimalDfa(limits);
        int start = dfa.builder.addState();
        BigDecimal lower = range.lower();
        BigDecimal upper = range.upper();
        boolean unbounded = lower == null && upper == null && range.step() == null;
        if (upper == null || upper.signum() >= 0) {
            boolean cut = lower != null && lower.signum() >= 0;
            dfa.magnitude(
                    start,
                    new Magnitude(
                            cut && lower != null ? lower : BigDecimal.ZERO,
                            !cut || range.lowerIncluded(),
                            upper,
                            range.upperIncluded(),
                            range.step(),
                            limits));
        }
        if (lower == null || lower.signum() < 0) {
            int minus = dfa.builder.addState();
            dfa.builder.addTransition(start, '-', '-', minus);
            boolean cut = upper != null && upper.signum() < 0;
            dfa.magnitude(
                    minus,
                    new Magnitude(
                            cut && upper != null ? upper.negate() : BigDecimal.ZERO,
                            cut ? range.upperIncluded() : unbounded,
                            lower == null ? null : lower.negate(),
                            range.lowerIncluded(),
                            range.step(),
                            limits));
        }
        return dfa.builder.build();
    }

    /** Adds the spellings of the magnitudes from a start state on. */
    private void magnitude(int startState, Magnitude magnitude) {
        Map<State, Integer> numbers = new HashMap<>();
        Deque<State> queue = new ArrayDeque<>();
        State first = new State(START, 0, EQUAL, EQUAL, 0);
        numbers.put(first, startState);
        queue.add(first);
        while (!queue.isEmpty()) {
            State state = queue.remove();
            int from = numbers.getOrDefault(state, startState);
            if (magnitude.accepts(state)) {
                builder.accept(from, 0);
            }
            for (int symbol : SYMBOLS) {
                State next = magnitude.step(state, symbol);
                if (next == null) {
                    continue;
                }
                Integer known = numbers.get(next);
                if (known == null) {
                    if (builder.stateCount() >= limits.maxDfaStates()) {
                        throw new GrammarTooComplexException(
                                "maxDfaStates", limits.maxDfaStates(), "the number automaton");
                    }
                    known = builder.addState();
                    numbers.put(next, known);
                    queue.add(next);
                }
                builder.addTransition(from, symbol, symbol, known);
                if (symbol == 'e') {
                    builder.addTransition(from, 'E', 'E', known);
                }
            }
        }
    }

    private static final int[] SYMBOLS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.', 'e', '+', '-'};

    /**
     * Where a spelling stands.
     *
     * @param digits how many digits there were in this phase
     * @param low how what was read compares with the lower bound
     * @param high how what was read compares with the upper bound
     * @param remainder of all digits read so far, by the scaled step
     */
    private record State(int phase, int digits, int low, int high, long remainder) {}

    /** The magnitudes between two bounds that are not negative. */
    private static final class Magnitude {
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
            this.wholeCap = high == null ? Math.max(WHOLE_DIGITS, lowWhole.length() + 1) : whole(high).length();
            if (step == null) {
                this.modulus = 0;
                this.stepScale = 0;
                this.fractionCap =
                        Math.max(FRACTION_DIGITS, Math.max(lowFraction.length(), highFraction.length()) + 1);
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

        boolean accepts(State state) {
            return switch (state.phase) {
                case ZERO, WHOLE -> {
                    State ended = endWhole(state);
                    yield ended != null && inside(ended, 0);
                }
                case FRACTION -> inside(state, state.digits);
                case EXPONENT_DIGITS -> true;
                default -> false;
            };
        }

        /** Whether a number that ends after so many digits of its fraction is between the bounds and a multiple. */
        private boolean inside(State state, int fractionDigits) {
            boolean above = state.low == GREATER
                    || (state.low == EQUAL && fractionDigits >= lowFraction.length() && lowIncluded);
            boolean below = state.high == LESS
                    || (state.high == EQUAL && (fractionDigits < highFraction.length() || highIncluded));
            if (!above || !below) {
                return false;
            }
            if (modulus == 0) {
                return true;
            }
            BigInteger rest = BigInteger.valueOf(state.remainder)
                    .multiply(BigInteger.TEN.pow(stepScale - fractionDigits));
            return rest.mod(BigInteger.valueOf(modulus)).signum() == 0;
        }

        @Nullable State step(State state, int symbol) {
            boolean digit = symbol >= '0' && symbol <= '9';
            return switch (state.phase) {
                case START -> digit ? wholeDigit(state, symbol) : null;
                case ZERO, WHOLE -> {
                    if (digit) {
                        yield state.phase == ZERO ? null : wholeDigit(state, symbol);
                    }
                    State ended = endWhole(state);
                    if (ended == null || (symbol != '.' && symbol != 'e')) {
                        yield null;
                    }
                    yield symbol == 'e' ? beginExponent(ended) : fractionCap == 0 ? null : at(ended, POINT, 0);
                }
                case POINT -> digit ? fractionDigit(state, symbol) : null;
                case FRACTION -> digit ? fractionDigit(state, symbol) : symbol == 'e' ? beginExponent(state) : null;
                case EXPONENT -> {
                    if (symbol == '+' || symbol == '-') {
                        yield at(state, EXPONENT_SIGN, 0);
                    }
                    yield digit ? exponentDigit(state, symbol) : null;
                }
                case EXPONENT_SIGN, EXPONENT_DIGITS -> digit ? exponentDigit(state, symbol) : null;
                default -> throw new AssertionError(state);
            };
        }

        private static State at(State state, int phase, int digits) {
            return new State(phase, digits, state.low, state.high, state.remainder);
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
            int phase = index == 0 && symbol == '0' ? ZERO : WHOLE;
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
            return new State(FRACTION, index + 1, low, high, remainder(state, symbol));
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
            return new State(EXPONENT, 0, GREATER, LESS, 0);
        }

        /** At most 279, whatever the sign: 21 digits before it and 24 after the point stay inside a double's range. */
        private static @Nullable State exponentDigit(State state, int symbol) {
            int value = state.phase == EXPONENT_DIGITS ? (int) state.remainder * 10 + symbol - '0' : symbol - '0';
            int digits = state.phase == EXPONENT_DIGITS ? state.digits + 1 : 1;
            if (digits > 3 || value > 279) {
                return null;
            }
            return new State(EXPONENT_DIGITS, digits, state.low, state.high, value);
        }
    }
}
