package dev.tenon.automaton.token;

import dev.tenon.automaton.token.Vocabulary.TokenKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The byte strings of tokens as a trie, in flat arrays in depth-first order. Immutable and thread-safe. What is known of a node is one number,
 * since walks skip about and each number that they read is likely to be the first one of its cache line.
 *
 * <p>Node 0 is the root. The subtree of a node is the nodes {@code node .. end(node) - 1}, so a walk is a loop: step the
 * byte; if it is possible go on to {@code node + 1}, if not skip to {@code end(node)}. Children come in ascending order
 * of their bytes, unsigned. Token ids are kept beside the nodes in the same order, so those at a node and those in its
 * whole subtree are ranges:
 *
 * <pre>
 * tokens  0:"a"  1:"ab"  2:"b"  3:"a"
 *
 * node         0(root)  1(a)  2(b)  3(b)
 * byteOf             0    97    98    98
 * end                4     3     3     4
 * idStart            0     0     2     3    4 (= idStart(nodeCount))
 * id                       0 3   1     2
 * </pre>
 *
 * <p>Memory: 8 bytes a node and 4 a token; 2.7 MB for a vocabulary of 128,000.
 */
public final class TokenTrie {
    /** Most entries that a trie takes. */
    public static final int MAX_ENTRIES = TokenOrder.MAX_ENTRIES;

    /** Most nodes of a trie, the root included. */
    public static final int MAX_NODES = (1 << 24) - 1;

    /** No larger {@link #height} is told. */
    public static final int MOST_HEIGHT = 255;

    private static final int END = 40;
    private static final int ID_START = 16;
    private static final int BYTE = 8;
    private static final int INDEX = (1 << 24) - 1;

    /**
     * [node] -> first node after its subtree (24 bits), first index into ids (24), byte on the edge into it (8), bytes of the longest way down,
     * at most {@link #MOST_HEIGHT} (8); length nodeCount + 1.
     */
    private final long[] nodes;
    /** Token ids, by node. */
    private final int[] ids;

    private final int depth;

    private volatile @Nullable TrieChildren children;

    /** @param order the sorted entries; {@code ids[i]} is the id of entry i */
    private TokenTrie(TokenOrder order, int[] entryIds) {
        int count = order.count();
        int[] shared = new int[count];
        long size = 1;
        for (int i = 0; i < count; i++) {
            shared[i] = i == 0 ? 0 : order.sharedBytes(i - 1, i);
            size += order.length(i) - shared[i];
        }
        if (size > MAX_NODES || count > INDEX) {
            throw new IllegalStateException("a trie has at most " + MAX_NODES + " nodes");
        }
        nodes = new long[(int) size + 1];
        ids = new int[count];
        int[] open = new int[order.longest() + 1];
        int[] heights = new int[order.longest() + 2];
        int openDepth = 0;
        int next = 1;
        for (int i = 0; i < count; i++) {
            ids[i] = entryIds[order.entry(i)];
            while (openDepth > shared[i]) {
                close(open[openDepth], openDepth--, next, heights);
            }
            while (openDepth < order.length(i)) {
                nodes[next] = (long) i << ID_START | (order.byteAt(i, openDepth) & 0xFFL) << BYTE;
                open[++openDepth] = next++;
            }
        }
        while (openDepth >= 0) {
            close(open[openDepth], openDepth--, next, heights);
        }
        nodes[next] = (long) count << ID_START;
        depth = order.longest();
    }

    /** @param heights [depth] -> of the children met since the last node above them, the largest height plus one */
    private void close(int node, int nodeDepth, int end, int[] heights) {
        int height = heights[nodeDepth + 1];
        heights[nodeDepth + 1] = 0;
        heights[nodeDepth] = Math.max(heights[nodeDepth], height + 1);
        nodes[node] |= (long) end << END | Math.min(height, MOST_HEIGHT);
    }

    /** The trie over all TEXT tokens of a vocabulary. */
    static TokenTrie of(Vocabulary vocabulary) {
        Builder builder = builder();
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.kind(id) == TokenKind.TEXT) {
                builder.add(vocabulary, id, 0);
            }
        }
        return builder.build();
    }

    /** A trie over the TEXT tokens that are in the mask. O(size of the vocabulary + bytes of the tokens). */
    public static TokenTrie of(Vocabulary vocabulary, TokenMask subset) {
        Builder builder = builder();
        for (int id = subset.nextAllowed(0); id >= 0; id = subset.nextAllowed(id + 1)) {
            if (vocabulary.kind(id) == TokenKind.TEXT) {
                builder.add(vocabulary, id, 0);
            }
        }
        return builder.build();
    }

    /** An empty builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** How many nodes there are, the root included. */
    public int nodeCount() {
        return nodes.length - 1;
    }

    /** The byte on the edge into the node, 0 to 255; 0 for the root. */
    public int byteOf(int node) {
        return (int) (nodes[node] >>> BYTE) & 0xFF;
    }

    /** First node after the node's subtree: the children of n are n + 1, end(n + 1), ... while below end(n). */
    public int end(int node) {
        return (int) (nodes[node] >>> END);
    }

    /**
     * Where the ids at a node begin: they are {@code id(idStart(node)) .. id(idStart(node + 1) - 1)}; those of the whole
     * subtree end before {@code idStart(end(node))}.
     *
     * @param node a node, or {@link #nodeCount}
     */
    public int idStart(int node) {
        return (int) (nodes[node] >>> ID_START) & INDEX;
    }

    /** The token id at an index. Ids of equal bytes are in the order in which they were added. */
    public int id(int index) {
        return ids[index];
    }

    /** Copies some token ids, from an index on, to a place of an array. */
    public void copyIds(int from, int count, int[] to, int place) {
        System.arraycopy(ids, from, to, place, count);
    }

    /** How many ids there are in all. */
    public int idCount() {
        return ids.length;
    }

    /** The length of the longest byte string: no walk goes deeper. */
    public int depth() {
        return depth;
    }

    /** How many bytes the longest string below a node goes on by, at most {@link #MOST_HEIGHT}, which stands for any more. */
    public int height(int node) {
        return (int) nodes[node] & 0xFF;
    }

    /** The children of all nodes, side by side. The first call is O(nodes). */
    public TrieChildren children() {
        TrieChildren known = children;
        if (known == null) {
            // Whoever makes them makes the same.
            known = new TrieChildren(this);
            children = known;
        }
        return known;
    }

    /** The child of a node on this byte (0 to 255), or -1. O(children). */
    public int child(int node, int byteValue) {
        for (int child = node + 1; child < end(node); child = end(child)) {
            int found = byteOf(child);
            if (found >= byteValue) {
                return found == byteValue ? child : -1;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return "trie of " + ids.length + " tokens, " + nodeCount() + " nodes";
    }

    /**
     * Collects byte strings with their ids, in any order; the same bytes and even the same pair may come more than
     * once, and each is kept. An empty byte string belongs to the root. Not thread-safe.
     */
    public static final class Builder {
        private byte[] blob = new byte[1024];
        /** Entry i is {@code blob[offsets[i] .. offsets[i + 1])}. */
        private int[] offsets = new int[64];

        private int[] ids = new int[63];
        private int count;

        private Builder() {}

        /** Adds bytes of an array, which are copied. */
        public Builder add(byte[] source, int offset, int length, int id) {
            int at = reserve(length);
            System.arraycopy(source, offset, blob, at, length);
            return close(at + length, id);
        }

        /** Adds the bytes of a token from a place on. */
        public Builder add(Vocabulary vocabulary, int tokenId, int from) {
            int length = vocabulary.byteCount(tokenId) - from;
            int at = reserve(length);
            vocabulary.copyBytes(tokenId, from, blob, at);
            return close(at + length, tokenId);
        }

        /** The trie of what was added. O(bytes), sorting included. The builder may be used on. */
        public TokenTrie build() {
            return new TokenTrie(TokenOrder.sort(blob, offsets, count), ids);
        }

        private int reserve(int length) {
            if (count == MAX_ENTRIES) {
                throw new IllegalStateException("a trie has at most " + MAX_ENTRIES + " entries");
            }
            int at = offsets[count];
            if (blob.length - at < length) {
                blob = Arrays.copyOf(blob, Math.max(Math.addExact(at, length), doubled(blob.length)));
            }
            return at;
        }

        private Builder close(int end, int id) {
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, 2 * count + 1);
                offsets = Arrays.copyOf(offsets, ids.length + 1);
            }
            ids[count++] = id;
            offsets[count] = end;
            return this;
        }

        private static int doubled(int length) {
            return length > Integer.MAX_VALUE / 2 - 8 ? Integer.MAX_VALUE - 8 : 2 * length;
        }
    }
}
