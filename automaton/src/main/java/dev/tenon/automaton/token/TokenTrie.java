package dev.tenon.automaton.token;

/** STUB. Trie of the byte strings of tokens, depth-first flat arrays. Node 0 is the root. */
public final class TokenTrie {
    public int nodeCount() {
        return 0;
    }
    /** The byte on the edge into the node. */
    public int byteOf(int node) {
        return 0;
    }
    /** First node after the node's subtree: children of n are n+1, end(n+1), ... while < end(n). */
    public int end(int node) {
        return 0;
    }
    /** Token ids at a node: ids()[idStart(node) .. idStart(node+1)). The ids in a whole subtree are contiguous: idStart(node)..idStart(end(node)). */
    public int idStart(int node) {
        return 0;
    }

    public int id(int index) {
        return 0;
    }
}
