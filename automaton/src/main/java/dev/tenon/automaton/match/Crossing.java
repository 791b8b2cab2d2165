package dev.tenon.automaton.match;

import dev.tenon.automaton.token.TokenTrie;

/**
 * What tokens say after a part of the text has ended within them: subtrees of a trie whose root nodes stand for that
 * end. Immutable.
 *
 * @param trie the trie
 * @param roots nodes whose children are the first bytes after the end
 */
record Crossing(TokenTrie trie, int[] roots) {
    static final Crossing NONE = new Crossing(TokenTrie.builder().build(), new int[0]);

    /** A rough size for cache bounds. */
    int bytes() {
        return roots.length * 4 + 64;
    }
}
