package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.SubtreeSymbols;
import dev.tenon.automaton.token.TokenSymbols;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the code points beyond ASCII lead in an automaton over their UTF-8 (the well-formed sequences of RFC 3629, as far
 * as the vocabulary has their first bytes). White space is apart from all others. Not thread-safe.
 */
final class CodePoints {
    static final int[] NONE = {};

    /** Says that some code point does not lead on: no state is that. */
    private static final int[] NOT_ALL = {ByteDfa.DEAD};

    /** [bytes after the first] -> the group of those that are no white space. */
    private static final long[] GROUP_BY_LENGTH = {
        0, SubtreeSymbols.BEYOND_TWO, SubtreeSymbols.BEYOND_THREE, SubtreeSymbols.BEYOND_FOUR
    };

    private static final int FIRST_LEAD = 0xC2;
    private static final int LAST_LEAD = 0xF4;
    /** Begin the code points from {@link TokenSymbols#FIRST_COMMON} to {@link TokenSymbols#LAST_COMMON}. */
    private static final int FIRST_COMMON = 0xC3;

    private static final int LAST_COMMON = 0xED;
    private static final int FIRST_NEXT = 0x80;
    private static final int LAST_NEXT = 0xBF;

    private final ByteDfa dfa;
    /**
     * Bits by first byte from {@link #FIRST_LEAD} on: those that occur; of such as come one after the other, begin nothing but plain code
     * points of one length, and do the same in every state, the first.
     */
    private final long leads;
    /** Bits by the bytes that may come within a code point: the first of each class, as far as they come one after the other. */
    private final long changes;
    /**
     * State within a code point and how many bytes are missing, 0 for a state before one -> where they lead; none, or {@link #NOT_ALL},
     * where some lead nowhere.
     */
    private final Map<Integer, int[]> known = new HashMap<>();
    /** State before a code point -> where all lead that are no white space, or {@link #NOT_ALL}. */
    private final Map<Integer, int[]> knownOthers = new HashMap<>();
    /** The same for the common ones. */
    private final Map<Integer, int[]> knownCommon = new HashMap<>();

    /** @param occurring the bytes that occur in tokens */
    CodePoints(ByteDfa dfa, BitSet occurring) {
        this.dfa = dfa;
        long apart = 0;
        for (int lead = FIRST_LEAD; lead <= LAST_LEAD; lead++) {
            boolean isLike = lead > FIRST_LEAD
                    && missing(lead) == missing(lead - 1)
                    && dfa.classOf(lead) == dfa.classOf(lead - 1)
                    && isPlain(lead)
                    && isPlain(lead - 1)
                    && occurring.get(lead - 1);
            apart |= occurring.get(lead) && !isLike ? 1L << (lead - FIRST_LEAD) : 0;
        }
        this.leads = apart;
        long first = 1;
        for (int b = FIRST_NEXT + 1; b <= LAST_NEXT; b++) {
            first |= dfa.classOf(b) != dfa.classOf(b - 1) ? 1L << (b - FIRST_NEXT) : 0;
        }
        this.changes = first;
    }

    private static boolean isPlain(int lead) {
        return isPlain(lead, value(lead, missing(lead)), missing(lead));
    }

    /** The states after one code point, or null when not all lead on, or some to an end, or count before they are whole. */
    int @Nullable [] targets(int state) {
        Integer key = state * 4;
        int[] targets = known.get(key);
        if (targets == null) {
            targets = whole(state, true, FIRST_LEAD, LAST_LEAD);
            known.put(key, targets);
        }
        return isAll(targets) ? targets : null;
    }

    /** The same for those that are no white space. */
    int @Nullable [] othersTargets(int state) {
        Integer key = state;
        int[] targets = knownOthers.get(key);
        if (targets == null) {
            targets = whole(state, false, FIRST_LEAD, LAST_LEAD);
            knownOthers.put(key, targets);
        }
        return isAll(targets) ? targets : null;
    }

    /** The same for those of {@link TokenSymbols#FIRST_COMMON} to {@link TokenSymbols#LAST_COMMON} that are no white space. */
    int @Nullable [] commonTargets(int state) {
        Integer key = state;
        int[] targets = knownCommon.get(key);
        if (targets == null) {
            targets = whole(state, false, FIRST_COMMON, LAST_COMMON);
            knownCommon.put(key, targets);
        }
        return isAll(targets) ? targets : null;
    }

    private static boolean isAll(int[] targets) {
        return targets.length == 0 || targets[0] != ByteDfa.DEAD;
    }

    private int[] whole(int state, boolean withSpaces, int firstLead, int lastLead) {
        BitSet found = new BitSet();
        int last = ByteDfa.DEAD;
        int lastMissing = 0;
        for (long left = leads; left != 0; left &= left - 1) {
            int lead = FIRST_LEAD + Long.numberOfTrailingZeros(left);
            if (lead < firstLead || lead > lastLead) {
                continue;
            }
            int missing = missing(lead);
            last = missing == lastMissing ? last : ByteDfa.DEAD;
            lastMissing = missing;
            int value = value(lead, missing);
            boolean isWhole = firstNext(lead) == FIRST_NEXT && lastNext(lead) == LAST_NEXT;
            boolean isPlain = isWhole && (withSpaces || !SubtreeSymbols.isSpaceBegun(value, missing));
            int next = dfa.step(state, lead);
            if (isPlain && next == last && next != ByteDfa.DEAD) {
                continue;
            }
            boolean goesOn = isPlain
                    ? goOn(next, missing, found)
                    : withSpaces
                            ? next(next, firstNext(lead), lastNext(lead), missing, found)
                            : others(next, value, missing, firstNext(lead), lastNext(lead), found);
            if (!goesOn) {
                return NOT_ALL;
            }
            last = isPlain ? next : last;
        }
        return IdList.of(found);
    }

    /** The same for those that begin so, of which some are white space. At most three bytes are missing, so this is as deep as it gets. */
    private boolean others(int state, int value, int missing, int first, int last, BitSet found) {
        if (isLost(state)) {
            return false;
        }
        int checked = ByteDfa.DEAD;
        long spaces = SubtreeSymbols.spacesAfter(value, missing);
        for (long left = othersAfter(spaces, missing, first, last); left != 0; left &= left - 1) {
            int bits = Long.numberOfTrailingZeros(left);
            int longer = (value << 6) | bits;
            boolean isSpace = (spaces >>> bits & 1) != 0;
            int next = dfa.step(state, FIRST_NEXT + bits);
            if (!isSpace && next == checked && next != ByteDfa.DEAD) {
                continue;
            }
            boolean goesOn = isSpace
                    ? others(next, longer, missing - 1, FIRST_NEXT, LAST_NEXT, found)
                    : goOn(next, missing - 1, found);
            if (!goesOn) {
                return false;
            }
            checked = isSpace ? checked : next;
        }
        return true;
    }

    /**
     * Bits of the bytes, from one to another, after which a code point can still become one that is no white space: of those that come one
     * after the other, do the same in every state, and begin no white space, the first.
     */
    private long othersAfter(long spaces, int missing, int first, int last) {
        long range = -1L << (first - FIRST_NEXT) & -1L >>> (LAST_NEXT - last);
        long apart = changes | spaces | spaces << 1 | 1L << (first - FIRST_NEXT);
        return apart & range & (missing == 1 ? ~spaces : -1L);
    }

    /** Whether a state reads no code point that is no white space. */
    boolean readsNoOthers(int state) {
        for (long left = leads; left != 0; left &= left - 1) {
            int lead = FIRST_LEAD + Long.numberOfTrailingZeros(left);
            if (readsOthers(dfa.step(state, lead), value(lead, missing(lead)), missing(lead))) {
                return false;
            }
        }
        return true;
    }

    /** Whether any code point is read that begins so and is no white space. Of those with white space among them few bytes are missing. */
    private boolean readsOthers(int at, int value, int missing) {
        if (at == ByteDfa.DEAD || !SubtreeSymbols.isSpaceBegun(value, missing)) {
            // Every state leads on to something.
            return at != ByteDfa.DEAD;
        }
        boolean reads = false;
        for (int b = FIRST_NEXT; missing > 0 && b <= LAST_NEXT && !reads; b++) {
            reads = readsOthers(dfa.step(at, b), (value << 6) | (b & 0x3F), missing - 1);
        }
        return reads;
    }

    /** Where each code point of white space leads, DEAD where it cannot be read; null where one ends there, or counts before it is whole. */
    int @Nullable [] spaceTargets(int state) {
        List<byte[]> spaces = SubtreeSymbols.spaces();
        int[] targets = new int[spaces.size()];
        for (int i = 0; i < targets.length; i++) {
            byte[] bytes = spaces.get(i);
            int at = state;
            for (int byteAt = 0; byteAt < bytes.length && at != ByteDfa.DEAD; byteAt++) {
                at = dfa.step(at, bytes[byteAt] & 0xFF);
                if (at != ByteDfa.DEAD && (dfa.isAccepting(at) || (byteAt < bytes.length - 1 && dfa.isUnit(at)))) {
                    return null;
                }
            }
            targets[i] = at;
        }
        return targets;
    }

    /**
     * The groups of {@link SubtreeSymbols} by all code points of which a state leads to another, or to itself, and counts or ends nowhere
     * on the way.
     */
    long leading(int from, int to) {
        long missed = 0;
        int last = ByteDfa.DEAD;
        int lastMissing = 0;
        for (long left = leads; left != 0; left &= left - 1) {
            int lead = FIRST_LEAD + Long.numberOfTrailingZeros(left);
            int missing = missing(lead);
            last = missing == lastMissing ? last : ByteDfa.DEAD;
            lastMissing = missing;
            int value = value(lead, missing);
            boolean isPlain = isPlain(lead, value, missing);
            int next = dfa.step(from, lead);
            if ((missed & GROUP_BY_LENGTH[missing]) != 0 || (isPlain && next == last && next != ByteDfa.DEAD)) {
                continue;
            }
            if (!othersLead(next, value, missing, firstNext(lead), lastNext(lead), to)) {
                missed |= GROUP_BY_LENGTH[missing];
            } else if (isPlain) {
                last = next;
            }
        }
        long spaces = spacesLead(from, to) ? SubtreeSymbols.BEYOND_SPACE : 0;
        return (SubtreeSymbols.BEYOND & ~SubtreeSymbols.BEYOND_SPACE & ~missed) | spaces;
    }

    /** Whether all code points but white space that begin so lead to a state. */
    private boolean othersLead(int at, int value, int missing, int first, int last, int to) {
        if (isLost(at)) {
            return false;
        }
        int checked = ByteDfa.DEAD;
        long spaces = SubtreeSymbols.spacesAfter(value, missing);
        for (long left = othersAfter(spaces, missing, first, last); left != 0; left &= left - 1) {
            int bits = Long.numberOfTrailingZeros(left);
            int longer = (value << 6) | bits;
            boolean isSpace = (spaces >>> bits & 1) != 0;
            int next = dfa.step(at, FIRST_NEXT + bits);
            if (!isSpace && next == checked && next != ByteDfa.DEAD) {
                continue;
            }
            boolean leads = isSpace
                    ? othersLead(next, longer, missing - 1, FIRST_NEXT, LAST_NEXT, to)
                    : allLead(next, missing - 1, to);
            if (!leads) {
                return false;
            }
            checked = isSpace ? checked : next;
        }
        return true;
    }

    /** The same for any bytes that may come within a code point. */
    private boolean allLead(int at, int missing, int to) {
        if (missing == 0) {
            return at == to;
        }
        if (isLost(at)) {
            return false;
        }
        int checked = ByteDfa.DEAD;
        for (long left = changes; left != 0; left &= left - 1) {
            int next = dfa.step(at, FIRST_NEXT + Long.numberOfTrailingZeros(left));
            if ((next != checked || next == ByteDfa.DEAD) && !allLead(next, missing - 1, to)) {
                return false;
            }
            checked = next;
        }
        return true;
    }

    private boolean spacesLead(int from, int to) {
        for (byte[] bytes : SubtreeSymbols.spaces()) {
            int at = from;
            for (int i = 0; i < bytes.length; i++) {
                at = dfa.step(at, bytes[i] & 0xFF);
                boolean isLast = i == bytes.length - 1;
                if (isLast ? at != to : isLost(at)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether a state within a code point leads nowhere, ends a word, or counts before the code point is whole. */
    private boolean isLost(int state) {
        return state == ByteDfa.DEAD || dfa.isAccepting(state) || dfa.isUnit(state);
    }

    /** By any bytes that may come within a code point. */
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
            targets = nextOfAny(state, missing, after) ? IdList.of(after) : NONE;
            known.put(key, targets);
        }
        for (int target : targets) {
            found.set(target);
        }
        return targets.length > 0;
    }

    private boolean nextOfAny(int state, int missing, BitSet found) {
        if (isLost(state)) {
            return false;
        }
        for (long left = changes; left != 0; left &= left - 1) {
            int b = FIRST_NEXT + Long.numberOfTrailingZeros(left);
            if (!goOn(dfa.step(state, b), missing - 1, found)) {
                return false;
            }
        }
        return true;
    }

    private boolean next(int state, int first, int last, int missing, BitSet found) {
        if (isLost(state)) {
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

    /** How many bytes follow the first one. */
    private static int missing(int lead) {
        return lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    }

    /** The bits of the code point that its first byte has. */
    private static int value(int lead, int missing) {
        return lead & (0x3F >> missing);
    }

    /** Whether any bytes that may come within a code point follow, and none of white space. */
    private static boolean isPlain(int lead, int value, int missing) {
        return lead != 0xE0
                && lead != 0xED
                && lead != 0xF0
                && lead != 0xF4
                && !SubtreeSymbols.isSpaceBegun(value, missing);
    }

    private static int firstNext(int lead) {
        return lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : FIRST_NEXT;
    }

    private static int lastNext(int lead) {
        return lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : LAST_NEXT;
    }
}
