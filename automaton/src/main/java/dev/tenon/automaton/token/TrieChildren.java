package dev.tenon.automaton.token;

/**
 * The children of each node of a trie side by side, for walks that look at all children of few nodes: in the trie itself
 * they lie far apart. Immutable and thread-safe; 9 bytes a node; see {@link TokenTrie#children}.
 */
public final class TrieChildren {
    /** [node] -> index of its first child; length nodeCount + 1. */
    private final int[] starts;

    private final int[] nodes;
    private final byte[] bytes;

    TrieChildren(TokenTrie trie) {
        int count = trie.nodeCount();
        this.starts = new int[count + 1];
        this.nodes = new int[count - 1];
        this.bytes = new byte[count - 1];
        int next = 0;
        for (int node = 0; node < count; node++) {
            starts[node] = next;
            for (int child = node + 1; child < trie.end(node); child = trie.end(child)) {
                nodes[next] = child;
                bytes[next++] = (byte) trie.byteOf(child);
            }
        }
        starts[count] = next;
    }

    /** The index of a node's first child; its children end where those of the next node start. */
    public int start(int node) {
        return starts[node];
    }

    /** The node of a child, by index. */
    public int node(int index) {
        return nodes[index];
    }

    /** The byte on the edge into a child, 0 to 255, by index; ascending among the children of one node. */
    public int byteOf(int index) {
        return bytes[index] & 0xFF;
    }
}
