package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.WordLengths;
import dev.tenon.automaton.token.TokenSymbols;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.TokenViews;
import dev.tenon.automaton.token.TrieView;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * States of an automaton between which a set of symbols leads to and fro and never out or to an end, like those of a search
 * for one of several words: tokens made of these symbols stay inside whatever comes, as with a single state that loops. The
 * states may also be the next ones of a chain that ends some time, like those of {@code (\w+ ){9}}, as long as most tokens
 * are too short to get to its end. Immutable.
 */
final class WideLoop {
    /** This part of the trie is walked before better ways are looked for: one node in so many. */
    private static final int CHEAP = 16;

    /** Of so many nodes below a first byte it is looked at which second bytes lead there. */
    private static final int MANY = 4_000;

    private static final int BYTES = 256;

    private final Slice.Symbols symbols;
    private final BitSet states;
    private final boolean isEndless;
    /** The bytes that any of the states reads. */
    private final BitSet read;

    /**
     * @param symbols the symbols; not to be written
     * @param states the states; not to be written
     * @param isEndless whether they lead on for ever; else for the length of {@link TokenViews#LONG} bytes
     */
    WideLoop(ByteDfa dfa, Slice.Symbols symbols, BitSet states, boolean isEndless) {
        this.symbols = symbols;
        this.states = states;
        this.isEndless = isEndless;
        long[] words = new long[ByteDfa.SET_WORDS];
        for (int state = states.nextSetBit(0); state >= 0; state = states.nextSetBit(state + 1)) {
            dfa.addNext(state, words);
        }
        this.read = BitSet.valueOf(words);
    }

    Slice.Symbols symbols() {
        return symbols;
    }

    /** The states; not to be written. */
    BitSet states() {
        return states;
    }

    boolean isEndless() {
        return isEndless;
    }

    /** The loop that leaves fewest tokens to be walked, of those found around a state that does not accept. */
    static WideLoop around(MaskEngine engine, ByteDfa dfa, int state) {
        WideLoop narrow = narrow(engine, dfa, state);
        int cost = narrow.cost(engine, dfa, state);
        if (cost < cheap(engine)) {
            return narrow;
        }
        WideLoop best = new WideLoopSearch(engine, dfa, state).find();
        return best != null && best.cost(engine, dfa, state, cost) < cost ? best : narrow;
    }

    /**
     * A loop each of whose symbols counts one.
     *
     * @param least units to the end that are missing after any of the symbols, at least
     * @param most the same at most
     */
    record Counting(WideLoop loop, int least, int most) {}

    /** A loop of one state that hardly anything leads out of and each of whose symbols counts one; or null. */
    static @Nullable Counting counting(MaskEngine engine, ByteDfa dfa, int state, WordLengths lengths) {
        Slice.Loop single = Slice.loopOf(dfa, state, engine.occurringBytes());
        if (single == null) {
            return null;
        }
        BitSet states = new BitSet();
        states.set(single.state());
        WideLoop loop = new WideLoop(dfa, single.symbols(), states, true);
        return loop.isCheap(engine, dfa, state) ? counting(loop, engine, dfa, lengths) : null;
    }

    private static @Nullable Counting counting(WideLoop loop, MaskEngine engine, ByteDfa dfa, WordLengths lengths) {
        if (!loop.isEndless || loop.symbols.ascii().isEmpty()) {
            return null;
        }
        BitSet after = new BitSet();
        CodePoints beyond = new CodePoints(dfa, engine.occurringBytes());
        for (int s = loop.states.nextSetBit(0); s >= 0; s = loop.states.nextSetBit(s + 1)) {
            BitSet bytes = loop.symbols.ascii();
            for (int b = bytes.nextSetBit(0); b >= 0; b = bytes.nextSetBit(b + 1)) {
                after.set(dfa.step(s, b));
            }
            int[] targets = loop.symbols.beyond() == Beyond.NONE ? CodePoints.NONE : beyond.targets(s);
            int[] spaces = loop.symbols.beyond() == Beyond.ALL ? beyond.spaceTargets(s) : CodePoints.NONE;
            if (targets == null || spaces == null) {
                return null;
            }
            for (int target : targets) {
                after.set(target);
            }
            for (int target : spaces) {
                after.set(target);
            }
        }
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (int s = after.nextSetBit(0); s >= 0; s = after.nextSetBit(s + 1)) {
            if (!dfa.isUnit(s)) {
                return null;
            }
            least = Math.min(least, lengths.least(s));
            most = Math.max(most, lengths.least(s));
        }
        return new Counting(loop, least, most);
    }

    /** The state alone, with the symbols on which it goes to itself. */
    static WideLoop narrow(MaskEngine engine, ByteDfa dfa, int state) {
        BitSet states = new BitSet();
        states.set(state);
        return new WideLoop(dfa, Slice.symbolsOf(dfa, state, state, engine.occurringBytes()), states, true);
    }

    /** How many nodes are walked from the state that lead out, roughly. */
    int cost(MaskEngine engine, ByteDfa dfa, int start) {
        return cost(engine, dfa, start, Integer.MAX_VALUE);
    }

    /** The same; where it is more than a number, any number above that. */
    private int cost(MaskEngine engine, ByteDfa dfa, int start, int most) {
        TokenViews views = engine.vocabulary().views();
        First first = First.of(dfa, start);
        int cost = 0;
        if (first.isBeyondAscii || read.length() > TokenSymbols.ASCII) {
            for (TrieView others : symbols.beyond().others(views)) {
                cost += first.cost(others);
            }
        }
        cost += isEndless ? 0 : first.cost(views.longer());
        BitSet bytes = symbols.ascii();
        for (int b = read.nextSetBit(0); b >= 0 && b < TokenSymbols.ASCII && cost <= most; b = read.nextSetBit(b + 1)) {
            if (!bytes.get(b)) {
                TrieView view = views.containing(b);
                cost += first.cost(view);
                if (view.sizeFrom(b) >= MANY && dfa.step(start, b) != ByteDfa.DEAD) {
                    cost -= view.sizeFrom(b) - nodesAfter(engine.vocabulary().trie(), b, dfa, dfa.step(start, b));
                }
            }
        }
        return cost;
    }

    /** Nodes of the trie below those of a first byte and another one that a state reads. */
    private static int nodesAfter(TokenTrie trie, int first, ByteDfa dfa, int state) {
        int child = 1;
        while (trie.byteOf(child) != first) {
            child = trie.end(child);
        }
        int nodes = 1;
        int end = trie.end(child);
        for (int next = child + 1; next < end; next = trie.end(next)) {
            nodes += dfa.step(state, trie.byteOf(next)) == ByteDfa.DEAD ? 0 : trie.end(next) - next;
        }
        return nodes;
    }

    /**
     * The bytes that a state reads, or where these are most, those that it does not.
     *
     * @param areRead which of both
     * @param isBeyondAscii whether any that are read are beyond ASCII
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record First(int[] bytes, boolean areRead, boolean isBeyondAscii) {
        static First of(ByteDfa dfa, int state) {
            int count = 0;
            boolean isBeyond = false;
            for (int b = 0; b < BYTES; b++) {
                boolean isRead = dfa.step(state, b) != ByteDfa.DEAD;
                count += isRead ? 1 : 0;
                isBeyond |= isRead && b >= TokenSymbols.ASCII;
            }
            boolean areRead = count <= BYTES / 2;
            int[] bytes = new int[areRead ? count : BYTES - count];
            int size = 0;
            for (int b = 0; b < BYTES; b++) {
                if ((dfa.step(state, b) != ByteDfa.DEAD) == areRead) {
                    bytes[size++] = b;
                }
            }
            return new First(bytes, areRead, isBeyond);
        }

        /** Nodes of the view below those of the bytes that are read. */
        int cost(TrieView view) {
            int below = 0;
            for (int b : bytes) {
                below += view.sizeFrom(b);
            }
            return areRead ? below : view.size() - below;
        }
    }

    /** So many nodes are walked at no great cost. */
    static int cheap(MaskEngine engine) {
        return engine.vocabulary().trie().nodeCount() / CHEAP;
    }

    /** Whether hardly anything leads out of it from the state. */
    boolean isCheap(MaskEngine engine, ByteDfa dfa, int start) {
        return cost(engine, dfa, start, cheap(engine)) < cheap(engine);
    }

    /** Whether the byte can be read in any of the states. */
    boolean leadsOut(int byteValue) {
        return read.get(byteValue);
    }
}
