package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.WordLengths;
import dev.tenon.automaton.grammar.TextMachine;
import dev.tenon.automaton.match.Head.LexemeHead;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The masks of one vocabulary and what they are made of, shared by all grammars and requests over it; thread-safe. All
 * caches are bounded by bytes and may forget anything at any time.
 */
final class MaskEngine {
    private static final long SCAN_BYTES = 48L << 20;
    /** What is known of the states of automata is soon worked out again. */
    private static final long STATE_BYTES = 12L << 20;

    private static final long SLICE_BYTES = 32L << 20;
    private static final long SUFFIX_BYTES = 32L << 20;
    private static final long MASK_BYTES = 48L << 20;
    /** This part of the tokens is worth a scan that others are compared with: one in so many. */
    private static final int PART = 32;
    /** So many states of one automaton are kept to compare with. */
    private static final int MOST_BODIES = 2;
    /** Most tokens are no longer than this. */
    private static final int NEAR = 6;
    /** Few tokens have no more units than this. */
    private static final int FEW_UNITS = 4;

    /** Where more tokens than this tell two states apart, a scan of its own may be better for the second. */
    private static final int MANY_APART = 2_000;

    /** More pairs of states than this are a chain. */
    private static final int FEW_PAIRS = 100;
    /** Larger tables are not parted as a whole. */
    private static final int MOST_ENTRIES = 60_000;

    private final Vocabulary vocabulary;
    /** Bytes that occur in some TEXT token. */
    private final BitSet occurringBytes = new BitSet(256);

    private final TokensByFirstByte byFirstByte;
    private final ZeroWords zeroWords;
    private final LongAdder positions = new LongAdder();
    private final LongAdder made = new LongAdder();

    private final Remembered<ScanKey, LexemeScan> scans =
            new Remembered<>(SCAN_BYTES, (key, scan) -> scan.bytes() + key.dfa.bytes());
    private final Remembered<ScanKey, KeyScan> keyScans =
            new Remembered<>(SCAN_BYTES, (key, scan) -> scan.bytes() + key.dfa.bytes());
    private final Remembered<ScanKey, Body> sharedBodies =
            new Remembered<>(SCAN_BYTES, (key, body) -> body.bytes() + key.dfa.bytes());
    /** States of larger automata that others of the same automaton are compared with. */
    private final Remembered<ByteDfa, List<Body>> bodies = new Remembered<>(
            SCAN_BYTES,
            (key, list) -> key.bytes() + list.stream().mapToInt(Body::bytes).sum());

    private final Remembered<ByteDfa, StateLoops> loops =
            new Remembered<>(STATE_BYTES, (key, known) -> key.bytes() + known.bytes());
    private final Remembered<ByteDfa, StateDistances> stateDistances =
            new Remembered<>(STATE_BYTES, (key, distances) -> key.bytes() + distances.bytes());
    private final Remembered<Residual, BodyScan> bodyScans = new Remembered<>(SCAN_BYTES, (key, scan) -> scan.bytes());
    private final Remembered<Slice.Symbols, Slice> slices =
            new Remembered<>(SLICE_BYTES, (key, slice) -> slice.bytes());
    private final Remembered<SuffixKey, SuffixScan> suffixes =
            new Remembered<>(SUFFIX_BYTES, (key, scan) -> scan.bytes() + key.bytes());
    private final Remembered<MaskParts.Parts, TokenMask> unions =
            new Remembered<>(MASK_BYTES, (parts, mask) -> mask.bytes() + parts.bytes());

    private final Remembered<CountedKey, CountedTokens> counted =
            new Remembered<>(SCAN_BYTES, (key, tokens) -> tokens.bytes() + key.dfa.bytes());

    /** By the bytes of machines. */
    private final Remembered<BitSet, SteppedScan> stepped = new Remembered<>(SCAN_BYTES, (key, scan) -> scan.bytes());

    /** By how many units may follow and how many must. */
    private record CountedKey(ByteDfa dfa, int state, int most, int least) {
        @Override
        public boolean equals(Object other) {
            return other instanceof CountedKey that
                    && state == that.state
                    && most == that.most
                    && least == that.least
                    && dfa.equals(that.dfa);
        }

        @Override
        public int hashCode() {
            return ((dfa.hashCode() * 31 + state) * 31 + most) * 31 + least;
        }
    }

    private record SuffixKey(SuffixRoots from, ByteDfa dfa, int state) {
        /** A rough size of what it keeps alive. */
        int bytes() {
            return from.bytes() + dfa.bytes();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof SuffixKey that
                    && state == that.state
                    && from.equals(that.from)
                    && dfa.equals(that.dfa);
        }

        @Override
        public int hashCode() {
            return (from.hashCode() * 31 + dfa.hashCode()) * 31 + state;
        }
    }

    // Keys say themselves when they are equal: what a record does for itself is slow until it is compiled.
    private record ScanKey(ByteDfa dfa, int state) {
        @Override
        public boolean equals(Object other) {
            return other instanceof ScanKey that && state == that.state && dfa.equals(that.dfa);
        }

        @Override
        public int hashCode() {
            return dfa.hashCode() * 31 + state;
        }
    }

    MaskEngine(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.zeroWords = new ZeroWords(vocabulary.size());
        // What is made once for all schemas is made before the first.
        vocabulary.views();
        vocabulary.subtrees();
        TokenTrie trie = vocabulary.trie();
        trie.children();
        for (int node = 1; node < trie.nodeCount(); node++) {
            occurringBytes.set(trie.byteOf(node));
        }
        this.byFirstByte = new TokensByFirstByte(vocabulary);
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    /** For sets of tokens that are filled and cleared. */
    ZeroWords zeroWords() {
        return zeroWords;
    }

    /** Bytes that occur in some TEXT token. Shared: not to be written. */
    BitSet occurringBytes() {
        return occurringBytes;
    }

    /** The TEXT tokens by their first byte. */
    TokensByFirstByte byFirstByte() {
        return byFirstByte;
    }

    /** Notes that a position was met for the first time. */
    void countPosition() {
        positions.increment();
    }

    /** How masks were come by. */
    MaskStatistics statistics() {
        return new MaskStatistics(positions.sum(), made.sum(), unions.weight());
    }

    /** The mask of some parts, from the cache or made now. */
    TokenMask union(MaskParts.Probe parts) {
        TokenMask known = unions.get(parts, parts::kept);
        if (known == null) {
            made.increment();
            MaskParts.Kept kept = parts.kept();
            known = kept.make(vocabulary.size());
            unions.put(kept, known);
        }
        return known;
    }

    /** What the rest of tokens can do in a lexeme from a state on. */
    SuffixScan suffixes(SuffixRoots from, ByteDfa dfa, int state) {
        SuffixScan last = from.scanned(dfa, state);
        if (last != null) {
            return last;
        }
        SuffixKey key = new SuffixKey(from, dfa, state);
        SuffixScan known = suffixes.get(key);
        if (known == null) {
            known = SuffixScan.of(from, dfa, state);
            suffixes.put(key, known);
        }
        from.remember(known);
        return known;
    }

    LexemeScan scan(ByteDfa dfa, int state) {
        ScanKey key = new ScanKey(dfa, state);
        LexemeScan known = scans.get(key);
        if (known == null) {
            known = new LexemeScan(this, dfa, state);
            scans.put(key, known);
        }
        return known;
    }

    /** Where the states of an automaton loop. */
    StateLoops loops(ByteDfa dfa) {
        StateLoops known = loops.get(dfa);
        if (known == null) {
            known = new StateLoops(dfa, occurringBytes);
            loops.put(dfa, known);
        }
        return known;
    }

    /** What tokens can do within the texts of a machine. */
    SteppedScan stepped(TextMachine machine) {
        BitSet bytes = new BitSet(256);
        for (int b = 0; b < 256; b++) {
            bytes.set(b, machine.holds(b));
        }
        SteppedScan known = stepped.get(bytes);
        if (known == null) {
            known = new SteppedScan(vocabulary.trie(), vocabulary.size(), bytes);
            stepped.put(bytes, known);
        }
        return known;
    }

    /** The tokens of a reading within a lexeme of bounded length. */
    CountedTokens counted(LexemeHead head, WordLengths lengths) {
        CountedTokens.Bounds bounds = CountedTokens.Bounds.of(head, lengths);
        CountedKey key = new CountedKey(bounds.dfa(), bounds.state(), bounds.most(), bounds.least());
        CountedTokens known = counted.get(key);
        if (known == null) {
            boolean areFew = bounds.most() <= FEW_UNITS && WideLoop.counting(this, key.dfa, key.state, lengths) == null;
            known = areFew
                    ? CountedWalk.alone(this, bounds)
                    : scan(key.dfa, key.state).within(bounds);
            counted.put(key, known);
        }
        return known;
    }

    KeyScan keyScan(ByteDfa keys, int state) {
        ScanKey key = new ScanKey(keys, state);
        KeyScan known = keyScans.get(key);
        if (known == null) {
            known = new KeyScan(this, keys, state);
            keyScans.put(key, known);
        }
        return known;
    }

    /** What a state is compared with, or null where it is as well walked alone. */
    @Nullable
    Base baseOf(ByteDfa dfa, int state) {
        int loop = Slice.bodyOf(dfa, state);
        if (loop != ByteDfa.DEAD && dfa.isAccepting(loop)) {
            return null;
        }
        long alive = 0;
        long apart = 0;
        long differing = 0;
        for (int b = 0; b < 256; b++) {
            boolean here = dfa.step(state, b) != ByteDfa.DEAD;
            boolean there = loop != ByteDfa.DEAD && dfa.step(loop, b) != ByteDfa.DEAD;
            alive += here ? byFirstByte.count(b) : 0;
            apart += here == there ? 0 : byFirstByte.count(b);
            differing += here && there && dfa.step(state, b) != dfa.step(loop, b) ? byFirstByte.count(b) : 0;
        }
        boolean loops = loop != ByteDfa.DEAD && apart < alive;
        Body shared = loops ? sharedBody(dfa, loop) : null;
        if (shared != null) {
            return differing < MANY_APART ? new Base(shared, null) : besideShared(dfa, state, shared, alive);
        }
        boolean labelled = dfa.labelCount() > 1;
        int ahead = loops || !labelled ? ByteDfa.DEAD : Slice.ahead(dfa, state);
        if (!loops && (alive < vocabulary.size() / PART || (labelled && ahead == ByteDfa.DEAD))) {
            return null;
        }
        List<Body> known = Objects.requireNonNullElse(bodies.get(dfa), List.of());
        Base near = beside(known, loop);
        near = near == null ? nearest(dfa, state, known, alive) : near;
        if (near != null) {
            return near;
        }
        if (loops) {
            return new Base(keepBody(dfa, known, loop, BodyScan.of(this, dfa, loop)), null);
        }
        if (labelled) {
            // Further on the names of single members have ended, and what is left is there for every key.
            Distances distances = distances(dfa, state, ahead);
            if (apart(dfa, state, ahead, distances) < alive / 4) {
                return new Base(keepBody(dfa, known, ahead, BodyScan.of(this, dfa, ahead)), distances);
            }
        }
        return new Base(keepBody(dfa, known, state, BodyScan.of(this, dfa, state)), null);
    }

    private Body keepBody(ByteDfa dfa, List<Body> known, int state, BodyScan scan) {
        Body made = Body.own(dfa, state, scan);
        List<Body> more = new ArrayList<>(known.subList(Math.max(0, known.size() - MOST_BODIES + 1), known.size()));
        more.add(made);
        bodies.put(dfa, List.copyOf(more));
        return made;
    }

    private static @Nullable Base beside(List<Body> known, int state) {
        for (Body body : known) {
            if (body.state() == state) {
                return new Base(body, null);
            }
        }
        return null;
    }

    /** Where a state and its loop differ by many tokens these are read, unless reading those that may not stay inside takes less. */
    private Base besideShared(ByteDfa dfa, int state, Body shared, long alive) {
        if (dfa.labelCount() > 1) {
            return new Base(shared, null);
        }
        Distances distances = distances(dfa, state, shared.state());
        long apart = apart(dfa, state, shared.state(), distances);
        BodyScan read = apart < MANY_APART ? null : BodyScan.ofRead(this, dfa, state, (int) Math.min(apart, alive / 4));
        List<Body> known = Objects.requireNonNullElse(bodies.get(dfa), List.of());
        return read == null ? new Base(shared, distances) : new Base(keepBody(dfa, known, state, read), null);
    }

    /** The state scanned before that fewest tokens can tell from this one, if they are few enough. */
    private @Nullable Base nearest(ByteDfa dfa, int state, List<Body> known, long alive) {
        Base nearest = null;
        long least = alive / 4;
        for (Body body : known) {
            Distances distances = distances(dfa, state, body.state());
            long apart = apart(dfa, state, body.state(), distances);
            if (apart < least) {
                nearest = new Base(body, distances);
                least = apart;
            }
        }
        if (nearest == null || least < MANY_APART || dfa.labelCount() > 1) {
            return nearest;
        }
        BodyScan read = BodyScan.ofRead(this, dfa, state, (int) least);
        return read == null ? nearest : new Base(keepBody(dfa, known, state, read), null);
    }

    /** Where there are labels, a state that none of the other's labels can be reached from is not like one that leads to them. */
    private Distances distances(ByteDfa dfa, int state, int body) {
        if (dfa.labelCount() > 1) {
            return new PairDistances(dfa, state, body, Body.strangers(dfa, body));
        }
        StateDistances ofAll = stateDistances.get(dfa);
        if (ofAll != null) {
            return ofAll;
        }
        if ((long) dfa.stateCount() * dfa.classCount() > MOST_ENTRIES) {
            return new PairDistances(dfa, state, body);
        }
        PairDistances few = PairDistances.ofFew(dfa, state, body, FEW_PAIRS);
        if (few != null) {
            return few;
        }
        ofAll = new StateDistances(dfa, vocabulary.longestTokenBytes());
        stateDistances.put(dfa, ofAll);
        return ofAll;
    }

    /** How many tokens tell two states apart, roughly: those that are long enough for what their first bytes lead to. */
    private long apart(ByteDfa dfa, int state, int body, Distances distances) {
        long apart = 0;
        for (int b = 0; b < 256; b++) {
            int here = dfa.step(state, b);
            int there = dfa.step(body, b);
            int distance = here == there
                    ? Distances.FAR
                    : here == ByteDfa.DEAD || there == ByteDfa.DEAD ? 0 : distances.of(here, there);
            // Of the tokens that begin with a byte about as many are long as of all.
            apart += distance <= NEAR
                    ? byFirstByte.count(b)
                    : (long) byFirstByte.count(b) * vocabulary.symbols().countLonger(distance) / vocabulary.size();
        }
        return apart;
    }

    private @Nullable Body sharedBody(ByteDfa dfa, int state) {
        ScanKey key = new ScanKey(dfa, state);
        Body known = sharedBodies.get(key);
        if (known == null) {
            known = Body.shared(this, dfa, state);
            if (known != null) {
                sharedBodies.put(key, known);
            }
        }
        return known;
    }

    /** The scan of what an automaton says from such a state on, the same for all automata that say it. */
    BodyScan bodyScan(Residual residual) {
        BodyScan known = bodyScans.get(residual);
        if (known == null) {
            known = BodyScan.of(this, residual.dfa(), 0);
            bodyScans.put(residual, known);
        }
        return known;
    }

    Slice slice(Slice.Symbols symbols) {
        Slice known = slices.get(symbols);
        if (known == null) {
            known = new Slice(vocabulary, symbols);
            slices.put(symbols, known);
        }
        return known;
    }
}
