package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.TokenSymbols;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The symbols that an automaton reads in any of its states, and the few bytes that complete its words. Immutable.
 *
 * @param symbols ASCII bytes that some state reads and that complete no word, and whether code points beyond ASCII are read
 * @param endings bytes that complete words, all of them ASCII
 */
record ReadBytes(Slice.Symbols symbols, BitSet endings) {
    /** Where more bytes than this end words, they are no mark of an end. */
    private static final int MOST_ENDINGS = 2;

    private static final int BYTES = 256;

    /** Automata of more transitions than this are not gone through. */
    private static final int MOST_TRANSITIONS = 20_000;

    /** So many states are looked at. */
    private static final int MOST_STATES = 128;
    /** What states so near do not read is no symbol. */
    private static final int NEAR = 3;

    /**
     * What is read for a while from a state, as within {@code [a-z]{2,8}} of {@code [a-z]{2,8}(-[0-9]+)*}: the symbols are the ASCII
     * bytes that the state and those near it read, and the endings the others that are read after some of them. What follows an
     * ending is no matter. Null where that is more than a few bytes, or code points beyond ASCII, and where words of the symbols
     * alone may have any length: then too many of their tokens are read to be worth while.
     */
    static @Nullable ReadBytes around(ByteDfa dfa, int start) {
        BitSet symbols = new BitSet(TokenSymbols.ASCII);
        for (int b = 0; b < TokenSymbols.ASCII; b++) {
            symbols.set(b, goesOn(dfa, start, b));
        }
        BitSet endings = new BitSet(BYTES);
        boolean isSettled = false;
        while (!isSettled) {
            endings.clear();
            BitSet unread = new BitSet(TokenSymbols.ASCII);
            if (!read(dfa, start, symbols, unread, endings)) {
                return null;
            }
            // Each time there are fewer.
            symbols.andNot(unread);
            isSettled = unread.isEmpty();
        }
        return symbols.isEmpty() || endings.length() > TokenSymbols.ASCII || endings.cardinality() > MOST_ENDINGS
                ? null
                : new ReadBytes(new Slice.Symbols(symbols, false), endings);
    }

    /**
     * Finds the symbols that states near the start do not read, and what else is read.
     *
     * @return false where there are too many states, or some may come again
     */
    private static boolean read(ByteDfa dfa, int start, BitSet symbols, BitSet unread, BitSet endings) {
        BitSet seen = new BitSet(dfa.stateCount());
        BitSet passed = new BitSet(dfa.stateCount());
        IdList states = new IdList();
        seen.set(start);
        passed.set(start);
        states.add(start);
        boolean comesAgain = false;
        int depth = 0;
        int layer = 1;
        for (int i = 0; i < states.size(); i++) {
            if (i == layer) {
                depth++;
                layer = states.size();
                passed.or(seen);
            }
            int state = states.get(i);
            for (int b = 0; b < BYTES; b++) {
                int target = dfa.step(state, b);
                boolean isSymbol = b < TokenSymbols.ASCII && symbols.get(b);
                if (!isSymbol || (target != ByteDfa.DEAD && dfa.isAccepting(target))) {
                    endings.set(b, endings.get(b) || target != ByteDfa.DEAD);
                }
                if (isSymbol && target != ByteDfa.DEAD && dfa.isAccepting(target)) {
                    unread.set(b);
                } else if (isSymbol && target == ByteDfa.DEAD && depth < NEAR) {
                    unread.set(b);
                } else if (isSymbol && target != ByteDfa.DEAD && !seen.get(target)) {
                    seen.set(target);
                    states.add(target);
                }
                comesAgain |= isSymbol && target != ByteDfa.DEAD && passed.get(target);
            }
            if (states.size() > MOST_STATES) {
                return false;
            }
        }
        // Symbols that are still to be taken out may be what leads back.
        return !comesAgain || !unread.isEmpty();
    }

    private static boolean goesOn(ByteDfa dfa, int state, int byteValue) {
        int target = dfa.step(state, byteValue);
        return target != ByteDfa.DEAD && !dfa.isAccepting(target);
    }

    /** What is read anywhere, or null where words end by many bytes, or the automaton is large. O(states * byte classes). */
    static @Nullable ReadBytes of(ByteDfa dfa) {
        int classes = dfa.classCount();
        if ((long) dfa.stateCount() * classes > MOST_TRANSITIONS) {
            return null;
        }
        boolean[] isRead = new boolean[classes];
        boolean[] isEnding = new boolean[classes];
        for (int state = 0; state < dfa.stateCount(); state++) {
            for (int c = 0; c < classes; c++) {
                int target = dfa.stepClass(state, c);
                if (target != ByteDfa.DEAD) {
                    isRead[c] = true;
                    isEnding[c] |= dfa.isAccepting(target);
                }
            }
        }
        BitSet ascii = new BitSet(TokenSymbols.ASCII);
        BitSet endings = new BitSet(TokenSymbols.ASCII);
        boolean beyond = false;
        for (int b = 0; b < BYTES; b++) {
            int c = dfa.classOf(b);
            if (isEnding[c]) {
                endings.set(b);
            } else if (isRead[c] && b < TokenSymbols.ASCII) {
                ascii.set(b);
            } else {
                beyond |= isRead[c];
            }
        }
        return endings.length() > TokenSymbols.ASCII || endings.cardinality() > MOST_ENDINGS
                ? null
                : new ReadBytes(new Slice.Symbols(ascii, beyond), endings);
    }
}
