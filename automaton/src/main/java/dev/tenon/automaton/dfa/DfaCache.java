package dev.tenon.automaton.dfa;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Finished automata by what they were made from, bounded by bytes: grammars ask for the same few strings, numbers and
 * patterns again and again, and what is shared by identity is also one entry in every cache behind it. What is not used
 * for long leaves. Thread-safe; two threads that miss at once both do the work, and either result serves.
 *
 * @param <K> what an automaton is made from, limits included: a value, compared by {@code equals}
 */
public final class DfaCache<K> {
    /** An entry beyond this share of the whole is not kept, so that a few large ones do not drive out all others. */
    private static final int SHARE = 32;

    /** Keeps sums of two parts within an int. */
    private static final int MOST_PART = 1 << 30;

    private final Cache<K, ByteDfa> made;
    private final ToIntFunction<K> keyBytes;
    private final long mostBytes;

    /**
     * An empty cache.
     *
     * @param mostBytes bytes that keys and automata may take together
     * @param keyBytes about how many bytes a key takes, automata that it refers to apart
     */
    public DfaCache(long mostBytes, ToIntFunction<K> keyBytes) {
        this.mostBytes = mostBytes;
        this.keyBytes = keyBytes;
        this.made = Caffeine.newBuilder()
                .maximumWeight(mostBytes)
                .weigher((K key, ByteDfa dfa) -> bytes(key, dfa))
                .executor(Runnable::run)
                .build();
    }

    private int bytes(K key, ByteDfa dfa) {
        return Math.min(MOST_PART, dfa.bytes()) + Math.min(MOST_PART, keyBytes.applyAsInt(key));
    }

    /** The automaton of the key, made where it is not known; what making throws is thrown on, and nothing kept. */
    public ByteDfa get(K key, Supplier<ByteDfa> make) {
        ByteDfa known = made.getIfPresent(key);
        if (known == null) {
            known = make.get();
            if (bytes(key, known) <= mostBytes / SHARE) {
                made.put(key, known);
            }
        }
        return known;
    }

    /** About how many bytes are kept. */
    public long bytes() {
        made.cleanUp();
        return made.policy().eviction().orElseThrow().weightedSize().orElse(0);
    }
}
