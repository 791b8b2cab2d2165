package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.SubtreeSymbols;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the code points beyond ASCII lead in an automaton over their UTF-8 (the well-formed sequences of RFC 3629, as far
 * as the vocabulary has their first bytes). Not thread-safe.
 */
final class CodePoints {
    static final int[] NONE = {};

    /** Says that some code point does not lead on: no state is that. */
    private static final int[] NOT_ALL = {ByteDfa.DEAD};

    /** [bytes after the first] -> the group of those that are no white space. */
    private static final long[] GROUP_BY_LENGTH = {
        0, SubtreeSymbols.BEYOND_TWO, SubtreeSymbols.BEYOND_THREE, SubtreeSymbols.BEYOND_FOUR
    };

    private static final int FIRST_NEXT = 0x80;
    private static final int LAST_NEXT = 0xBF;

    private final ByteDfa dfa;
    private final BitSet occurring;
    /**
     * State within a code point and how many bytes are missing, 0 for a state before one -> where they lead; none, or {@link #NOT_ALL},
     * where some lead nowhere.
     */
    private final Map<Integer, int[]> known = new HashMap<>();

    /** @param occurring the bytes that occur in tokens */
    CodePoints(ByteDfa dfa, BitSet occurring) {
        this.dfa = dfa;
        this.occurring = occurring;
    }

    /** The states after one code point, or null when not all lead on, or some to an end, or count before they are whole. */
    int @Nullable [] targets(int state) {
        Integer key = state * 4;
        int[] targets = known.get(key);
        if (targets == null) {
            targets = whole(state);
            known.put(key, targets);
        }
        return targets.length > 0 && targets[0] == ByteDfa.DEAD ? null : targets;
    }

    private int[] whole(int state) {
        BitSet found = new BitSet();
        boolean all = lead(state, 0xC2, 0xDF, FIRST_NEXT, LAST_NEXT, 1, found)
                && lead(state, 0xE0, 0xE0, 0xA0, LAST_NEXT, 2, found)
                && lead(state, 0xE1, 0xEC, FIRST_NEXT, LAST_NEXT, 2, found)
                && lead(state, 0xED, 0xED, FIRST_NEXT, 0x9F, 2, found)
                && lead(state, 0xEE, 0xEF, FIRST_NEXT, LAST_NEXT, 2, found)
                && lead(state, 0xF0, 0xF0, 0x90, LAST_NEXT, 3, found)
                && lead(state, 0xF1, 0xF3, FIRST_NEXT, LAST_NEXT, 3, found)
                && lead(state, 0xF4, 0xF4, FIRST_NEXT, 0x8F, 3, found);
        return all ? found.stream().toArray() : NOT_ALL;
    }

    /**
     * The groups of {@link SubtreeSymbols} by all code points of which a state leads to itself, and counts or ends nowhere
     * on the way.
     */
    long loops(int state) {
        long left = 0;
        int last = ByteDfa.DEAD;
        for (int lead = 0xC2; lead <= 0xF4; lead++) {
            int missing = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
            int value = lead & (0x3F >> missing);
            int next = dfa.step(state, lead);
            boolean isPlain = lead != 0xE0
                    && lead != 0xED
                    && lead != 0xF0
                    && lead != 0xF4
                    && !SubtreeSymbols.isSpaceBegun(value, missing);
            if (!occurring.get(lead) || (isPlain && next == last && next != ByteDfa.DEAD)) {
                continue;
            }
            int from = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : FIRST_NEXT;
            int to = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : LAST_NEXT;
            if (!returns(next, value, missing, from, to, state)) {
                left |= GROUP_BY_LENGTH[missing];
            } else if (isPlain) {
                last = next;
            }
        }
        long spaces = spacesReturn(state) ? SubtreeSymbols.BEYOND_SPACE : 0;
        return (SubtreeSymbols.BEYOND & ~SubtreeSymbols.BEYOND_SPACE & ~left) | spaces;
    }

    /** Whether all code points but white space that begin so lead to a state. At most three bytes are missing. */
    private boolean returns(int at, int value, int missing, int first, int last, int home) {
        if (at == ByteDfa.DEAD || dfa.isAccepting(at) || dfa.isUnit(at)) {
            return false;
        }
        int checked = ByteDfa.DEAD;
        for (int b = first; b <= last; b++) {
            int longer = (value << 6) | (b & 0x3F);
            boolean isSpace = SubtreeSymbols.isSpaceBegun(longer, missing - 1);
            int next = dfa.step(at, b);
            if ((isSpace && missing == 1) || (!isSpace && next == checked && next != ByteDfa.DEAD)) {
                continue;
            }
            boolean returns = missing == 1
                    ? next == home
                    : isSpace
                            ? returns(next, longer, missing - 1, FIRST_NEXT, LAST_NEXT, home)
                            : leadsTo(next, missing - 1, home);
            if (!returns) {
                return false;
            }
            checked = isSpace ? checked : next;
        }
        return true;
    }

    private boolean leadsTo(int state, int missing, int home) {
        BitSet found = new BitSet();
        return goOn(state, missing, found) && found.cardinality() == 1 && found.get(home);
    }

    private boolean spacesReturn(int state) {
        for (byte[] bytes : SubtreeSymbols.spaces()) {
            int at = state;
            for (int i = 0; i < bytes.length; i++) {
                at = dfa.step(at, bytes[i] & 0xFF);
                boolean isLast = i == bytes.length - 1;
                if (at == ByteDfa.DEAD || dfa.isAccepting(at) || (isLast ? at != state : dfa.isUnit(at))) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean lead(
            int from, int firstLead, int lastLead, int firstNext, int lastNext, int missing, BitSet found) {
        int last = ByteDfa.DEAD;
        for (int b = firstLead; b <= lastLead; b++) {
            if (!occurring.get(b)) {
                continue;
            }
            int state = dfa.step(from, b);
            if (state == last && state != ByteDfa.DEAD) {
                continue;
            }
            last = state;
            boolean anyNext = firstNext == FIRST_NEXT && lastNext == LAST_NEXT;
            boolean goesOn = anyNext ? goOn(state, missing, found) : next(state, firstNext, lastNext, missing, found);
            if (!goesOn) {
                return false;
            }
        }
        return true;
    }

    /** The same by any bytes that may come within a code point. */
    private boolean goOn(int state, int missing, BitSet found) {
        if (state == ByteDfa.DEAD || dfa.isAccepting(state)) {
            return false;
        }
        if (missing == 0) {
            found.set(state);
            return true;
        }
        // At most three bytes are missing, so this is as deep as it gets.
        Integer key = state * 4 + missing;
        int[] targets = known.get(key);
        if (targets == null) {
            BitSet after = new BitSet();
            targets = next(state, FIRST_NEXT, LAST_NEXT, missing, after)
                    ? after.stream().toArray()
                    : NONE;
            known.put(key, targets);
        }
        for (int target : targets) {
            found.set(target);
        }
        return targets.length > 0;
    }

    private boolean next(int state, int first, int last, int missing, BitSet found) {
        if (state == ByteDfa.DEAD || dfa.isAccepting(state) || dfa.isUnit(state)) {
            return false;
        }
        for (int b = first; b <= last; b++) {
            boolean isNew = b == first || dfa.classOf(b) != dfa.classOf(b - 1);
            if (isNew && !goOn(dfa.step(state, b), missing - 1, found)) {
                return false;
            }
        }
        return true;
    }
}
