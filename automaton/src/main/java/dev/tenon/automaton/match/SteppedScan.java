package dev.tenon.automaton.match;

import dev.tenon.automaton.grammar.TextMachine;
import dev.tenon.automaton.token.TokenTrie;
import java.util.function.IntConsumer;

/**
 * What tokens can do within a text that is told step by step. Nothing is kept: nearly every state of a machine is met once,
 * and a subtree is left as soon as its first byte cannot come.
 */
final class SteppedScan {
    private SteppedScan() {}

    /**
     * Walks all tokens from a state on.
     *
     * @param after what may follow the text
     * @param inside gets the nodes to which the text can be followed
     * @param ends gets those of them at which it may end and be followed by what begins so
     */
    static void scan(
            TokenTrie trie, TextMachine.State from, FirstBytes after, IntConsumer inside, IntConsumer ends) {
        TextMachine.State[] states = new TextMachine.State[trie.depth() + 1];
        int[] endAt = new int[trie.depth() + 1];
        states[0] = from;
        endAt[0] = trie.nodeCount();
        int depth = 0;
        int node = 1;
        while (node < trie.nodeCount()) {
            while (node >= endAt[depth]) {
                depth--;
            }
            TextMachine.State state = states[depth].step(trie.byteOf(node));
            if (state == null) {
                node = trie.end(node);
                continue;
            }
            inside.accept(node);
            // Whether a text ends costs more to know than that it goes on.
            if (goesOn(trie, node, after) && state.isAccepting()) {
                ends.accept(node);
            }
            depth++;
            states[depth] = state;
            endAt[depth] = trie.end(node);
            node++;
        }
    }

    /** Whether a child of the node begins with one of the bytes. */
    private static boolean goesOn(TokenTrie trie, int node, FirstBytes bytes) {
        for (int child = node + 1; child < trie.end(node); child = trie.end(child)) {
            if (bytes.has(trie.byteOf(child))) {
                return true;
            }
        }
        return false;
    }
}
