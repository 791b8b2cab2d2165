package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import java.util.HashMap;
import java.util.Map;

/**
 * The exponents of numbers, from the {@code e} on (RFC 8259, section 6): an optional sign and up to three digits, leading
 * zeros among them, whose value is in an interval. States are added to an automaton that is being built; what has the
 * same continuations is one state. Not thread-safe.
 */
final class ExponentDigits {
    private static final int DIGITS = 3;

    private final ByteDfa.Builder builder;
    private final Map<Object, Integer> states = new HashMap<>();

    private record Signed(int least, int most) {}

    /** Digits of this value were read, and so many more may follow. */
    private record Read(int least, int most, int value, int left) {}

    /** How many more digits may follow, and for which numbers of them the value is in the interval, as bits. */
    private record Decided(int lengths, int left) {}

    ExponentDigits(ByteDfa.Builder builder) {
        this.builder = builder;
    }

    /** The state before the exponents from {@code least} to {@code most}, which is not less. */
    int between(int least, int most) {
        Integer known = states.get(new Signed(least, most));
        if (known != null) {
            return known;
        }
        int state = builder.addState();
        states.put(new Signed(least, most), state);
        if (most >= 0) {
            int plus = builder.addState();
            builder.addTransition(state, '+', '+', plus);
            addDigits(state, new Read(Math.max(0, least), most, 0, DIGITS));
            addDigits(plus, new Read(Math.max(0, least), most, 0, DIGITS));
        }
        if (least <= 0) {
            int minus = builder.addState();
            builder.addTransition(state, '-', '-', minus);
            addDigits(minus, new Read(Math.max(0, -most), -least, 0, DIGITS));
        }
        return state;
    }

    private void addDigits(int from, Read read) {
        for (int digit = 0; digit <= 9; digit++) {
            Read next = new Read(read.least, read.most, read.value * 10 + digit, read.left - 1);
            Object key = key(next);
            if (key.equals(new Decided(0, next.left))) {
                continue;
            }
            Integer known = states.get(key);
            if (known == null) {
                known = builder.addState();
                states.put(key, known);
                if (next.value >= next.least && next.value <= next.most) {
                    builder.accept(known, 0);
                }
                if (next.left > 0) {
                    addDigits(known, next);
                }
            }
            builder.addTransition(from, '0' + digit, '0' + digit, known);
        }
    }

    private static Object key(Read read) {
        int lengths = 0;
        int first = read.value;
        int last = read.value;
        for (int i = 0; i <= read.left; i++) {
            boolean isInside = first >= read.least && last <= read.most;
            if (!isInside && last >= read.least && first <= read.most) {
                return read;
            }
            lengths |= isInside ? 1 << i : 0;
            first *= 10;
            last = last * 10 + 9;
        }
        return new Decided(lengths, read.left);
    }
}
