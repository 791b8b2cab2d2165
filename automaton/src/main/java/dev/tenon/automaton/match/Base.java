package dev.tenon.automaton.match;

import dev.tenon.automaton.token.TokenTrie;
import org.jspecify.annotations.Nullable;

/**
 * What a state is compared with.
 *
 * @param body another state, whose scan is known
 * @param distances how long a word must be to tell apart what the two lead to; null where only equal states are alike
 */
record Base(Body body, @Nullable Distances distances) {
    /** Whether what tokens say below a node is all the same from both states. */
    boolean isAlike(int state, int other, TokenTrie trie, int node) {
        return distances != null
                && trie.height(node) < TokenTrie.MOST_HEIGHT
                && distances.of(state, other) > trie.height(node);
    }
}
