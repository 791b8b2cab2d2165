package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.WordLengths;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All that a vocabulary's tokens can do from one state of one automaton, whatever follows the lexeme: which stay
 * inside it, and where within the others it may have ended. Shared by all grammars in which the automaton occurs;
 * thread-safe.
 */
final class LexemeScan {
    /** So few ends are walked one by one; more are merged by what follows them. */
    private static final int FEW = 4;

    private final Vocabulary vocabulary;
    private final ByteDfa dfa;
    private final int start;
    final Slice.@Nullable Loop loop;
    final @Nullable Slice slice;
    /** Tokens that stay inside the lexeme to their end. */
    final TokenMask inside;
    /** Whether a token of the slice alone can end the lexeme within it: then ends are not in the rest alone. */
    private final boolean endsAnywhere;
    /** Nodes of {@link #walked} at which the lexeme may have ended and tokens go on. */
    private final int[] ends;
    /** [index of ends] -> bytes of the token up to there. */
    private final int[] endDepths;

    private final TokenTrie walked;
    /** Made where a length bound first asks for it. */
    private volatile @Nullable UnitCounts counts;

    private final ConcurrentHashMap<FirstBytes, Crossing> crossings = new ConcurrentHashMap<>();

    LexemeScan(MaskEngine engine, ByteDfa dfa, int start) {
        this.vocabulary = engine.vocabulary();
        this.dfa = dfa;
        this.start = start;
        Slice.Loop found = Slice.loopOf(dfa, start, engine.occurringBytes());
        this.loop = found;
        Slice known = found == null ? null : engine.slice(found.symbols());
        this.slice = known;
        this.endsAnywhere = found != null && dfa.isAccepting(found.state());
        this.walked = known == null ? vocabulary.trie() : known.rest;
        long[] words = new long[(vocabulary.size() + 63) >>> 6];
        if (known != null) {
            known.pure.orInto(words);
        }
        Ends collected = walk(walked, words, null);
        this.inside = TokenMask.adopt(words, vocabulary.size());
        this.ends = collected.nodes();
        this.endDepths = collected.depths();
    }

    /** A rough size for cache bounds. */
    int bytes() {
        return inside.wordCount() * 8 + ends.length * 12 + 256;
    }

    /** What follows where the lexeme ended, for a continuation that begins with these bytes. */
    Crossing crossing(FirstBytes first) {
        if (first.bytes().isEmpty()) {
            return Crossing.NONE;
        }
        Crossing known = crossings.get(first);
        if (known == null) {
            known = endsAnywhere ? crossAnywhere(first) : cross(walked, ends, endDepths, first);
            crossings.put(first, known);
        }
        return known;
    }

    /**
     * Takes out of a set of tokens those that count more units than this before they end or end the lexeme, and those
     * after which it would take more to end it.
     *
     * @param lengths the lengths of this automaton, which are free
     */
    void removeLonger(long[] words, int units, WordLengths lengths) {
        if (slice != null && loop != null && dfa.isUnit(loop.state())) {
            int most = units - missing(lengths, loop.state());
            int from = Math.max(0, Math.min(most + 1, slice.countStart.length - 1));
            for (int at = slice.countStart[from]; at < slice.idsByCount.length; at++) {
                clear(words, slice.idsByCount[at]);
            }
        }
        unitCounts(lengths).removeLonger(words, units);
    }

    /** Takes out of a set of tokens those that end the lexeme after fewer units than this. */
    void removeEndingBefore(long[] words, int units, WordLengths lengths) {
        if (units > 0) {
            unitCounts(lengths).removeEndingBefore(words, units);
        }
    }

    /** How many more units the end takes at least: none or one, where lengths are free. */
    static int missing(WordLengths lengths, int state) {
        return lengths.canReach(state, 0, 0) ? 0 : 1;
    }

    static void clear(long[] words, int id) {
        words[id >> 6] &= ~(1L << id);
    }

    private UnitCounts unitCounts(WordLengths lengths) {
        UnitCounts known = counts;
        if (known == null) {
            known = UnitCounts.of(walked, dfa, start, lengths);
            counts = known;
        }
        return known;
    }

    /** The lexeme may end after every byte: only tokens that contain one of the first bytes can cross. */
    private Crossing crossAnywhere(FirstBytes first) {
        TokenTrie trie = tokensWith(first.bytes());
        Ends collected = walk(trie, null, first);
        return cross(trie, collected.nodes(), collected.depths(), first);
    }

    private TokenTrie tokensWith(BitSet bytes) {
        long[] words = new long[(vocabulary.size() + 63) >>> 6];
        for (int b = bytes.nextSetBit(0); b >= 0 && b < 128; b = bytes.nextSetBit(b + 1)) {
            vocabulary.symbols().containing(b).orInto(words);
        }
        if (bytes.length() > 128) {
            vocabulary.symbols().beyondAscii().orInto(words);
        }
        return TokenTrie.of(vocabulary, TokenMask.adopt(words, vocabulary.size()));
    }

    private Crossing cross(TokenTrie trie, int[] nodes, int[] depths, FirstBytes first) {
        int[] kept = new int[nodes.length];
        int[] keptDepths = new int[nodes.length];
        int count = 0;
        for (int i = 0; i < nodes.length; i++) {
            if (hasChild(trie, nodes[i], first)) {
                kept[count] = nodes[i];
                keptDepths[count++] = depths[i];
            }
        }
        if (count <= FEW) {
            return new Crossing(trie, Arrays.copyOf(kept, count));
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
        return new Crossing(suffixes.build(), new int[] {0});
    }

    static boolean hasChild(TokenTrie trie, int node, FirstBytes first) {
        int end = trie.end(node);
        for (int child = node + 1; child < end; child = trie.end(child)) {
            if (first.has(trie.byteOf(child))) {
                return true;
            }
        }
        return false;
    }

    /** Depth-first over a trie; sets the bits of tokens inside, and collects the nodes where the lexeme may end. */
    private Ends walk(TokenTrie trie, long @Nullable [] words, @Nullable FirstBytes only) {
        int depthLimit = trie.depth() + 1;
        int[] states = new int[depthLimit];
        int[] endAt = new int[depthLimit];
        states[0] = start;
        endAt[0] = trie.nodeCount();
        int depth = 0;
        EndList list = new EndList();
        int node = 1;
        int count = trie.nodeCount();
        while (node < count) {
            while (node >= endAt[depth]) {
                depth--;
            }
            int end = trie.end(node);
            int state = dfa.step(states[depth], trie.byteOf(node));
            if (state == ByteDfa.DEAD) {
                node = end;
                continue;
            }
            if (words != null) {
                for (int at = trie.idStart(node); at < trie.idStart(node + 1); at++) {
                    int id = trie.id(at);
                    words[id >> 6] |= 1L << id;
                }
            }
            depth++;
            states[depth] = state;
            endAt[depth] = end;
            if (end > node + 1 && dfa.isAccepting(state) && (only == null || hasChild(trie, node, only))) {
                list.add(node, depth);
            }
            node++;
        }
        return list.freeze();
    }

    private record Ends(int[] nodes, int[] depths) {}

    private static final class EndList {
        private int[] nodes = new int[64];
        private int[] depths = new int[64];
        private int size;

        void add(int node, int depth) {
            if (size == nodes.length) {
                nodes = Arrays.copyOf(nodes, size * 2);
                depths = Arrays.copyOf(depths, size * 2);
            }
            nodes[size] = node;
            depths[size++] = depth;
        }

        Ends freeze() {
            return new Ends(Arrays.copyOf(nodes, size), Arrays.copyOf(depths, size));
        }
    }
}
