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
