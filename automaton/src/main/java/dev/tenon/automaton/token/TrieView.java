package dev.tenon.automaton.token;

import java.util.Arrays;

/**
 * The part of a {@link TokenTrie} that leads to the tokens of a set: their nodes and all nodes on the way to them, in
 * depth-first order, with the way past each subtree. A walk over it meets the nodes of the trie itself, so what walks over
 * different views find can be put together. Immutable and thread-safe; 8 bytes a node,
 * and one kilobyte.
 */
public final class TrieView {
    /** Nodes of the trie, ascending; the root is left out. */
    private final int[] nodes;
    /** [place] -> first place after the subtree. */
    private final int[] ends;
    /** [byte] -> how many nodes there are below the root by this byte. */
    private final int[] sizes = new int[256];

    private TrieView(TokenTrie trie, int[] nodes, int[] ends) {
        this.nodes = nodes;
        this.ends = ends;
        for (int place = 0; place < nodes.length; place = ends[place]) {
            sizes[trie.byteOf(nodes[place])] = ends[place] - place;
        }
    }

    /** The view of the tokens in the set. O(tokens of the trie + nodes met, siblings of kept nodes included). */
    public static TrieView of(TokenTrie trie, TokenMask subset) {
        // [index of the trie's ids] -> how many ids before it are in the set
        int[] before = new int[trie.idCount() + 1];
        for (int i = 0; i < trie.idCount(); i++) {
            before[i + 1] = before[i] + (subset.contains(trie.id(i)) ? 1 : 0);
        }
        int[] nodes = new int[1024];
        int[] ends = new int[1024];
        int[] open = new int[trie.depth() + 1];
        int openCount = 0;
        int size = 0;
        int node = 1;
        while (node < trie.nodeCount()) {
            int end = trie.end(node);
            if (before[trie.idStart(node)] == before[trie.idStart(end)]) {
                node = end;
                continue;
            }
            while (openCount > 0 && trie.end(nodes[open[openCount - 1]]) <= node) {
                ends[open[--openCount]] = size;
            }
            if (size == nodes.length) {
                nodes = Arrays.copyOf(nodes, 2 * size);
                ends = Arrays.copyOf(ends, 2 * size);
            }
            open[openCount++] = size;
            nodes[size++] = node++;
        }
        while (openCount > 0) {
            ends[open[--openCount]] = size;
        }
        return new TrieView(trie, Arrays.copyOf(nodes, size), Arrays.copyOf(ends, size));
    }

    /** How many nodes there are. */
    public int size() {
        return nodes.length;
    }

    /** How many nodes there are of tokens that begin with this byte, 0 to 255. */
    public int sizeFrom(int firstByte) {
        return sizes[firstByte];
    }

    /** The node of the trie at a place. */
    public int node(int place) {
        return nodes[place];
    }

    /** The first place after the subtree of the node at a place. */
    public int end(int place) {
        return ends[place];
    }
}
