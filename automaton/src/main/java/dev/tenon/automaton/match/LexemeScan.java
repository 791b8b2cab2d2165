package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.WordLengths;
import dev.tenon.automaton.token.Vocabulary;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All that a vocabulary's tokens can do from one state of one automaton, whatever follows the lexeme: which stay
 * inside it, and where within the others it may have ended. Shared by all grammars in which the automaton occurs;
 * thread-safe.
 */
final class LexemeScan {
    private final MaskEngine engine;
    private final Vocabulary vocabulary;
    private final ByteDfa dfa;
    private final int start;
    private final TokenScan scan;
    /** Made where a length bound first asks for it. */
    private volatile @Nullable Counting counting;

    private final ConcurrentHashMap<FirstBytes, Crossing> crossings = new ConcurrentHashMap<>();

    /** @param slice the tokens that need no walk, or null; {@code counts} are of all others */
    private record Counting(
            Slice.@Nullable Loop loop, @Nullable Slice slice, UnitCounts counts) {}

    LexemeScan(MaskEngine engine, ByteDfa dfa, int start) {
        this.engine = engine;
        this.vocabulary = engine.vocabulary();
        this.dfa = dfa;
        this.start = start;
        this.scan = scan(engine, dfa, start);
    }

    private static TokenScan scan(MaskEngine engine, ByteDfa dfa, int start) {
        Slice.Loop own = Slice.loopOf(dfa, start, engine.occurringBytes());
        if (own != null && dfa.isAccepting(own.state())) {
            return new OpenScan(engine, dfa, start, own);
        }
        Body body = engine.bodyFor(dfa, start);
        return body == null || body.labels().length > 1
                ? Divergence.alone(engine.vocabulary(), dfa, start)
                : Divergence.of(engine.vocabulary(), dfa, start, body);
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
        if (first.bytes().isEmpty()) {
            return Crossing.NONE;
        }
        Crossing known = crossings.get(first);
        if (known == null) {
            known = scan.crossing(first);
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
        Counting known = counting(lengths);
        Slice.Loop loop = known.loop();
        if (known.slice() != null && loop != null && dfa.isUnit(loop.state())) {
            Slice.ByCount pure = known.slice().byCount();
            int most = units - missing(lengths, loop.state());
            int from = Math.max(0, Math.min(most + 1, pure.start().length - 1));
            for (int at = pure.start()[from]; at < pure.ids().length; at++) {
                clear(words, pure.ids()[at]);
            }
        }
        known.counts().removeLonger(words, units);
    }

    /** Takes out of a set of tokens those that end the lexeme after fewer units than this. */
    void removeEndingBefore(long[] words, int units, WordLengths lengths) {
        if (units > 0) {
            counting(lengths).counts().removeEndingBefore(words, units);
        }
    }

    /** How many more units the end takes at least: none or one, where lengths are free. */
    static int missing(WordLengths lengths, int state) {
        return lengths.canReach(state, 0, 0) ? 0 : 1;
    }

    static void clear(long[] words, int id) {
        words[id >> 6] &= ~(1L << id);
    }

    private Counting counting(WordLengths lengths) {
        Counting known = counting;
        if (known == null) {
            Slice.Loop loop = Slice.loopOf(dfa, start, engine.occurringBytes());
            Slice slice = loop == null ? null : engine.slice(loop.symbols());
            known = new Counting(
                    loop, slice, UnitCounts.of(slice == null ? vocabulary.trie() : slice.rest(), dfa, start, lengths));
            counting = known;
        }
        return known;
    }
}
