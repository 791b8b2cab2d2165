package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.TokenSymbols;
import dev.tenon.automaton.token.TokenViews;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a {@link WideLoop} of several states around a state. It begins with the symbols that the state reads, follows them, and takes out
 * those that lead to states from which few go on, until none does. Bytes of one class do the same, so that all is done class by class: O(states
 * * byte classes) for each look. Used for one state, then thrown away.
 */
final class WideLoopSearch {
    private static final int MOST_STATES = 256;
    /** A state is left out when more than this part of the tokens could not go on from it: one in so many. */
    private static final int PART = 8;

    private final MaskEngine engine;
    private final ByteDfa dfa;
    private final int start;
    /** [class] -> how many tokens begin with an ASCII byte of it. */
    private final long[] tokensFrom;
    /** The classes whose ASCII bytes are taken for symbols. */
    private int[] symbols;

    private int symbolCount;

    /** [state] -> the look that met it last. */
    private final int[] met;

    private int look;
    /** The states that the symbols lead to, as far as most tokens go, in the order of their distance. */
    private final IdList reached = new IdList();
    /** Of those before this it is known where the symbols lead. */
    private int expanded;
    /** Whether some state does not go on by white space beyond ASCII, so that it is none of the symbols. */
    private boolean leavesOutSpaces;

    WideLoopSearch(MaskEngine engine, ByteDfa dfa, int start) {
        this.engine = engine;
        this.dfa = dfa;
        this.start = start;
        this.tokensFrom = new long[dfa.classCount()];
        for (int b = 0; b < TokenSymbols.ASCII; b++) {
            tokensFrom[dfa.classOf(b)] += engine.byFirstByte().count(b);
        }
        this.symbols = new int[dfa.classCount()];
        this.met = new int[dfa.stateCount()];
    }

    /** The widest that was found, or null. */
    @Nullable
    WideLoop find() {
        for (int c = 0; c < dfa.classCount(); c++) {
            if (dfa.asciiCount(c) > 0 && goesOn(start, c)) {
                symbols[symbolCount++] = c;
            }
        }
        if (!settle(null)) {
            takeAlike();
            if (!settle(null)) {
                return null;
            }
        }
        CodePoints beyond = new CodePoints(dfa, engine.occurringBytes());
        if (expanded == reached.size() && beyondStays(beyond)) {
            return found(beyond);
        }
        // The bytes are now those that are known to do no harm.
        WideLoop ascii = found(null);
        return settle(beyond) ? found(beyond) : ascii;
    }

    /**
     * Takes out symbols until none does harm.
     *
     * @param beyond what code points beyond ASCII do, all of which but white space are among the symbols; null where none is
     * @return whether there is such a loop
     */
    private boolean settle(@Nullable CodePoints beyond) {
        boolean isHarmless = false;
        while (!isHarmless) {
            int before = symbolCount;
            if (!reach(beyond)) {
                return false;
            }
            isHarmless = leaveOut(beyond);
            if (!isHarmless && symbolCount == before) {
                // Code points beyond ASCII alone lead to where few go on.
                return false;
            }
        }
        return true;
    }

    /** Whether code points beyond ASCII lead from what bytes reach to nothing else, so that another look would find the same. */
    private boolean beyondStays(CodePoints beyond) {
        for (int i = 0; i < expanded; i++) {
            int[] targets = targets(reached.get(i), beyond);
            if (targets == null) {
                return false;
            }
            for (int target : targets) {
                if (met[target] != look) {
                    return false;
                }
            }
        }
        return true;
    }

    private WideLoop found(@Nullable CodePoints beyond) {
        BitSet ascii = new BitSet(TokenSymbols.ASCII);
        boolean[] isSymbol = new boolean[dfa.classCount()];
        for (int i = 0; i < symbolCount; i++) {
            isSymbol[symbols[i]] = true;
        }
        for (int b = 0; b < TokenSymbols.ASCII; b++) {
            ascii.set(b, isSymbol[dfa.classOf(b)]);
        }
        Beyond taken = beyond == null ? Beyond.NONE : leavesOutSpaces ? Beyond.BUT_SPACES : Beyond.ALL;
        BitSet states = new BitSet(dfa.stateCount());
        for (int i = 0; i < reached.size(); i++) {
            states.set(reached.get(i));
        }
        return new WideLoop(dfa, new Slice.Symbols(ascii, taken), states, expanded == reached.size());
    }

    /**
     * Takes bytes after which most are read as before them: of a state that only notes what was read last, as within a class of characters,
     * where a range may follow, they lead to its like, and not all over a large automaton.
     */
    private void takeAlike() {
        IdList going = new IdList();
        long all = 0;
        for (int c = 0; c < dfa.classCount(); c++) {
            if (dfa.asciiCount(c) > 0 && goesOn(start, c)) {
                going.add(c);
                all += tokensFrom[c];
            }
        }
        symbolCount = 0;
        for (int i = 0; i < going.size(); i++) {
            long same = 0;
            int target = dfa.stepClass(start, going.get(i));
            for (int j = 0; j < going.size(); j++) {
                int c = going.get(j);
                same += dfa.stepClass(target, c) == dfa.stepClass(start, c) ? tokensFrom[c] : 0;
            }
            if (same > all - all / PART) {
                symbols[symbolCount++] = going.get(i);
            }
        }
    }

    private boolean goesOn(int state, int byteClass) {
        int target = dfa.stepClass(state, byteClass);
        return target != ByteDfa.DEAD && !dfa.isAccepting(target);
    }

    /** Whether few enough states are reached, from each of which all code points beyond ASCII but white space lead on where they are symbols. */
    private boolean reach(@Nullable CodePoints beyond) {
        look++;
        reached.clear();
        expanded = 0;
        leavesOutSpaces = false;
        add(start);
        for (int length = 0; length < TokenViews.LONG && expanded < reached.size(); length++) {
            for (int layer = reached.size(); expanded < layer; expanded++) {
                if (reached.size() > MOST_STATES || !expand(reached.get(expanded), beyond)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean expand(int state, @Nullable CodePoints beyond) {
        for (int i = 0; i < symbolCount; i++) {
            if (goesOn(state, symbols[i])) {
                add(dfa.stepClass(state, symbols[i]));
            }
        }
        int[] targets = beyond == null ? CodePoints.NONE : targets(state, beyond);
        if (targets == null) {
            return false;
        }
        for (int target : targets) {
            add(target);
        }
        return true;
    }

    private int @Nullable [] targets(int state, CodePoints beyond) {
        int[] all = beyond.targets(state);
        if (all != null) {
            return all;
        }
        leavesOutSpaces = true;
        return beyond.othersTargets(state);
    }

    private void add(int state) {
        if (met[state] != look) {
            met[state] = look;
            reached.add(state);
        }
    }

    /**
     * Takes out the symbols that lead to states from which many tokens cannot go on; where there is no such state, those by which some state
     * does not go on.
     *
     * @return whether all go on from all states, so that none had to be taken out
     */
    private boolean leaveOut(@Nullable CodePoints beyond) {
        long all = 0;
        for (int i = 0; i < symbolCount; i++) {
            all += tokensFrom[symbols[i]];
        }
        BitSet bad = new BitSet();
        // By their index.
        BitSet dead = new BitSet();
        for (int at = 0; at < expanded; at++) {
            int state = reached.get(at);
            long lost = 0;
            for (int i = 0; i < symbolCount; i++) {
                lost += goesOn(state, symbols[i]) ? 0 : tokensFrom[symbols[i]];
            }
            if (state != start && lost > all / PART) {
                bad.set(state);
            } else if (bad.isEmpty()) {
                addDead(state, dead);
            }
        }
        if (!bad.isEmpty()) {
            dead = waysTo(bad, beyond);
        }
        int kept = 0;
        for (int i = 0; i < symbolCount; i++) {
            if (!dead.get(i)) {
                symbols[kept++] = symbols[i];
            }
        }
        symbolCount = kept;
        return bad.isEmpty() && dead.isEmpty();
    }

    private void addDead(int state, BitSet dead) {
        for (int i = 0; i < symbolCount; i++) {
            if (!goesOn(state, symbols[i])) {
                dead.set(i);
            }
        }
    }

    /** The symbols, by their index, that lead to some states from the start or others that are reached without those. */
    private BitSet waysTo(BitSet bad, @Nullable CodePoints beyond) {
        BitSet ways = new BitSet();
        look++;
        reached.clear();
        add(start);
        for (int at = 0; at < Math.min(reached.size(), MOST_STATES); at++) {
            int state = reached.get(at);
            for (int i = 0; i < symbolCount; i++) {
                if (!goesOn(state, symbols[i])) {
                    continue;
                }
                int target = dfa.stepClass(state, symbols[i]);
                if (bad.get(target)) {
                    ways.set(i);
                } else {
                    add(target);
                }
            }
            int[] targets = beyond == null ? CodePoints.NONE : targets(state, beyond);
            for (int i = 0; targets != null && i < targets.length; i++) {
                if (!bad.get(targets[i])) {
                    add(targets[i]);
                }
            }
        }
        return ways;
    }
}
