package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.TokenSymbols;
import dev.tenon.automaton.token.TokenViews;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The states that tokens made of some symbols come to from a state, with what each does not read, and which bytes all ways to it have.
 * States further away than most tokens are long are left out, and so are those that there is no room for. Used for one state, then
 * thrown away.
 */
final class NearStates {
    private static final int MOST_STATES = 128;
    private static final int MOST_EDGES = 2_000;
    /** So often what all ways share is looked at again. */
    private static final int MOST_PASSES = 24;

    private static final int BYTES = 256;
    private static final int NO_BYTE = -1;

    private final ByteDfa dfa;
    private final int start;
    private final boolean beyondAscii;
    /** The symbols, until {@link #find} takes those out that no state reads. */
    private final SymbolSet symbols = SymbolSet.none();
    /** The symbols that none of the states reads. */
    private final SymbolSet nowhere = SymbolSet.allBytes();

    /** [class] -> its bytes among the symbols. */
    private final SymbolSet[] ofClass;
    /** The classes that have any. */
    private final IdList classes = new IdList();

    /** In the order of their distance, and that distance in symbols. */
    private final IdList states = new IdList();

    private final IdList depths = new IdList();
    /** [index] -> the bytes that all ways to the state have. */
    private final SymbolSet[] needed = new SymbolSet[MOST_STATES];
    /** [index] -> the symbols that the state does not read, or that lead to what was left out. */
    private final SymbolSet[] unread = new SymbolSet[MOST_STATES];
    /** [index] -> those of them by which nothing can be read. */
    private final SymbolSet[] dead = new SymbolSet[MOST_STATES];

    private final IdList from = new IdList();
    private final IdList to = new IdList();
    /** The byte of an edge, or {@link #NO_BYTE} where there are several. */
    private final IdList by = new IdList();
    /** Of each edge whether it takes a separator: 1, else 0. */
    private final IdList separates = new IdList();
    /** The indexes of the states to which some way has no separator. */
    private final BitSet unseparated = new BitSet(MOST_STATES);

    /** Of those before this it is known where they lead. */
    private int expanded;

    private boolean isCut;
    private boolean startComesAgain;
    private boolean readsBeyond;
    private boolean isClosed = true;

    NearStates(ByteDfa dfa, int start, Slice.Symbols symbols) {
        this.dfa = dfa;
        this.start = start;
        this.beyondAscii = symbols.beyond() != Beyond.NONE;
        if (beyondAscii) {
            nowhere.setBeyond();
        }
        this.ofClass = new SymbolSet[dfa.classCount()];
        BitSet ascii = symbols.ascii();
        for (int b = ascii.nextSetBit(0); b >= 0; b = ascii.nextSetBit(b + 1)) {
            int c = dfa.classOf(b);
            if (ofClass[c] == null) {
                ofClass[c] = SymbolSet.none();
                classes.add(c);
            }
            ofClass[c].set(b);
            this.symbols.set(b);
        }
    }

    /**
     * Looks for them.
     *
     * @param occurring the bytes that occur in tokens
     * @return whether there was room for those next to the start, and what all ways have came out
     */
    boolean find(BitSet occurring) {
        if (!explore(occurring) || !settle()) {
            return false;
        }
        symbols.remove(nowhere);
        for (int i = 0; i < states.size(); i++) {
            unread[i].remove(nowhere);
        }
        findUnseparated();
        return true;
    }

    private void findUnseparated() {
        unseparated.set(0);
        boolean isSettled = false;
        while (!isSettled) {
            isSettled = true;
            for (int edge = 0; edge < from.size(); edge++) {
                if (separates.get(edge) == 0 && unseparated.get(from.get(edge)) && !unseparated.get(to.get(edge))) {
                    unseparated.set(to.get(edge));
                    isSettled = false;
                }
            }
        }
    }

    int count() {
        return states.size();
    }

    /** How many symbols away the state is. */
    int depth(int index) {
        return depths.get(index);
    }

    /** The bytes that all ways to a state have. Not to be written. */
    SymbolSet needed(int index) {
        return needed[index];
    }

    /** Whether all ways to a state have white space or a backslash. */
    boolean isSeparated(int index) {
        return !unseparated.get(index);
    }

    /** The symbols that a state does not read, of those that any does, or that lead to what was left out. Not to be written. */
    SymbolSet unread(int index) {
        return unread[index];
    }

    /** The symbols by which a state may lead to what was left out. */
    SymbolSet leadsOut(int index) {
        SymbolSet out = SymbolSet.none();
        if (index < expanded) {
            out.add(unread[index]);
            out.remove(dead[index]);
        }
        return out;
    }

    /** The symbols that any of the states reads. Not to be written. */
    SymbolSet symbols() {
        return symbols;
    }

    /** Whether any of the states reads bytes of code points beyond ASCII, or leads to what was left out and may. */
    boolean mayReadBeyond() {
        return beyondAscii && (isCut || readsBeyond);
    }

    /** Whether some state leads to others that there was no room for. */
    boolean isCut() {
        return isCut;
    }

    /** Whether tokens of up to {@link TokenViews#LONG} symbols are all that may come to other states. */
    boolean isClosed() {
        return isClosed;
    }

    /** Whether any state leads back to the start. */
    boolean startComesAgain() {
        return startComesAgain;
    }

    /** Finds the states; whether there was room for those next to the start. */
    private boolean explore(BitSet occurring) {
        int[] indexOf = new int[dfa.stateCount()];
        CodePoints beyond = new CodePoints(dfa, occurring);
        add(indexOf, start, 0);
        for (int i = 0; i < states.size(); i++) {
            if (depths.get(i) == TokenViews.LONG) {
                isClosed = false;
                break;
            }
            int state = states.get(i);
            SymbolSet deadHere = SymbolSet.none();
            for (int at = 0; at < classes.size(); at++) {
                SymbolSet bytes = ofClass[classes.get(at)];
                int target = dfa.stepClass(state, classes.get(at));
                if (target == ByteDfa.DEAD) {
                    deadHere.add(bytes);
                } else if (!connect(indexOf, i, target, bytes.onlyByte(), bytes.areSeparators())) {
                    unread[i].add(bytes);
                }
            }
            if (from.size() > MOST_EDGES || (i == 0 && states.size() == MOST_STATES)) {
                return false;
            }
            if (beyondAscii) {
                followBeyond(indexOf, i, beyond, deadHere);
            }
            unread[i].add(deadHere);
            nowhere.keep(deadHere);
            dead[i] = deadHere;
            expanded++;
        }
        return true;
    }

    /** Follows the code points beyond ASCII; those that a state does not read it adds to those that are dead there. */
    private void followBeyond(int[] indexOf, int index, CodePoints beyond, SymbolSet deadHere) {
        int state = states.get(index);
        if (isDeadBeyond(state)) {
            deadHere.setBeyond();
            return;
        }
        readsBeyond = true;
        int[] all = beyond.targets(state);
        if (all != null && all.length == 1) {
            if (!connectAll(indexOf, index, all, false)) {
                unread[index].setBeyond();
            }
            return;
        }
        if (beyond.readsNoOthers(state)) {
            deadHere.set(SymbolSet.BEYOND_COMMON);
            deadHere.set(SymbolSet.BEYOND_REST);
        } else if (!connectAll(indexOf, index, beyond.othersTargets(state), false)) {
            unread[index].set(SymbolSet.BEYOND_REST);
            if (!connectAll(indexOf, index, beyond.commonTargets(state), false)) {
                unread[index].set(SymbolSet.BEYOND_COMMON);
            }
        }
        int[] spaces = beyond.spaceTargets(state);
        int missed = spaces == null ? 1 : 0;
        for (int at = 0; spaces != null && at < spaces.length; at++) {
            missed += spaces[at] == ByteDfa.DEAD ? 1 : 0;
        }
        if (spaces != null && missed == spaces.length) {
            deadHere.set(SymbolSet.BEYOND_SPACE);
        } else if (missed > 0 || !connectAll(indexOf, index, spaces, true)) {
            unread[index].set(SymbolSet.BEYOND_SPACE);
        }
    }

    private boolean connectAll(int[] indexOf, int index, int @Nullable [] targets, boolean separates) {
        boolean goesOn = targets != null;
        for (int at = 0; targets != null && at < targets.length; at++) {
            // Code points most often lead where the one before did.
            goesOn &= (at > 0 && targets[at] == targets[at - 1])
                    || connect(indexOf, index, targets[at], NO_BYTE, separates);
        }
        return goesOn;
    }

    private boolean isDeadBeyond(int state) {
        for (int b = TokenSymbols.ASCII; b < BYTES; b++) {
            if (dfa.step(state, b) != ByteDfa.DEAD) {
                return false;
            }
        }
        return true;
    }

    /** The bytes that all ways to states have that read a symbol; all bytes where none does. */
    SymbolSet neededToRead(int symbol) {
        SymbolSet shared = SymbolSet.allBytes();
        for (int i = 0; i < expanded && !shared.isEmpty(); i++) {
            if (!dead[i].get(symbol)) {
                shared.keep(needed[i]);
            }
        }
        return shared;
    }

    /** Whether there is room for the state. */
    private boolean connect(int[] indexOf, int index, int target, int byteValue, boolean isSeparator) {
        int found = indexOf[target] - 1;
        if (found < 0) {
            if (states.size() == MOST_STATES) {
                isCut = true;
                return false;
            }
            found = add(indexOf, target, depths.get(index) + 1);
        }
        startComesAgain |= target == start;
        from.add(index);
        to.add(found);
        by.add(byteValue);
        separates.add(isSeparator ? 1 : 0);
        return true;
    }

    private int add(int[] indexOf, int state, int depth) {
        int index = states.size();
        states.add(state);
        depths.add(depth);
        indexOf[state] = index + 1;
        needed[index] = index == 0 ? SymbolSet.none() : SymbolSet.allBytes();
        unread[index] = SymbolSet.none();
        return index;
    }

    /** Works out what all ways to each state have; whether that came to an end. */
    private boolean settle() {
        boolean isSettled = false;
        for (int pass = 0; pass < MOST_PASSES && !isSettled; pass++) {
            isSettled = true;
            for (int edge = 0; edge < from.size(); edge++) {
                isSettled &= !needed[to.get(edge)].keep(needed[from.get(edge)], by.get(edge));
            }
        }
        return isSettled;
    }

    /** Whether some state reads no symbol at all, and nothing is known of the ways there but their length. */
    boolean mayEnd() {
        for (int i = 1; i < states.size(); i++) {
            if (needed[i].isEmpty() && unread[i].hasBytesOf(symbols)) {
                return true;
            }
        }
        return false;
    }

    /** How many symbols the states found can read one after the other, {@link TokenViews#LONG} for that many or more. */
    int longestWay() {
        int[] ways = new int[states.size()];
        int longest = 0;
        boolean isSettled = false;
        while (!isSettled && longest < TokenViews.LONG) {
            isSettled = true;
            for (int edge = 0; edge < from.size(); edge++) {
                int way = ways[from.get(edge)] + 1;
                if (way > ways[to.get(edge)]) {
                    ways[to.get(edge)] = way;
                    longest = Math.max(longest, way);
                    isSettled = false;
                }
            }
        }
        return longest;
    }
}
