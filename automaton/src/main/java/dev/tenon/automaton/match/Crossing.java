package dev.tenon.automaton.match;

import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What tokens say after a part of the text has ended within them: subtrees of a trie whose root nodes stand for that end,
 * and besides the tokens of another crossing, less some; that other one may share a third. Immutable.
 *
 * @param own the subtrees
 * @param shared a crossing whose tokens these are as well, or null; one object for all that share it
 * @param except tokens of {@code shared} that are none of these
 */
record Crossing(SuffixRoots own, @Nullable Crossing shared, int[] except) {
    static final int[] NO_IDS = {};
    static final Crossing NONE = new Crossing(SuffixRoots.NONE, null, NO_IDS);

    /** So few ends are walked one by one; more are merged by what follows them. */
    private static final int FEW = 4;

    /**
     * What follows some nodes of the vocabulary's trie, for a continuation that begins with these bytes.
     *
     * @param nodes where the part may have ended
     * @param depths the bytes of the tokens up to there, by index of the nodes
     */
    static Crossing of(Vocabulary vocabulary, int[] nodes, int[] depths, FirstBytes first) {
        TokenTrie trie = vocabulary.trie();
        int[] kept = new int[nodes.length];
        int[] keptDepths = new int[nodes.length];
        int count = 0;
        for (int i = 0; i < nodes.length; i++) {
            if (hasChild(trie, nodes[i], first)) {
                kept[count] = nodes[i];
                keptDepths[count++] = depths[i];
            }
        }
        if (count == 0) {
            return NONE;
        }
        if (count <= FEW) {
            return of(trie, Arrays.copyOf(kept, count));
        }
        TokenTrie.Builder suffixes = TokenTrie.builder();
        for (int i = 0; i < count; i++) {
            int end = trie.end(kept[i]);
            for (int child = kept[i] + 1; child < end; child = trie.end(child)) {
                if (first.has(trie.byteOf(child))) {
                    for (int at = trie.idStart(child); at < trie.idStart(trie.end(child)); at++) {
                        suffixes.add(vocabulary, trie.id(at), keptDepths[i]);
                    }
                }
            }
        }
        return of(suffixes.build(), new int[] {0});
    }

    /** What follows the roots, which are taken over. */
    static Crossing of(TokenTrie trie, int[] roots) {
        return new Crossing(new SuffixRoots(trie, roots), null, NO_IDS);
    }

    private static boolean hasChild(TokenTrie trie, int node, FirstBytes first) {
        int end = trie.end(node);
        for (int child = node + 1; child < end; child = trie.end(child)) {
            if (first.has(trie.byteOf(child))) {
                return true;
            }
        }
        return false;
    }

    /** These ends besides those of another crossing, less some of its tokens. */
    Crossing with(Crossing other, int[] exceptIds) {
        return new Crossing(own, other, exceptIds);
    }

    /** The same less some tokens. */
    Crossing without(int[] less) {
        return new Crossing(SuffixRoots.NONE, this, less);
    }
}
