package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.TokenSymbols;
import java.util.Arrays;
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
        Around around = new Around(dfa, start);
        do {
            if (!around.look()) {
                return null;
            }
            // Each time there are fewer symbols.
        } while (around.leaveOut());
        BitSet symbols = new BitSet(TokenSymbols.ASCII);
        BitSet endings = new BitSet(BYTES);
        for (int b = 0; b < BYTES; b++) {
            boolean isSymbol = b < TokenSymbols.ASCII && around.isSymbol[dfa.classOf(b)];
            symbols.set(b, isSymbol);
            endings.set(b, !isSymbol && around.isRead[dfa.classOf(b)]);
        }
        return symbols.isEmpty() || endings.length() > TokenSymbols.ASCII || endings.cardinality() > MOST_ENDINGS
                ? null
                : new ReadBytes(new Slice.Symbols(symbols, Beyond.NONE), endings);
    }

    /** The states that some symbols lead to from one. Bytes of one class do the same. */
    private static final class Around {
        private final ByteDfa dfa;
        private final int start;
        /** [class] -> whether its ASCII bytes are symbols. */
        final boolean[] isSymbol;
        /** [class] -> whether any of the states reads it. */
        final boolean[] isRead;
        /** [class] -> whether it cannot be a symbol: it completes a word, or a state near the start does not read it. */
        private final boolean[] isOut;

        private boolean anyOut;
        /** [state] -> one more than its place in the order in which the states were met, 0 for one that was not. */
        private final int[] places;

        Around(ByteDfa dfa, int start) {
            this.dfa = dfa;
            this.start = start;
            this.isSymbol = new boolean[dfa.classCount()];
            this.isRead = new boolean[dfa.classCount()];
            this.isOut = new boolean[dfa.classCount()];
            this.places = new int[dfa.stateCount()];
            for (int c = 0; c < isSymbol.length; c++) {
                int target = dfa.stepClass(start, c);
                isSymbol[c] = dfa.asciiCount(c) > 0 && target != ByteDfa.DEAD && !dfa.isAccepting(target);
            }
        }

        /** Looks at the states; false where there are too many, or some may come again. */
        boolean look() {
            Arrays.fill(isRead, false);
            Arrays.fill(places, 0);
            IdList states = new IdList();
            states.add(start);
            places[start] = 1;
            boolean comesAgain = false;
            int depth = 0;
            int layer = 1;
            for (int i = 0; i < states.size(); i++) {
                if (i == layer) {
                    depth++;
                    layer = states.size();
                }
                int state = states.get(i);
                for (int c = 0; c < isSymbol.length; c++) {
                    int target = dfa.stepClass(state, c);
                    isRead[c] |= target != ByteDfa.DEAD;
                    if (!isSymbol[c]) {
                        continue;
                    }
                    if (target == ByteDfa.DEAD || dfa.isAccepting(target)) {
                        isOut[c] |= target != ByteDfa.DEAD || depth < NEAR;
                        anyOut |= isOut[c];
                    } else if (places[target] == 0) {
                        states.add(target);
                        places[target] = states.size();
                    } else {
                        comesAgain |= places[target] <= layer;
                    }
                }
                if (states.size() > MOST_STATES) {
                    return false;
                }
            }
            // Symbols that are still to be taken out may be what leads back.
            return !comesAgain || anyOut;
        }

        /** Takes out the symbols that cannot be any; whether there were such. */
        boolean leaveOut() {
            boolean found = anyOut;
            for (int c = 0; c < isSymbol.length; c++) {
                isSymbol[c] &= !isOut[c];
            }
            anyOut = false;
            return found;
        }
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
                : new ReadBytes(new Slice.Symbols(ascii, beyond ? Beyond.ALL : Beyond.NONE), endings);
    }
}
