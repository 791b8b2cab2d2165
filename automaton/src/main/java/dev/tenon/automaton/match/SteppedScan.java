package dev.tenon.automaton.match;

import dev.tenon.automaton.grammar.TextMachine;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenTrie;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What tokens can do within a text that a machine tells: by the bytes that the machine's texts may hold, and shared by all
 * machines of the same ones. Nearly every state is met once, so nothing is kept by state. But while a machine takes any of
 * its bytes, the tokens made of these are its mask, and only those are walked that may end its text or pass that stretch.
 * Thread-safe.
 */
final class SteppedScan {
    /** With less than that, most tokens have to be walked anyway. */
    private static final int LEAST_FREE = 16;

    private final TokenTrie trie;
    private final int size;
    private final BitSet bytes;
    /** [length] -> the tokens of these bytes up to it; made where they are first asked for. */
    private final AtomicReferenceArray<@Nullable TokenMask> upTo;

    /** What was asked for last: it is nearly always the same. */
    private volatile @Nullable Exits last;

    /**
     * The nodes of tokens within which a text may end, and those on the way there.
     *
     * @param after what the text is followed by
     */
    private record Exits(FirstBytes after, BitSet ways) {}

    SteppedScan(TokenTrie trie, int size, BitSet bytes) {
        this.trie = trie;
        this.size = size;
        this.bytes = bytes;
        this.upTo = new AtomicReferenceArray<>(trie.depth() + 1);
    }

    /** A rough size for cache bounds, with all that it may come to hold. */
    int bytes() {
        return trie.nodeCount() / 8 + (trie.depth() + 1) * (size / 8 + 64);
    }

    /**
     * Adds the tokens to which a text can be followed.
     *
     * @param after what may follow the text
     * @param ends gets the nodes at which it may end and be followed by what begins so
     */
    void add(TextMachine.State from, FirstBytes after, MaskParts parts, IntConsumer ends) {
        int free = Math.min(from.free(), Math.min(trie.depth(), TokenTrie.MOST_HEIGHT));
        if (free >= LEAST_FREE) {
            parts.add(upTo(free));
            walk(
                    from,
                    free,
                    after,
                    node -> {
                        for (int at = trie.idStart(node); at < trie.idStart(node + 1); at++) {
                            parts.add(trie.id(at));
                        }
                    },
                    ends);
        } else {
            long[] words = new long[(size + 63) >>> 6];
            walk(from, 0, after, node -> set(node, words), ends);
            parts.add(TokenMask.adopt(words, size));
        }
    }

    private void set(int node, long[] words) {
        for (int at = trie.idStart(node); at < trie.idStart(node + 1); at++) {
            words[trie.id(at) >> 6] |= 1L << trie.id(at);
        }
    }

    /** Names the nodes below a depth to which the text can be followed; subtrees are left at the first that it cannot. */
    private void walk(TextMachine.State from, int known, FirstBytes after, IntConsumer inside, IntConsumer ends) {
        BitSet ways = waysOut(after);
        TextMachine.State[] states = new TextMachine.State[trie.depth() + 1];
        int[] endAt = new int[trie.depth() + 1];
        states[0] = from;
        endAt[0] = trie.nodeCount();
        int depth = 0;
        for (int node = 1; node < trie.nodeCount(); ) {
            while (node >= endAt[depth]) {
                depth--;
            }
            boolean isOfInterest = ways.get(node) || depth + 1 + trie.height(node) > known;
            TextMachine.State state = isOfInterest ? states[depth].step(trie.byteOf(node)) : null;
            if (state == null) {
                node = trie.end(node);
                continue;
            }
            depth++;
            states[depth] = state;
            endAt[depth] = trie.end(node);
            if (depth > known) {
                inside.accept(node);
            }
            // Whether a text may end costs more to know than that it goes on.
            if (ways.get(node) && goesOn(node, after) && state.isAccepting()) {
                ends.accept(node);
            }
            node++;
        }
    }

    private TokenMask upTo(int length) {
        TokenMask known = upTo.get(length);
        if (known != null) {
            return known;
        }
        long[] words = new long[(size + 63) >>> 6];
        int[] endAt = new int[trie.depth() + 1];
        endAt[0] = trie.nodeCount();
        int depth = 0;
        for (int node = 1; node < trie.nodeCount(); ) {
            while (node >= endAt[depth]) {
                depth--;
            }
            if (depth == length || !bytes.get(trie.byteOf(node))) {
                node = trie.end(node);
                continue;
            }
            depth++;
            endAt[depth] = trie.end(node);
            set(node, words);
            node++;
        }
        TokenMask made = TokenMask.adopt(words, size);
        // Masks of the same parts are found by the identity of these.
        TokenMask first = upTo.compareAndExchange(length, null, made);
        return first == null ? made : first;
    }

    private BitSet waysOut(FirstBytes after) {
        Exits known = last;
        if (known != null && known.after.equals(after)) {
            return known.ways;
        }
        BitSet ways = new BitSet(trie.nodeCount());
        int[] path = new int[trie.depth() + 1];
        int[] endAt = new int[trie.depth() + 1];
        endAt[0] = trie.nodeCount();
        int depth = 0;
        for (int node = 1; node < trie.nodeCount(); ) {
            while (node >= endAt[depth]) {
                depth--;
            }
            if (!bytes.get(trie.byteOf(node))) {
                node = trie.end(node);
                continue;
            }
            depth++;
            path[depth] = node;
            endAt[depth] = trie.end(node);
            if (goesOn(node, after)) {
                for (int at = depth; at > 0 && !ways.get(path[at]); at--) {
                    ways.set(path[at]);
                }
            }
            node++;
        }
        last = new Exits(after, ways);
        return ways;
    }

    /** Whether a child of the node is one of the bytes. */
    private boolean goesOn(int node, FirstBytes after) {
        for (int child = node + 1; child < trie.end(node); child = trie.end(child)) {
            if (after.has(trie.byteOf(child))) {
                return true;
            }
        }
        return false;
    }
}
