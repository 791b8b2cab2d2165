package dev.tenon.automaton.match;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Words of zeros, one bit for each token, lent to whoever marks a few tokens for a while and takes the marks off again. So
 * requests need none of their own, and those that are lent again are still in the processor's caches. Thread-safe.
 */
final class ZeroWords {
    /** A power of two. Few threads make masks at once, and one of them seldom has more than three. */
    private static final int SLOTS = 16;

    private final int length;
    private final AtomicReferenceArray<long @Nullable []> free = new AtomicReferenceArray<>(SLOTS);

    /** @param size how many tokens there are */
    ZeroWords(int size) {
        this.length = (size + 63) >>> 6;
    }

    /** Words that are all zero. */
    long[] take() {
        for (int slot = 0; slot < SLOTS; slot++) {
            if (free.getPlain(slot) != null) {
                long[] words = free.getAndSet(slot, null);
                if (words != null) {
                    return words;
                }
            }
        }
        return new long[length];
    }

    /** Takes words back that are all zero again. */
    void give(long[] words) {
        for (int slot = 0; slot < SLOTS; slot++) {
            if (free.getPlain(slot) == null && free.compareAndSet(slot, null, words)) {
                return;
            }
        }
    }
}
