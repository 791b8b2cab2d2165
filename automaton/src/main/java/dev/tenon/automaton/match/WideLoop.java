package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.TokenSymbols;
import dev.tenon.automaton.token.TokenViews;
import java.util.BitSet;

/**
 * States of an automaton between which a set of symbols leads to and fro and never out or to an end, like those of a search
 * for one of several words: tokens made of these symbols stay inside whatever comes, as with a single state that loops.
 *
 * @param symbols the symbols
 * @param states the states; not to be written
 */
record WideLoop(Slice.Symbols symbols, BitSet states) {
    private static final int MOST_STATES = 256;
    /** A state is left out when more than this part of the tokens could not go on from it: one in so many. */
    private static final int PART = 8;

    /** The loop that leaves fewest tokens to be walked, of those found around a state that goes on to itself on many symbols and does not accept. */
    static WideLoop around(MaskEngine engine, ByteDfa dfa, int state) {
        BitSet bytes = new BitSet(TokenSymbols.ASCII);
        for (int b = 0; b < TokenSymbols.ASCII; b++) {
            bytes.set(b, goesOn(dfa, state, b));
        }
        while (true) {
            BitSet states = closure(dfa, state, bytes);
            BitSet bad = new BitSet();
            BitSet dead = new BitSet();
            judge(engine, dfa, state, states, bytes, bad, dead);
            if (states.cardinality() > MOST_STATES) {
                return narrow(engine, dfa, state);
            }
            if (!bad.isEmpty()) {
                removeWaysTo(dfa, states, bad, bytes);
            } else if (!dead.isEmpty()) {
                bytes.andNot(dead);
            } else {
                boolean beyond = loopsBeyondAscii(engine, dfa, state, states);
                WideLoop wide = new WideLoop(new Slice.Symbols(bytes, beyond), states);
                WideLoop narrow = narrow(engine, dfa, state);
                return wide.cost(engine, dfa) < narrow.cost(engine, dfa) ? wide : narrow;
            }
        }
    }

    private static WideLoop narrow(MaskEngine engine, ByteDfa dfa, int state) {
        BitSet states = new BitSet();
        states.set(state);
        return new WideLoop(Slice.symbolsOf(dfa, state, state, engine.occurringBytes()), states);
    }

    private static boolean goesOn(ByteDfa dfa, int state, int byteValue) {
        int target = dfa.step(state, byteValue);
        return target != ByteDfa.DEAD && !dfa.isAccepting(target);
    }

    /** The states that the bytes lead to; some more than are wanted where there are too many. */
    private static BitSet closure(ByteDfa dfa, int state, BitSet bytes) {
        BitSet seen = new BitSet();
        IdList queue = new IdList();
        seen.set(state);
        queue.add(state);
        for (int i = 0; i < queue.size() && queue.size() <= MOST_STATES; i++) {
            for (int b = bytes.nextSetBit(0); b >= 0; b = bytes.nextSetBit(b + 1)) {
                int target = dfa.step(queue.get(i), b);
                if (target != ByteDfa.DEAD && !dfa.isAccepting(target) && !seen.get(target)) {
                    seen.set(target);
                    queue.add(target);
                }
            }
        }
        return seen;
    }

    /** Finds states from which many tokens cannot go on, and bytes on which some other state does not. */
    private static void judge(
            MaskEngine engine, ByteDfa dfa, int state, BitSet states, BitSet bytes, BitSet bad, BitSet dead) {
        long all = 0;
        for (int b = bytes.nextSetBit(0); b >= 0; b = bytes.nextSetBit(b + 1)) {
            all += engine.tokensFrom(b);
        }
        for (int s = states.nextSetBit(0); s >= 0; s = states.nextSetBit(s + 1)) {
            long lost = 0;
            for (int b = bytes.nextSetBit(0); b >= 0; b = bytes.nextSetBit(b + 1)) {
                lost += goesOn(dfa, s, b) ? 0 : engine.tokensFrom(b);
            }
            if (s != state && lost > all / PART) {
                bad.set(s);
                continue;
            }
            for (int b = bytes.nextSetBit(0); b >= 0; b = bytes.nextSetBit(b + 1)) {
                if (!goesOn(dfa, s, b)) {
                    dead.set(b);
                }
            }
        }
    }

    private static void removeWaysTo(ByteDfa dfa, BitSet states, BitSet bad, BitSet bytes) {
        for (int s = states.nextSetBit(0); s >= 0; s = states.nextSetBit(s + 1)) {
            for (int b = bytes.nextSetBit(0); b >= 0 && !bad.get(s); b = bytes.nextSetBit(b + 1)) {
                int target = dfa.step(s, b);
                if (target != ByteDfa.DEAD && bad.get(target)) {
                    bytes.clear(b);
                }
            }
        }
    }

    /** Whether every whole code point beyond ASCII leads from each of the states to one of them. */
    private static boolean loopsBeyondAscii(MaskEngine engine, ByteDfa dfa, int state, BitSet states) {
        BitSet occurring = engine.occurringBytes();
        for (int s = states.nextSetBit(0); s >= 0; s = states.nextSetBit(s + 1)) {
            if ((s == state || !isAlikeBeyondAscii(dfa, s, state, occurring))
                    && !Slice.loopsBeyondAscii(dfa, s, states, occurring)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlikeBeyondAscii(ByteDfa dfa, int state, int other, BitSet occurring) {
        for (int b = occurring.nextSetBit(TokenSymbols.ASCII); b >= 0; b = occurring.nextSetBit(b + 1)) {
            if (dfa.step(state, b) != dfa.step(other, b)) {
                return false;
            }
        }
        return true;
    }

    /** How many nodes are walked that lead out, roughly. */
    private int cost(MaskEngine engine, ByteDfa dfa) {
        TokenViews views = engine.vocabulary().views();
        int cost = (symbols.beyondAscii() ? views.broken() : views.beyondAscii()).size();
        BitSet bytes = symbols.ascii();
        for (int b = bytes.nextClearBit(0); b < TokenSymbols.ASCII; b = bytes.nextClearBit(b + 1)) {
            cost += leadsOut(dfa, b) ? views.containing(b).size() : 0;
        }
        return cost;
    }

    /** Whether the byte can be read in any of the states. */
    boolean leadsOut(ByteDfa dfa, int byteValue) {
        for (int state = states.nextSetBit(0); state >= 0; state = states.nextSetBit(state + 1)) {
            if (dfa.step(state, byteValue) != ByteDfa.DEAD) {
                return true;
            }
        }
        return false;
    }
}
