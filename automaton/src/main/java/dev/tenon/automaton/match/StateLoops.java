package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.SubtreeSymbols;
import dev.tenon.automaton.token.TokenSymbols;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * On which symbols each state of an automaton leads to itself, and which it does not read, in the groups of {@link SubtreeSymbols}; worked
 * out for the states that are asked for, once. Thread-safe: whoever works it out writes the same.
 */
final class StateLoops {
    /** No group has this bit: what else the number says is known. */
    private static final long KNOWN = 1L << 62;

    private static final long BEYOND_ASCII = SubtreeSymbols.BEYOND | SubtreeSymbols.BROKEN;
    private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(long[].class);

    private final ByteDfa dfa;
    private final BitSet occurringBytes;
    /** [state] -> groups on which it loops, and {@link #KNOWN} once those of ASCII are known. */
    private final long[] loops;
    /** [state] -> groups of ASCII that it does not read, and {@link #KNOWN} once it is known of code points beyond whether it loops. */
    private final long[] deaf;

    /** Made where it is first asked for. */
    private volatile @Nullable Read read;

    private record Read(@Nullable ReadBytes bytes) {}

    /** @param occurringBytes of tokens */
    StateLoops(ByteDfa dfa, BitSet occurringBytes) {
        this.dfa = dfa;
        this.occurringBytes = occurringBytes;
        this.loops = new long[dfa.stateCount()];
        this.deaf = new long[dfa.stateCount()];
    }

    /** A rough size for cache bounds. */
    int bytes() {
        return 16 * loops.length + 128;
    }

    /** What is read in any state, or null where that is of no use. */
    @Nullable
    ReadBytes readBytes() {
        Read known = read;
        if (known == null) {
            known = new Read(ReadBytes.of(dfa));
            read = known;
        }
        return known.bytes;
    }

    /**
     * The groups on which the state loops; none for one that accepts, since the word has ended there.
     *
     * @param asked the groups that matter: nothing is said of others
     */
    long loops(int state, long asked) {
        long known = (long) ENTRY.getOpaque(loops, state);
        if (known == 0) {
            known = readAscii(state);
        }
        long missing = asked & ~known;
        if (missing != 0
                && (missing & ~SubtreeSymbols.BEYOND) == 0
                && ((long) ENTRY.getOpaque(deaf, state) & KNOWN) == 0) {
            known |= dfa.isAccepting(state) ? 0 : new CodePoints(dfa, occurringBytes).leading(state, state);
            ENTRY.setOpaque(loops, state, known);
            ENTRY.setOpaque(deaf, state, (long) ENTRY.getOpaque(deaf, state) | KNOWN);
        }
        return known & ~KNOWN;
    }

    /** The groups of ASCII that the state does not read. */
    long deaf(int state) {
        if ((long) ENTRY.getOpaque(loops, state) == 0) {
            readAscii(state);
        }
        return (long) ENTRY.getOpaque(deaf, state) & ~KNOWN;
    }

    private long readAscii(int state) {
        long left = 0;
        long read = 0;
        for (int b = 0; b < TokenSymbols.ASCII; b++) {
            int target = dfa.step(state, b);
            long bit = SubtreeSymbols.bitOf(b);
            left |= target == state ? 0 : bit;
            read |= target == ByteDfa.DEAD ? 0 : bit;
        }
        long loopsHere = (dfa.isAccepting(state) ? 0 : ~(left | BEYOND_ASCII)) | KNOWN;
        ENTRY.setOpaque(deaf, state, ~(read | BEYOND_ASCII | KNOWN));
        // Last: from here on the other one is looked at, too.
        ENTRY.setRelease(loops, state, loopsHere);
        return loopsHere;
    }
}
