package dev.tenon.automaton.match;

import dev.tenon.automaton.token.TokenMask;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which masks the positions of one grammar have, as far as they were asked for; thread-safe. The masks themselves are kept
 * by the engine, within its bounds: here they are only pointed to. Positions lead to all that the grammar is made of, so they
 * are kept with the grammar and go when it goes.
 */
final class PositionMasks {
    private static final int MOST = 4096;
    /** So many positions are met in some texts of most grammars. */
    private static final int USUAL = 128;

    private final ConcurrentHashMap<Position, WeakReference<TokenMask>> known = new ConcurrentHashMap<>(USUAL);

    @Nullable
    TokenMask get(Position position) {
        WeakReference<TokenMask> mask = known.get(position);
        return mask == null ? null : mask.get();
    }

    void put(Position position, TokenMask mask) {
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(position, new WeakReference<>(mask));
    }
}
