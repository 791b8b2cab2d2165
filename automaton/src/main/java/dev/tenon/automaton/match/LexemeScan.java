package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
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
    /** [index of ends] -> units counted up to there. */
    private final int[] endUnits;

    private final int[] endDepths;
    private final TokenTrie walked;
    final int mostEndUnits;
    private final ConcurrentHashMap<CrossingKey, Crossing> crossings = new ConcurrentHashMap<>();

    private record CrossingKey(FirstBytes first, int leastUnits, int mostUnits) {}

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
        this.endUnits = collected.units();
        this.endDepths = collected.depths();
        this.mostEndUnits = endsAnywhere ? vocabulary.trie().depth() : collected.mostUnits();
    }

    /** A rough size for cache bounds. */
    int bytes() {
        return inside.wordCount() * 8 + ends.length * 12 + 256;
    }

    /** What follows where the lexeme ended, for a continuation that begins with these bytes. */
    Crossing crossing(FirstBytes first) {
        return crossing(first, 0, Integer.MAX_VALUE);
    }

    /** The same where the lexeme may only end after so many units, counted from this state. */
    Crossing crossing(FirstBytes first, int leastUnits, int mostUnits) {
        if (first.bytes().isEmpty()) {
            return Crossing.NONE;
        }
        int least = Math.max(0, Math.min(leastUnits, mostEndUnits + 1));
        CrossingKey key = new CrossingKey(first, least, Math.min(mostUnits, mostEndUnits));
        Crossing known = crossings.get(key);
        if (known == null) {
            known = endsAnywhere ? crossAnywhere(key) : cross(walked, ends, endUnits, endDepths, key);
            crossings.put(key, known);
        }
        return known;
    }

    /** The lexeme may end after every byte: only tokens that contain one of the first bytes can cross. */
    private Crossing crossAnywhere(CrossingKey key) {
        TokenTrie trie = tokensWith(key.first().bytes());
        Ends collected = walk(trie, null, key.first());
        return cross(trie, collected.nodes(), collected.units(), collected.depths(), key);
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

    private Crossing cross(TokenTrie trie, int[] nodes, int[] units, int[] depths, CrossingKey key) {
        int[] kept = new int[nodes.length];
        int[] keptDepths = new int[nodes.length];
        int count = 0;
        for (int i = 0; i < nodes.length; i++) {
            if (units[i] >= key.leastUnits() && units[i] <= key.mostUnits() && hasChild(trie, nodes[i], key.first())) {
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
                if (key.first().has(trie.byteOf(child))) {
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
        int[] unitsAt = new int[depthLimit];
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
            int units = unitsAt[depth] + (dfa.isUnit(state) ? 1 : 0);
            if (words != null) {
                for (int at = trie.idStart(node); at < trie.idStart(node + 1); at++) {
                    int id = trie.id(at);
                    words[id >> 6] |= 1L << id;
                }
            }
            depth++;
            states[depth] = state;
            unitsAt[depth] = units;
            endAt[depth] = end;
            if (end > node + 1 && dfa.isAccepting(state) && (only == null || hasChild(trie, node, only))) {
                list.add(node, units, depth);
            }
            node++;
        }
        return list.freeze();
    }

    private record Ends(int[] nodes, int[] units, int[] depths, int mostUnits) {}

    private static final class EndList {
        private int[] nodes = new int[64];
        private int[] units = new int[64];
        private int[] depths = new int[64];
        private int size;
        private int most;

        void add(int node, int unitCount, int depth) {
            if (size == nodes.length) {
                nodes = Arrays.copyOf(nodes, size * 2);
                units = Arrays.copyOf(units, size * 2);
                depths = Arrays.copyOf(depths, size * 2);
            }
            nodes[size] = node;
            units[size] = unitCount;
            depths[size++] = depth;
            most = Math.max(most, unitCount);
        }

        Ends freeze() {
            return new Ends(Arrays.copyOf(nodes, size), Arrays.copyOf(units, size), Arrays.copyOf(depths, size), most);
        }
    }
}
