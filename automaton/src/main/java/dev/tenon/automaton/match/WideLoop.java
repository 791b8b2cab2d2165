package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.WordLengths;
import dev.tenon.automaton.token.TokenSymbols;
import dev.tenon.automaton.token.TokenViews;
import dev.tenon.automaton.token.TrieView;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * States of an automaton between which a set of symbols leads to and fro and never out or to an end, like those of a search
 * for one of several words: tokens made of these symbols stay inside whatever comes, as with a single state that loops. The
 * states may also be the next ones of a chain that ends some time, like those of {@code (\w+ ){9}}, as long as most tokens
 * are too short to get to its end.
 *
 * @param symbols the symbols
 * @param states the states; not to be written
 * @param isEndless whether they lead on for ever; else for the length of {@link TokenViews#LONG} bytes
 */
record WideLoop(Slice.Symbols symbols, BitSet states, boolean isEndless) {
    private static final int MOST_STATES = 256;
    /** A state is left out when more than this part of the tokens could not go on from it: one in so many. */
    private static final int PART = 8;
    /** This part of the trie is walked before better ways are looked for: one node in so many. */
    private static final int CHEAP = 16;

    /** The loop that leaves fewest tokens to be walked, of those found around a state that does not accept. */
    static WideLoop around(MaskEngine engine, ByteDfa dfa, int state) {
        WideLoop narrow = narrow(engine, dfa, state);
        if (narrow.isCheap(engine, dfa, state)) {
            return narrow;
        }
        BitSet bytes = new BitSet(TokenSymbols.ASCII);
        for (int b = 0; b < TokenSymbols.ASCII; b++) {
            bytes.set(b, goesOn(dfa, state, b));
        }
        WideLoop ascii = wide(engine, dfa, state, bytes, null);
        if (ascii == null) {
            bytes = alike(engine, dfa, state);
            ascii = wide(engine, dfa, state, bytes, null);
        }
        if (ascii == null) {
            return narrow;
        }
        // The bytes are now those that are known to do no harm.
        WideLoop wide = wide(engine, dfa, state, bytes, new CodePoints(dfa, engine.occurringBytes()));
        WideLoop best = wide == null ? ascii : wide;
        return best.cost(engine, dfa, state) < narrow.cost(engine, dfa, state) ? best : narrow;
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
        WideLoop loop = new WideLoop(single.symbols(), states, true);
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
            int[] targets = loop.symbols.beyondAscii() ? beyond.targets(s) : CodePoints.NONE;
            if (targets == null) {
                return null;
            }
            for (int target : targets) {
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
        return new WideLoop(Slice.symbolsOf(dfa, state, state, engine.occurringBytes()), states, true);
    }

    /**
     * @param bytes the bytes to begin with; those are taken out that cannot be symbols
     * @param beyond what code points beyond ASCII do, all of which are among the symbols; null where none is
     */
    private static @Nullable WideLoop wide(
            MaskEngine engine, ByteDfa dfa, int state, BitSet bytes, @Nullable CodePoints beyond) {
        while (true) {
            Reach reach = new Reach(dfa, bytes, beyond);
            if (!reach.run(state)) {
                return null;
            }
            BitSet bad = new BitSet();
            BitSet dead = new BitSet();
            judge(engine, dfa, state, reach, bytes, bad, dead);
            if (!bad.isEmpty()) {
                removeWaysTo(dfa, reach, bad, bytes);
            } else if (!dead.isEmpty()) {
                bytes.andNot(dead);
            } else {
                return new WideLoop(
                        new Slice.Symbols((BitSet) bytes.clone(), beyond != null), reach.states, reach.isClosed());
            }
        }
    }

    /**
     * Bytes after which most are read as before them: of a state that only notes what was read last, as within a class of
     * characters, where a range may follow, they lead to its like, and not all over a large automaton.
     */
    private static BitSet alike(MaskEngine engine, ByteDfa dfa, int state) {
        BitSet alike = new BitSet(TokenSymbols.ASCII);
        for (int b = 0; b < TokenSymbols.ASCII; b++) {
            long same = 0;
            long all = 0;
            int target = dfa.step(state, b);
            for (int c = 0; c < TokenSymbols.ASCII && goesOn(dfa, state, b); c++) {
                if (goesOn(dfa, state, c)) {
                    all += engine.tokensFrom(c);
                    same += dfa.step(target, c) == dfa.step(state, c) ? engine.tokensFrom(c) : 0;
                }
            }
            alike.set(b, same > all - all / PART);
        }
        return alike;
    }

    private static boolean goesOn(ByteDfa dfa, int state, int byteValue) {
        int target = dfa.step(state, byteValue);
        return target != ByteDfa.DEAD && !dfa.isAccepting(target);
    }

    /** The states that the symbols lead to, as far as most tokens go. */
    private static final class Reach {
        private final ByteDfa dfa;
        private final BitSet bytes;
        private final @Nullable CodePoints beyond;
        final BitSet states = new BitSet();
        /** In the order of their distance. */
        final IdList queue = new IdList();
        /** Of those before this in the queue it is known where the symbols lead. */
        int expanded;

        Reach(ByteDfa dfa, BitSet bytes, @Nullable CodePoints beyond) {
            this.dfa = dfa;
            this.bytes = bytes;
            this.beyond = beyond;
        }

        /** Whether there are few enough, from each of which all code points beyond ASCII lead on where they are symbols. */
        boolean run(int start) {
            add(start);
            for (int length = 0; length < TokenViews.LONG && expanded < queue.size(); length++) {
                for (int layer = queue.size(); expanded < layer; expanded++) {
                    if (queue.size() > MOST_STATES || !expand(queue.get(expanded))) {
                        return false;
                    }
                }
            }
            return true;
        }

        boolean isClosed() {
            return expanded == queue.size();
        }

        private boolean expand(int state) {
            for (int b = bytes.nextSetBit(0); b >= 0; b = bytes.nextSetBit(b + 1)) {
                int target = dfa.step(state, b);
                if (target != ByteDfa.DEAD && !dfa.isAccepting(target)) {
                    add(target);
                }
            }
            int[] targets = beyond == null ? CodePoints.NONE : beyond.targets(state);
            if (targets == null) {
                return false;
            }
            for (int target : targets) {
                add(target);
            }
            return true;
        }

        private void add(int state) {
            if (!states.get(state)) {
                states.set(state);
                queue.add(state);
            }
        }
    }

    /** Finds states from which many tokens cannot go on, and bytes on which some other state does not. */
    private static void judge(
            MaskEngine engine, ByteDfa dfa, int state, Reach reach, BitSet bytes, BitSet bad, BitSet dead) {
        long all = 0;
        for (int b = bytes.nextSetBit(0); b >= 0; b = bytes.nextSetBit(b + 1)) {
            all += engine.tokensFrom(b);
        }
        for (int i = 0; i < reach.expanded; i++) {
            int s = reach.queue.get(i);
            BitSet deadHere = new BitSet(TokenSymbols.ASCII);
            long lost = 0;
            for (int b = bytes.nextSetBit(0); b >= 0; b = bytes.nextSetBit(b + 1)) {
                if (!goesOn(dfa, s, b)) {
                    deadHere.set(b);
                    lost += engine.tokensFrom(b);
                }
            }
            if (s != state && lost > all / PART) {
                bad.set(s);
            } else {
                dead.or(deadHere);
            }
        }
    }

    private static void removeWaysTo(ByteDfa dfa, Reach reach, BitSet bad, BitSet bytes) {
        for (int i = 0; i < reach.expanded; i++) {
            int s = reach.queue.get(i);
            for (int b = bytes.nextSetBit(0); b >= 0 && !bad.get(s); b = bytes.nextSetBit(b + 1)) {
                int target = dfa.step(s, b);
                if (target != ByteDfa.DEAD && bad.get(target)) {
                    bytes.clear(b);
                }
            }
        }
    }

    /** How many nodes are walked from the state that lead out, roughly. */
    int cost(MaskEngine engine, ByteDfa dfa, int start) {
        TokenViews views = engine.vocabulary().views();
        int[] first = IntStream.range(0, 256)
                .filter(b -> dfa.step(start, b) != ByteDfa.DEAD)
                .toArray();
        int cost = readsBeyondAscii(dfa, start)
                ? cost(symbols.beyondAscii() ? views.broken() : views.beyondAscii(), first)
                : 0;
        BitSet bytes = symbols.ascii();
        for (int b = bytes.nextClearBit(0); b < TokenSymbols.ASCII; b = bytes.nextClearBit(b + 1)) {
            cost += leadsOut(dfa, b) ? cost(views.containing(b), first) : 0;
        }
        return isEndless ? cost : cost + cost(views.longer(), first);
    }

    /** Whether a byte beyond ASCII leads anywhere, from the state or any of the loop. */
    private boolean readsBeyondAscii(ByteDfa dfa, int start) {
        for (int b = TokenSymbols.ASCII; b < 256; b++) {
            if (dfa.step(start, b) != ByteDfa.DEAD || leadsOut(dfa, b)) {
                return true;
            }
        }
        return false;
    }

    /** Nodes of the view below those of the first bytes. */
    private static int cost(TrieView view, int[] first) {
        int cost = 0;
        for (int b : first) {
            cost += view.sizeFrom(b);
        }
        return cost;
    }

    /** So many nodes are walked at no great cost. */
    static int cheap(MaskEngine engine) {
        return engine.vocabulary().trie().nodeCount() / CHEAP;
    }

    /** Whether hardly anything leads out of it from the state. */
    boolean isCheap(MaskEngine engine, ByteDfa dfa, int start) {
        return cost(engine, dfa, start) < cheap(engine);
    }

    /** Whether the byte can be read in any of the states. */
    boolean leadsOut(ByteDfa dfa, int byteValue) {
        for (int state = states.nextSetBit(0); state >= 0; state = states.nextSetBit(state + 1)) {
            if (dfa.step(state, byteValue) != ByteDfa.DEAD) {
                return true;
            }
        }
        return false;
    }
}
