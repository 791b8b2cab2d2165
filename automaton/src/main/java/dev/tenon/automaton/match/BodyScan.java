package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.TokenViews;
import dev.tenon.automaton.token.Vocabulary;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a vocabulary's tokens can do from a state, most often one that loops, like the inside of a string: which stay inside,
 * and where the others complete a word. Other states of the same automaton are told from it by a few tokens only, see {@link Divergence};
 * and it serves every automaton with the same {@link Residual}. Thread-safe.
 *
 * <p>Tokens made of nothing but the symbols of the loop need no walk. All others contain a byte that leads out of the loop,
 * or a broken code point; those are found over the views of the vocabulary's trie of the tokens that contain each such byte.
 */
final class BodyScan {
    /** So many times what is walked at no great cost is much. */
    private static final int MUCH = 4;
    /** So many times what is walked at no great cost is less than what is left to do where there is no good way. */
    private static final int MANY = 2;
    /** Little leads out of a loop of so many symbols. */
    private static final int NEARLY_ALL_SYMBOLS = 90;
    /** From a loop of so many symbols much is alive. */
    private static final int MANY_SYMBOLS = 48;
    /** Reading a token costs about as much as walking so many nodes. */
    private static final double NODES = 1.5;

    /** Tokens that stay inside to their end. */
    final TokenMask inside;

    private final Vocabulary vocabulary;
    /** Nodes of the vocabulary's trie at which a word is complete and tokens go on, ascending. */
    private final int[] ends;
    /** [index of ends] -> bytes of the token up to there, and the label of the word. */
    private final int[] endDepths;

    private final int[] endLabels;
    private final ConcurrentHashMap<CrossingKey, Crossing> crossings = new ConcurrentHashMap<>();

    private record CrossingKey(int label, FirstBytes first) {}

    private BodyScan(Vocabulary vocabulary, ByteDfa dfa, long[] words, Ends found) {
        this.vocabulary = vocabulary;
        this.inside = TokenMask.adopt(words, vocabulary.size());
        int[] order = found.order();
        this.ends = new int[order.length];
        this.endDepths = new int[order.length];
        this.endLabels = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            ends[i] = found.ends.get(order[i]);
            endDepths[i] = found.depths.get(order[i]);
            endLabels[i] = dfa.label(found.endStates.get(order[i]));
        }
    }

    /** The scan of any state, whichever way there is less to walk. */
    static BodyScan of(MaskEngine engine, ByteDfa dfa, int state) {
        BodyScan walked = dfa.isAccepting(state) ? ofAny(engine, dfa, state, Integer.MAX_VALUE) : null;
        if (walked != null) {
            // Tokens of a loop's symbols alone would end on their way, too.
            return walked;
        }
        WideLoop narrow = WideLoop.narrow(engine, dfa, state);
        if (narrow.isCheap(engine, dfa, state)) {
            return ofLoop(engine, dfa, state, narrow);
        }
        long alive = 0;
        for (int b = 0; b < 256; b++) {
            alive += dfa.step(state, b) == ByteDfa.DEAD
                    ? 0
                    : engine.byFirstByte().nodeCount(b);
        }
        int cheap = WideLoop.cheap(engine);
        // What begins many tokens may soon end them all.
        boolean isShort = alive <= cheap || isShortAfterTwo(engine, dfa, state, cheap);
        Reading reading = isShort ? null : Reading.of(engine, dfa, state, MANY * cheap);
        if (reading != null && reading.obstacles.suspectCount() <= cheap / NODES) {
            return ofRead(engine, dfa, state, reading);
        }
        BodyScan tried = reading == null ? null : tried(engine, dfa, state, narrow, reading.obstacles.suspectCount());
        if (tried != null) {
            return tried;
        }
        // Where much is alive at first, a walk of it is seldom short, and a loop around the state often good.
        WideLoop loop = !isShort && alive > MUCH * (long) cheap ? WideLoop.around(engine, dfa, state) : null;
        if (loop != null && loop.isCheap(engine, dfa, state)) {
            return ofLoop(engine, dfa, state, loop);
        }
        if (reading != null) {
            return ofRead(engine, dfa, state, reading);
        }
        if (loop == null) {
            BodyScan all = ofAny(engine, dfa, state, cheap);
            if (all != null) {
                return all;
            }
            loop = WideLoop.around(engine, dfa, state);
        }
        BodyScan other = loop.cost(engine, dfa, state) < alive ? null : ofAny(engine, dfa, state, Integer.MAX_VALUE);
        return other == null ? ofLoop(engine, dfa, state, loop) : other;
    }

    /** There may be less to walk than it seems, where the state is soon come back to, or nothing is read for long. */
    private static @Nullable BodyScan tried(
            MaskEngine engine, ByteDfa dfa, int state, WideLoop narrow, int tokensToRead) {
        int symbols = narrow.symbols().ascii().cardinality();
        if (symbols >= NEARLY_ALL_SYMBOLS) {
            return ofLoop(engine, dfa, state, narrow, WideLoop.cheap(engine) / 2);
        }
        return symbols >= MANY_SYMBOLS ? null : ofAny(engine, dfa, state, tokensToRead / 2);
    }

    /** Whether no more nodes of the trie than a number lie below those that two bytes lead to. */
    private static boolean isShortAfterTwo(MaskEngine engine, ByteDfa dfa, int state, int most) {
        TokenTrie trie = engine.vocabulary().trie();
        int alive = 0;
        for (int child = 1; child < trie.nodeCount() && alive <= most; child = trie.end(child)) {
            int after = dfa.step(state, trie.byteOf(child));
            int end = after == ByteDfa.DEAD ? child : trie.end(child);
            for (int next = child + 1; next < end; next = trie.end(next)) {
                alive += dfa.step(after, trie.byteOf(next)) == ByteDfa.DEAD ? 0 : trie.end(next) - next;
            }
        }
        return alive <= most;
    }

    private static BodyScan ofLoop(MaskEngine engine, ByteDfa dfa, int state, WideLoop loop) {
        return Objects.requireNonNull(ofLoop(engine, dfa, state, loop, Integer.MAX_VALUE));
    }

    /** The same, or null where there are more nodes to walk. */
    private static @Nullable BodyScan ofLoop(MaskEngine engine, ByteDfa dfa, int state, WideLoop loop, int mostNodes) {
        Vocabulary vocabulary = engine.vocabulary();
        Slice slice = engine.slice(loop.symbols());
        long[] words = new long[slice.pure.wordCount()];
        slice.pure.orInto(words);
        if (!loop.isEndless()) {
            for (int id : vocabulary.symbols().idsLonger(TokenViews.LONG)) {
                words[id >> 6] &= ~(1L << id);
            }
        }
        Ends ends = new Ends(engine, dfa, words, mostNodes);
        LoopExits.walk(engine, dfa, state, loop, ends);
        return ends.left < 0 ? null : new BodyScan(vocabulary, dfa, words, ends);
    }

    /** The scan of a state that reads nearly all tokens made of what the automaton reads, or null where it has to try many. */
    static @Nullable BodyScan ofRead(MaskEngine engine, ByteDfa dfa, int state, int mostTokens) {
        Reading reading = Reading.of(engine, dfa, state, mostTokens);
        return reading == null ? null : ofRead(engine, dfa, state, reading);
    }

    private static BodyScan ofRead(MaskEngine engine, ByteDfa dfa, int state, Reading reading) {
        long[] words = reading.obstacles.inside();
        Ends ends = new Ends(engine, dfa, words, Integer.MAX_VALUE);
        LoopExits.walkHolding(engine, dfa, state, reading.endings, ends);
        return new BodyScan(engine.vocabulary(), dfa, words, ends);
    }

    /**
     * The few tokens to read.
     *
     * @param endings bytes that complete words: tokens with them are walked
     */
    private record Reading(Obstacles obstacles, BitSet endings) {
        static @Nullable Reading of(MaskEngine engine, ByteDfa dfa, int state, int mostTokens) {
            Reading known = of(engine, dfa, state, mostTokens, engine.loops(dfa).readBytes());
            if (known != null) {
                return known;
            }
            ReadBytes near = ReadBytes.around(dfa, state);
            return near == null || nodesHolding(engine, dfa, state, near.endings()) > mostTokens
                    ? null
                    : of(engine, dfa, state, mostTokens, near);
        }

        private static @Nullable Reading of(
                MaskEngine engine, ByteDfa dfa, int state, int mostTokens, @Nullable ReadBytes read) {
            Obstacles obstacles = read == null ? null : new Obstacles(engine, dfa, state, read);
            return read != null && obstacles != null && obstacles.find(mostTokens)
                    ? new Reading(obstacles, read.endings())
                    : null;
        }
    }

    /** How many nodes there are on the way to tokens that hold one of some bytes, below the first bytes that a state reads. */
    private static int nodesHolding(MaskEngine engine, ByteDfa dfa, int state, BitSet bytes) {
        TokenViews views = engine.vocabulary().views();
        int nodes = 0;
        for (int b = bytes.nextSetBit(0); b >= 0; b = bytes.nextSetBit(b + 1)) {
            for (int first = 0; first < 256; first++) {
                nodes += dfa.step(state, first) == ByteDfa.DEAD
                        ? 0
                        : views.containing(b).sizeFrom(first);
            }
        }
        return nodes;
    }

    /** The scan of any state, by a walk of all that is alive, or null where that comes to more nodes. */
    private static @Nullable BodyScan ofAny(MaskEngine engine, ByteDfa dfa, int state, int mostNodes) {
        Vocabulary vocabulary = engine.vocabulary();
        long[] words = new long[(vocabulary.size() + 63) >>> 6];
        Ends ends = new Ends(engine, dfa, words, mostNodes);
        LoopExits.walkAll(vocabulary.trie(), dfa, state, ends);
        return ends.left < 0 ? null : new BodyScan(vocabulary, dfa, words, ends);
    }

    /** A rough size for cache bounds. */
    int bytes() {
        return inside.bytes() + ends.length * 24 + 512;
    }

    /** What follows words of the label, for a continuation that begins with these bytes. */
    Crossing crossing(int label, FirstBytes first) {
        CrossingKey key = new CrossingKey(label, first);
        Crossing known = crossings.get(key);
        if (known == null) {
            int count = 0;
            int[] nodes = new int[ends.length];
            int[] depths = new int[ends.length];
            for (int i = 0; i < ends.length; i++) {
                if (endLabels[i] == label) {
                    nodes[count] = ends[i];
                    depths[count++] = endDepths[i];
                }
            }
            known = Crossing.of(vocabulary, Arrays.copyOf(nodes, count), depths, first);
            crossings.put(key, known);
        }
        return known;
    }

    /** Lists the tokens that complete a word of the label and go on, among those below nodes {@code from .. to - 1}. */
    void addCrossing(int label, int from, int to, IdList list) {
        TokenTrie trie = vocabulary.trie();
        int at = Arrays.binarySearch(ends, from);
        for (int i = at < 0 ? -at - 1 : at; i < ends.length && ends[i] < to; i++) {
            if (endLabels[i] == label) {
                list.addTokens(trie, ends[i] + 1, trie.end(ends[i]));
            }
        }
    }

    /** Collects tokens inside and ends. */
    private static final class Ends implements LoopExits.Visitor {
        private final TokenTrie trie;
        private final ByteDfa dfa;
        private final Staying staying;
        private final long[] words;
        final IdList ends = new IdList();
        final IdList depths = new IdList();
        final IdList endStates = new IdList();

        /** How many nodes may still be met; negative once there were more. */
        int left;

        Ends(MaskEngine engine, ByteDfa dfa, long[] words, int mostNodes) {
            this.left = mostNodes;
            this.trie = engine.vocabulary().trie();
            this.dfa = dfa;
            this.staying = new Staying(engine, dfa);
            this.words = words;
        }

        @Override
        public boolean visit(int node, int depth, int state) {
            if (--left < 0) {
                left = -1;
                return false;
            }
            boolean stays = staying.below(node, state);
            int last = trie.idStart(stays ? trie.end(node) : node + 1);
            for (int at = trie.idStart(node); at < last; at++) {
                int id = trie.id(at);
                words[id >> 6] |= 1L << id;
            }
            if (stays) {
                return false;
            }
            if (dfa.isAccepting(state) && trie.end(node) > node + 1) {
                ends.add(node);
                depths.add(depth);
                endStates.add(state);
            }
            return true;
        }

        /** The ends by ascending node, each once: a node on the way to tokens of several views is met several times. */
        int[] order() {
            long[] pairs = new long[ends.size()];
            for (int i = 0; i < pairs.length; i++) {
                pairs[i] = (long) ends.get(i) << 32 | i;
            }
            Arrays.sort(pairs);
            int[] order = new int[pairs.length];
            int count = 0;
            for (int i = 0; i < pairs.length; i++) {
                if (i == 0 || pairs[i] >> 32 != pairs[i - 1] >> 32) {
                    order[count++] = (int) pairs[i];
                }
            }
            return Arrays.copyOf(order, count);
        }
    }
}
