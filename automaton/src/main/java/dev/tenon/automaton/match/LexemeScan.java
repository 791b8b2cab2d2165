package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.WordLengths;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All that a vocabulary's tokens can do from one state of one automaton, whatever follows the lexeme: which stay
 * inside it, and where within the others it may have ended. Shared by all grammars in which the automaton occurs;
 * thread-safe.
 */
final class LexemeScan {
    /** So few tokens are read one by one. */
    private static final int FEW_TOKENS = 2_000;

    private final MaskEngine engine;
    private final ByteDfa dfa;
    private final int start;
    private final TokenScan scan;
    /** Made where a length bound first asks for it. */
    private volatile @Nullable Counting counting;

    private final ConcurrentHashMap<FirstBytes, Crossing> crossings = new ConcurrentHashMap<>();
    /** The last that was asked for. Threads may write it at once: any is right, as it says what it is of. */
    private @Nullable Following last;

    /** What follows, for a continuation that begins with these bytes. */
    private record Following(FirstBytes first, Crossing crossing) {}

    /**
     * What counting needs.
     *
     * @param loop tokens made of whose symbols need no walk, or null where most do
     * @param counts of all others; null where there is no loop
     */
    private record Counting(
            WideLoop.@Nullable Counting loop, @Nullable UnitCounts counts) {}

    LexemeScan(MaskEngine engine, ByteDfa dfa, int start) {
        this.engine = engine;
        this.dfa = dfa;
        this.start = start;
        this.scan = scan(engine, dfa, start);
    }

    /** Whether this is the scan of that state. The same automaton may be another object elsewhere; that costs time only. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(ByteDfa other, int state) {
        return dfa == other && start == state;
    }

    private static TokenScan scan(MaskEngine engine, ByteDfa dfa, int start) {
        Slice.Loop own = Slice.loopOf(dfa, start, engine.occurringBytes());
        if (own != null && dfa.isAccepting(own.state())) {
            return new OpenScan(engine, dfa, start, own);
        }
        Base base = engine.baseOf(dfa, start);
        return base == null || base.body().labels().length > 1
                ? Divergence.alone(engine, dfa, start)
                : Divergence.of(engine, dfa, start, base);
    }

    /** A rough size for cache bounds. */
    int bytes() {
        return scan.bytes() + 512;
    }

    /** Adds the tokens that stay inside the lexeme to their end to a set. */
    void addInside(long[] words) {
        scan.addInside(words);
    }

    /** Adds the tokens that stay inside the lexeme to their end to a mask in the making. */
    void addInside(MaskParts parts) {
        scan.addInside(parts);
    }

    /** What follows where the lexeme ended, for a continuation that begins with these bytes. */
    Crossing crossing(FirstBytes first) {
        if (first.isEmpty()) {
            return Crossing.NONE;
        }
        Following before = last;
        if (before != null && before.first.equals(first)) {
            return before.crossing;
        }
        Crossing known = crossings.get(first);
        if (known == null) {
            known = scan.crossing(first);
            crossings.put(first, known);
        }
        last = new Following(first, known);
        return known;
    }

    /** The tokens within bounds. */
    CountedTokens within(CountedTokens.Bounds bounds) {
        WordLengths lengths = bounds.lengths();
        int most = bounds.most();
        int least = bounds.least();
        // No token counts more units than it has bytes.
        int bytes = Math.max(-1, most - lengths.mostLeast());
        if (least <= 0 && engine.vocabulary().symbols().countLonger(bytes) <= FEW_TOKENS) {
            return withoutLonger(most, lengths, engine.vocabulary().symbols().idsLonger(bytes));
        }
        long[] words = new long[(engine.vocabulary().size() + 63) >>> 6];
        addInside(words);
        Counting known = most == Expr.UNBOUNDED || (least > 0 && !lengths.isFree()) ? null : counting(lengths);
        if (known == null || known.loop() == null || known.counts() == null) {
            return CountedWalk.less(engine, bounds, words);
        }
        removeLonger(words, known.loop(), most, lengths);
        known.counts().removeLonger(words, most);
        known.counts().removeEndingBefore(words, least);
        return new CountedTokens(
                TokenMask.adopt(words, engine.vocabulary().size()),
                null,
                known.counts().endingOutside(least, most));
    }

    /** Of the tokens that may be too long, each is read. */
    private CountedTokens withoutLonger(int most, WordLengths lengths, int[] candidates) {
        IdList tooLong = new IdList();
        for (int id : candidates) {
            if (least(id, lengths) > most) {
                tooLong.add(id);
            }
        }
        long[] words = new long[(engine.vocabulary().size() + 63) >>> 6];
        addInside(words);
        for (int i = 0; i < tooLong.size(); i++) {
            clear(words, tooLong.get(i));
        }
        return new CountedTokens(TokenMask.adopt(words, engine.vocabulary().size()), null, tooLong.toArray());
    }

    /** Takes out the tokens of a loop's symbols that are too long; where their number does not tell, they are read. */
    private void removeLonger(long[] words, WideLoop.Counting counting, int most, WordLengths lengths) {
        Slice slice = engine.slice(counting.loop().symbols());
        slice.clearLonger(words, most - counting.least());
        for (int id : slice.between(most - counting.most(), most - counting.least())) {
            if ((words[id >> 6] & (1L << id)) != 0 && least(id, lengths) > most) {
                clear(words, id);
            }
        }
    }

    /** How many units the lexeme has at least once the token is read; 0 for one that it cannot read. */
    private int least(int id, WordLengths lengths) {
        Vocabulary vocabulary = engine.vocabulary();
        int state = start;
        int units = 0;
        for (int i = 0; i < vocabulary.byteCount(id); i++) {
            state = dfa.step(state, vocabulary.byteAt(id, i));
            if (state == ByteDfa.DEAD) {
                return 0;
            }
            units += dfa.isUnit(state) ? 1 : 0;
            if (dfa.isAccepting(state)) {
                // It has ended for good.
                return units;
            }
        }
        return units + lengths.least(state);
    }

    static void clear(long[] words, int id) {
        words[id >> 6] &= ~(1L << id);
    }

    private Counting counting(WordLengths lengths) {
        Counting known = counting;
        if (known == null) {
            WideLoop.Counting loop = WideLoop.counting(engine, dfa, start, lengths);
            known = new Counting(loop, loop == null ? null : UnitCounts.of(engine, dfa, start, loop.loop(), lengths));
            counting = known;
        }
        return known;
    }
}
