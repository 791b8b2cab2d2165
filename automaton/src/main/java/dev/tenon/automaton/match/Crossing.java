package dev.tenon.automaton.match;

import dev.tenon.automaton.token.TokenTrie;
import java.util.Arrays;

/**
 * What tokens say after a part of the text has ended within them: subtrees of a trie whose root nodes stand for that
 * end. Immutable; equal where the trie is the same object and the roots are the same nodes, so that what follows an end
 * is worked out once for all lexemes that end alike.
 */
final class Crossing {
    static final Crossing NONE = new Crossing(TokenTrie.builder().build(), new int[0]);

    private final TokenTrie trie;
    private final int[] roots;
    private final int hash;

    /**
     * Takes over the array.
     *
     * @param trie the trie
     * @param roots nodes whose children are the first bytes after the end
     */
    Crossing(TokenTrie trie, int[] roots) {
        this.trie = trie;
        this.roots = roots;
        this.hash = System.identityHashCode(trie) * 31 + Arrays.hashCode(roots);
    }

    TokenTrie trie() {
        return trie;
    }

    /** Shared: not to be written. */
    int[] roots() {
        return roots;
    }

    boolean isEmpty() {
        return roots.length == 0;
    }

    /** A rough size for cache bounds. */
    int bytes() {
        return roots.length * 4 + 64;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Crossing that
                        && hash == that.hash
                        && trie == that.trie
                        && Arrays.equals(roots, that.roots));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
