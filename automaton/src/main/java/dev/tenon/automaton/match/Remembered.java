package dev.tenon.automaton.match;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was made last, bounded by weight; thread-safe. It is kept in two generations: what is asked for moves to the young
 * one, and when that has half of the weight it becomes the old one, and what was old is forgotten. So a hit writes nothing,
 * which a cache that orders its entries by their use cannot do: most masks are made faster than that takes.
 */
final class Remembered<K, V> {
    private final long most;
    private final ToIntBiFunction<K, V> weigher;
    private volatile Generations<K, V> known = new Generations<>(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    /** Of the young generation. */
    private final AtomicLong weight = new AtomicLong();
    /** Of the old one. */
    private volatile long oldWeight;

    private record Generations<K, V>(ConcurrentHashMap<K, V> young, ConcurrentHashMap<K, V> old) {}

    Remembered(long mostWeight, ToIntBiFunction<K, V> weigher) {
        this.most = mostWeight;
        this.weigher = weigher;
    }

    @Nullable
    V get(K key) {
        Generations<K, V> now = known;
        V value = now.young.get(key);
        if (value == null) {
            value = now.old.get(key);
            if (value != null) {
                put(key, value);
            }
        }
        return value;
    }

    /**
     * The same by something that is equal to a key, but must not be kept.
     *
     * @param kept makes the key
     */
    @Nullable
    V get(K equal, Supplier<K> kept) {
        Generations<K, V> now = known;
        V value = now.young.get(equal);
        if (value == null) {
            value = now.old.get(equal);
            if (value != null) {
                put(kept.get(), value);
            }
        }
        return value;
    }

    void put(K key, V value) {
        V before = known.young.put(key, value);
        int more = weigher.applyAsInt(key, value) - (before == null ? 0 : weigher.applyAsInt(key, before));
        if (weight.addAndGet(more) > most / 2) {
            turn();
        }
    }

    private synchronized void turn() {
        if (weight.get() > most / 2) {
            oldWeight = weight.getAndSet(0);
            known = new Generations<>(new ConcurrentHashMap<>(), known.young);
        }
    }

    /** About how much there is; what is in both generations counts twice. */
    long weight() {
        return weight.get() + oldWeight;
    }
}
