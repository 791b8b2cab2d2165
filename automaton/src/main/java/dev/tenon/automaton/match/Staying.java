package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.SubtreeSymbols;
import dev.tenon.automaton.token.TokenSymbols;
import dev.tenon.automaton.token.TokenTrie;

/**
 * Where a walk over the vocabulary's trie may pass by a subtree: an automaton's state leads to itself by all symbols that
 * come below. Thread-safe.
 */
final class Staying {
    private final TokenTrie trie;
    private final SubtreeSymbols symbols;
    private final ByteDfa dfa;
    private final StateLoops loops;

    Staying(MaskEngine engine, ByteDfa dfa) {
        this.trie = engine.vocabulary().trie();
        this.symbols = engine.vocabulary().subtrees();
        this.dfa = dfa;
        this.loops = engine.loops(dfa);
    }

    /** Whether the state is left by nothing that comes below the node, and does not accept; false for a leaf. */
    boolean below(int node, int state) {
        // Most are told by the first byte.
        if (trie.end(node) == node + 1
                || (dfa.step(state, trie.byteOf(node + 1)) != state && trie.byteOf(node + 1) < TokenSymbols.ASCII)) {
            return false;
        }
        return (symbols.below(node) & ~loops.loops(state, symbols.below(node))) == 0;
    }

    /** Whether each of two states is left by nothing that comes below the node but what neither reads, and does not accept. */
    boolean below(int node, int state, int other) {
        if (trie.end(node) == node + 1) {
            return false;
        }
        int first = trie.byteOf(node + 1);
        if (first < TokenSymbols.ASCII) {
            int step = dfa.step(state, first);
            int beside = dfa.step(other, first);
            if ((step != state || beside != other) && (step != ByteDfa.DEAD || beside != ByteDfa.DEAD)) {
                return false;
            }
        }
        if (dfa.isAccepting(state) || dfa.isAccepting(other)) {
            return false;
        }
        long read = symbols.below(node) & ~(loops.deaf(state) & loops.deaf(other));
        return (read & ~loops.loops(state, read)) == 0 && (read & ~loops.loops(other, read)) == 0;
    }
}
