package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.TokenTrie;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Places within tokens at which a part of the text has ended: subtrees of a trie whose root nodes stand for that end.
 * Immutable; equal where the trie is the same object and the roots are the same nodes, so that what follows an end
 * is worked out once for all lexemes that end alike.
 */
final class SuffixRoots {
    /** A power of two. */
    static final int SLOTS = 8;

    private static final int MOST_NODES = 2_000;

    static final SuffixRoots NONE = new SuffixRoots(TokenTrie.builder().build(), new int[0]);

    private final TokenTrie trie;
    private final int[] roots;
    private final int hash;
    /** The last scans, each in its slot: nearly all that are asked for again are here. Not part of the value. */
    private @Nullable SuffixScan @Nullable [] last;

    /**
     * Takes over the array.
     *
     * @param trie the trie
     * @param roots nodes whose children are the first bytes after the end
     */
    SuffixRoots(TokenTrie trie, int[] roots) {
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

    /** The scan of a state, if it is one of the last; else null. */
    @Nullable
    SuffixScan scanned(ByteDfa dfa, int state) {
        @Nullable SuffixScan[] scans = last;
        SuffixScan scan = scans == null ? null : scans[SuffixScan.slot(dfa, state)];
        return scan != null && scan.isOf(dfa, state) ? scan : null;
    }

    /** Keeps a scan in place of an earlier one. Threads may do so at once: either is right. */
    void remember(SuffixScan scan) {
        @Nullable SuffixScan[] scans = last;
        if (scans == null) {
            scans = new SuffixScan[SLOTS];
            last = scans;
        }
        scans[scan.slot()] = scan;
    }

    /** A rough size for cache bounds: a small trie was made for these and some others alike. */
    int bytes() {
        return roots.length * 4 + 64 + Math.min(trie.nodeCount(), MOST_NODES) * 4;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof SuffixRoots that
                        && hash == that.hash
                        && trie == that.trie
                        && Arrays.equals(roots, that.roots));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
