package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.SubtreeSymbols;
import dev.tenon.automaton.token.TokenSymbols;
import dev.tenon.automaton.token.TokenTrie;

/**
 * Where a walk over the vocabulary's trie may pass by a subtree: an automaton's state leads to itself by all symbols that
 * come below. What its loops are is looked up for the states that the walk comes to. Not thread-safe.
 */
final class Staying {
    /** A power of two. */
    private static final int SLOTS = 64;

    private final TokenTrie trie;
    private final SubtreeSymbols symbols;
    private final ByteDfa dfa;
    /** Slot -> the state that it is about, plus one. */
    private final int[] states = new int[SLOTS];
    /** Slot -> symbols on which the state loops. */
    private final long[] loops = new long[SLOTS];
    /** Slot -> whether it is known of code points beyond ASCII. */
    private final boolean[] settled = new boolean[SLOTS];

    private final CodePoints beyond;

    Staying(MaskEngine engine, ByteDfa dfa) {
        this.trie = engine.vocabulary().trie();
        this.symbols = engine.vocabulary().subtrees();
        this.dfa = dfa;
        this.beyond = new CodePoints(dfa, engine.occurringBytes());
    }

    /** Whether the state is left by nothing that comes below the node, and does not accept; false for a leaf. */
    boolean below(int node, int state) {
        // Most are told by the first byte.
        if (trie.end(node) == node + 1
                || (dfa.step(state, trie.byteOf(node + 1)) != state && trie.byteOf(node + 1) < TokenSymbols.ASCII)) {
            return false;
        }
        long there = symbols.below(node);
        int slot = slot(state);
        long missing = there & ~loops[slot];
        if (missing != 0 && !settled[slot] && (missing & ~SubtreeSymbols.BEYOND) == 0) {
            settled[slot] = true;
            loops[slot] |= dfa.isAccepting(state) ? 0 : beyond.loops(state);
            missing = there & ~loops[slot];
        }
        return missing == 0;
    }

    private int slot(int state) {
        int slot = state & (SLOTS - 1);
        if (states[slot] != state + 1) {
            states[slot] = state + 1;
            loops[slot] = dfa.isAccepting(state) ? 0 : asciiLoops(state);
            settled[slot] = false;
        }
        return slot;
    }

    private long asciiLoops(int state) {
        long left = 0;
        for (int b = 0; b < TokenSymbols.ASCII; b++) {
            if (dfa.step(state, b) != state) {
                left |= SubtreeSymbols.bitOf(b);
            }
        }
        return ~(left | SubtreeSymbols.BEYOND | SubtreeSymbols.BROKEN);
    }
}
