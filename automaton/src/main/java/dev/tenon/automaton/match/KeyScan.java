package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * All that a vocabulary's tokens can do from one state of an object's key automaton, whichever members are available: what
 * is asked for a set of them is a filter of what was walked once. Keys that are used up are not looked at here. Thread-safe.
 *
 * <p>Where most bytes lead into keys of members that come many times, the tokens inside such a key are known from a {@link
 * Body}, and what is walked is only what differs: the beginnings of the other members' keys. When none of the body's members
 * is available those beginnings are all that is left; when some are and some are not, all keys are walked.
 */
final class KeyScan {
    private final MaskEngine engine;
    private final ByteDfa keys;
    private final int start;
    private final @Nullable Base base;
    private volatile @Nullable KeyTokens beside;
    private volatile @Nullable KeyTokens without;
    private volatile @Nullable KeyTokens alone;

    KeyScan(MaskEngine engine, ByteDfa keys, int start) {
        this.engine = engine;
        this.keys = keys;
        this.start = start;
        this.base = engine.baseOf(keys, start);
    }

    /** The tokens while these members are available. */
    KeyTokens under(KeyReach reach, BitSet available) {
        Body known = base == null ? null : base.body();
        int all = known == null ? 0 : known.labels().length;
        int there = 0;
        for (int i = 0; i < all && known != null; i++) {
            there += available.get(reach.place(known.labels()[i])) ? 1 : 0;
        }
        if (known != null && there == 0) {
            KeyTokens made = without;
            if (made == null) {
                made = KeyTokens.without(engine, keys, start, known);
                without = made;
            }
            return made;
        }
        if (base != null && there == all) {
            KeyTokens made = beside;
            if (made == null) {
                made = KeyTokens.beside(engine, keys, start, base);
                beside = made;
            }
            return made;
        }
        KeyTokens made = alone;
        if (made == null) {
            made = KeyTokens.alone(engine, keys, start);
            alone = made;
        }
        return made;
    }

    /** A rough size for cache bounds, of what is made later as well. */
    int bytes() {
        return (base == null ? 0 : base.body().bytes()) + 4096;
    }
}
