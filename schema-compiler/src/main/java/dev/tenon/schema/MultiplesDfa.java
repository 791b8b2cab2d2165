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
 * The automaton of all decimal spellings without exponent, of any length, whose number is a multiple of a step: the
 * remainder of the digits read so far by the step, both scaled to the digits that the step has after the point. Digits
 * beyond these must be zero.
 */
final class MultiplesDfa {
    private enum Phase {
        START,
        MINUS,
        ZERO,
        WHOLE,
        POINT,
        FRACTION
    }

    /** @param digits after the point, as far as the step has them */
    private record State(Phase phase, int digits, long remainder) {
        /** Spread wide, as in {@link Magnitude.State}. */
        @Override
        public int hashCode() {
            return Long.hashCode((remainder * 1024L + digits * 4L + phase.hashCode()) * 0x9E3779B97F4A7C15L);
        }

        /** Written out for the same reason as there. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof State that
                    && remainder == that.remainder
                    && digits == that.digits
                    && phase == that.phase;
        }
    }

    private final long modulus;
    private final int scale;
    private final CompileLimits limits;
    private final ByteDfa.Builder builder = ByteDfa.builder();
    private final Map<State, Integer> numbers = new HashMap<>();
    private final Deque<State> todo = new ArrayDeque<>();

    private MultiplesDfa(long modulus, int scale, CompileLimits limits) {
        this.modulus = modulus;
        this.scale = scale;
        this.limits = limits;
    }

    /**
     * The spellings of the multiples of a step.
     *
     * @throws GrammarTooComplexException when its remainders are more than an automaton may have states
     */
    static ByteDfa of(BigDecimal step, CompileLimits limits) {
        int scale = Math.max(0, step.scale());
        BigInteger modulus = step.movePointRight(scale).toBigIntegerExact();
        if (modulus.bitLength() > 31) {
            throw tooLarge(limits);
        }
        return new MultiplesDfa(modulus.longValueExact(), scale, limits).build();
    }

    private static GrammarTooComplexException tooLarge(CompileLimits limits) {
        return new GrammarTooComplexException("maxDfaStates", limits.maxDfaStates(), "the automaton of multiples");
    }

    private ByteDfa build() {
        number(new State(Phase.START, 0, 0));
        while (!todo.isEmpty()) {
            State state = todo.remove();
            int from = number(state);
            if (accepts(state)) {
                builder.accept(from, 0);
            }
            for (char symbol : "0123456789.-".toCharArray()) {
                State next = step(state, symbol);
                if (next != null) {
                    builder.addTransition(from, symbol, symbol, number(next));
                }
            }
        }
        return builder.build();
    }

    private int number(State state) {
        Integer known = numbers.get(state);
        if (known == null) {
            if (numbers.size() >= limits.maxDfaStates()) {
                throw tooLarge(limits);
            }
            known = builder.addState();
            numbers.put(state, known);
            todo.add(state);
        }
        return known;
    }

    private boolean accepts(State state) {
        return switch (state.phase) {
            case START, MINUS, POINT -> false;
            case ZERO, WHOLE, FRACTION -> {
                long remainder = state.remainder;
                for (int i = state.digits; i < scale; i++) {
                    remainder = remainder * 10 % modulus;
                }
                yield remainder == 0;
            }
        };
    }

    private @Nullable State step(State state, char symbol) {
        return switch (state.phase) {
            case START -> symbol == '-' ? new State(Phase.MINUS, 0, 0) : first(symbol);
            case MINUS -> first(symbol);
            case ZERO -> symbol == '.' ? new State(Phase.POINT, 0, state.remainder) : null;
            case WHOLE ->
                symbol == '.'
                        ? new State(Phase.POINT, 0, state.remainder)
                        : digit(symbol) ? new State(Phase.WHOLE, 0, after(state.remainder, symbol)) : null;
            case POINT, FRACTION -> digit(symbol) ? fraction(state, symbol) : null;
        };
    }

    private @Nullable State fraction(State state, char symbol) {
        if (state.digits == scale) {
            return symbol == '0' ? new State(Phase.FRACTION, scale, state.remainder) : null;
        }
        return new State(Phase.FRACTION, state.digits + 1, after(state.remainder, symbol));
    }

    private @Nullable State first(char symbol) {
        if (!digit(symbol)) {
            return null;
        }
        return new State(symbol == '0' ? Phase.ZERO : Phase.WHOLE, 0, after(0, symbol));
    }

    private long after(long remainder, char symbol) {
        return (remainder * 10 + symbol - '0') % modulus;
    }

    private static boolean digit(char symbol) {
        return symbol >= '0' && symbol <= '9';
    }
}
