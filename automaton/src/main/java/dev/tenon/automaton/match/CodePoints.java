package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
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

    private static final int FIRST_NEXT = 0x80;
    private static final int LAST_NEXT = 0xBF;

    private final ByteDfa dfa;
    private final BitSet occurring;
    /** State within a code point and how many bytes are missing -> where they lead; none where some lead nowhere. */
    private final Map<Integer, int[]> known = new HashMap<>();

    /** @param occurring the bytes that occur in tokens */
    CodePoints(ByteDfa dfa, BitSet occurring) {
        this.dfa = dfa;
        this.occurring = occurring;
    }

    /** The states after one code point, or null when not all lead on, or some to an end, or count before they are whole. */
    int @Nullable [] targets(int state) {
        BitSet found = new BitSet();
        boolean all = lead(state, 0xC2, 0xDF, FIRST_NEXT, LAST_NEXT, 1, found)
                && lead(state, 0xE0, 0xE0, 0xA0, LAST_NEXT, 2, found)
                && lead(state, 0xE1, 0xEC, FIRST_NEXT, LAST_NEXT, 2, found)
                && lead(state, 0xED, 0xED, FIRST_NEXT, 0x9F, 2, found)
                && lead(state, 0xEE, 0xEF, FIRST_NEXT, LAST_NEXT, 2, found)
                && lead(state, 0xF0, 0xF0, 0x90, LAST_NEXT, 3, found)
                && lead(state, 0xF1, 0xF3, FIRST_NEXT, LAST_NEXT, 3, found)
                && lead(state, 0xF4, 0xF4, FIRST_NEXT, 0x8F, 3, found);
        return all ? found.stream().toArray() : null;
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
