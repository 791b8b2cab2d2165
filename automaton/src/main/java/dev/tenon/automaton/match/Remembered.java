package dev.tenon.automaton.match;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was made last, bounded by weight; thread-safe. It is kept in two generations: what is asked for moves to the young
 * one, and when that has half of the weight it becomes the old one, and what was old is forgotten. So a hit writes nothing,
 * which a cache that orders its entries by their use cannot do: most masks are made faster than that takes.
 *
 * <p>What many keys hold together, like the automaton of many states, weighs once in a generation.
 */
final class Remembered<K, V> {
    private final long most;
    private final ToIntBiFunction<K, V> weigher;
    private final @Nullable Held<K> held;
    private volatile Generations<K, V> known =
            new Generations<>(new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), held());
    /** Of the young generation. */
    private final AtomicLong weight = new AtomicLong();
    /** Of the old one. */
    private volatile long oldWeight;

    /** @param held what the young one's keys hold together, each once; by identity, since equal objects are two in memory */
    private record Generations<K, V>(ConcurrentHashMap<K, V> young, ConcurrentHashMap<K, V> old, Set<Object> held) {}

    /**
     * What keys may hold together.
     *
     * @param of what a key holds
     * @param weigher what that weighs
     */
    record Held<K>(Function<K, Object> of, ToIntFunction<K> weigher) {}

    Remembered(long mostWeight, ToIntBiFunction<K, V> weigher) {
        this(mostWeight, weigher, null);
    }

    /** @param weigher of an entry without what its key holds together with others */
    Remembered(long mostWeight, ToIntBiFunction<K, V> weigher, @Nullable Held<K> held) {
        this.most = mostWeight;
        this.weigher = weigher;
        this.held = held;
    }

    private static Set<Object> held() {
        return Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
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
        Generations<K, V> now = known;
        V before = now.young.put(key, value);
        int more = weigher.applyAsInt(key, value) - (before == null ? 0 : weigher.applyAsInt(key, before));
        if (held != null && now.held.add(held.of.apply(key))) {
            more += held.weigher.applyAsInt(key);
        }
        if (weight.addAndGet(more) > most / 2) {
            turn();
        }
    }

    private synchronized void turn() {
        if (weight.get() > most / 2) {
            oldWeight = weight.getAndSet(0);
            known = new Generations<>(new ConcurrentHashMap<>(), known.young, held());
        }
    }

    /** About how much there is; what is in both generations counts twice. */
    long weight() {
        return weight.get() + oldWeight;
    }
}
