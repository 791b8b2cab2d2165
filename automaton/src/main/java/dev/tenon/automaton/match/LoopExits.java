package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.TokenSymbols;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.TokenViews;
import dev.tenon.automaton.token.TrieView;
import java.util.BitSet;

/**
 * Walks the tokens that an automaton can read from a state but for those made of the symbols of a loop alone, of which
 * there are most. All others contain a byte that is none of the symbols, or a broken code point, and are found over the
 * vocabulary's views of the tokens that contain each such byte; and so are tokens that are longer than the loop.
 */
final class LoopExits {
    /** Takes nodes. */
    interface Visitor {
        /**
         * A node of the vocabulary's trie that can be read, after its parent. It may come again, on the way to another
         * exit, and so may the beginnings of tokens that are made of the symbols.
         *
         * @param depth bytes read
         * @param state the state after them
         * @return whether to go on below it
         */
        boolean visit(int node, int depth, int state);
    }

    private final TokenTrie trie;
    private final ByteDfa dfa;
    private final Visitor visitor;
    private final int[] states;
    private final int[] endAt;
    /** Bytes whose view was walked: tokens that contain one are done with. */
    private final BitSet met = new BitSet();

    private LoopExits(TokenTrie trie, ByteDfa dfa, int start, Visitor visitor) {
        this.trie = trie;
        this.dfa = dfa;
        this.visitor = visitor;
        this.states = new int[trie.depth() + 1];
        this.endAt = new int[trie.depth() + 1];
        states[0] = start;
    }

    /** @param loop symbols that lead from the start and its states to its states */
    static void walk(MaskEngine engine, ByteDfa dfa, int start, WideLoop loop, Visitor visitor) {
        LoopExits exits = new LoopExits(engine.vocabulary().trie(), dfa, start, visitor);
        TokenViews views = engine.vocabulary().views();
        BitSet symbols = loop.symbols().ascii();
        for (int b = symbols.nextClearBit(0); b < TokenSymbols.ASCII; b = symbols.nextClearBit(b + 1)) {
            if (dfa.step(start, b) != ByteDfa.DEAD || loop.leadsOut(b)) {
                exits.over(views.containing(b));
                exits.met.set(b);
            }
        }
        for (TrieView others : loop.symbols().beyond().others(views)) {
            exits.over(others);
        }
        if (!loop.isEndless()) {
            exits.over(views.longer());
        }
    }

    /** The same for the tokens that hold one of some ASCII bytes. */
    static void walkHolding(MaskEngine engine, ByteDfa dfa, int start, BitSet bytes, Visitor visitor) {
        LoopExits exits = new LoopExits(engine.vocabulary().trie(), dfa, start, visitor);
        for (int b = bytes.nextSetBit(0); b >= 0; b = bytes.nextSetBit(b + 1)) {
            exits.over(engine.vocabulary().views().containing(b));
            exits.met.set(b);
        }
    }

    /** The same for all tokens: of each node once. */
    static void walkAll(TokenTrie trie, ByteDfa dfa, int start, Visitor visitor) {
        int[] states = new int[trie.depth() + 1];
        int[] endAt = new int[trie.depth() + 1];
        states[0] = start;
        endAt[0] = trie.nodeCount();
        int depth = 0;
        int node = 1;
        while (node < trie.nodeCount()) {
            while (node >= endAt[depth]) {
                depth--;
            }
            int end = trie.end(node);
            int state = dfa.step(states[depth], trie.byteOf(node));
            if (state == ByteDfa.DEAD || !visitor.visit(node, depth + 1, state)) {
                node = end;
                continue;
            }
            depth++;
            states[depth] = state;
            endAt[depth] = end;
            node++;
        }
    }

    private void over(TrieView view) {
        endAt[0] = view.size();
        int depth = 0;
        int place = 0;
        while (place < view.size()) {
            while (place >= endAt[depth]) {
                depth--;
            }
            int node = view.node(place);
            int byteValue = trie.byteOf(node);
            int state = dfa.step(states[depth], byteValue);
            if (state == ByteDfa.DEAD || met.get(byteValue) || !visitor.visit(node, depth + 1, state)) {
                place = view.end(place);
                continue;
            }
            depth++;
            states[depth] = state;
            endAt[depth] = view.end(place);
            place++;
        }
    }
}
