package dev.tenon.automaton.dfa;

import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Finished automata by what they were made from, bounded by bytes: grammars ask for the same few strings, numbers and
 * patterns again and again, and what is shared by identity is also one entry in every cache behind it. What is not used
 * for long leaves: entries wait in a queue, and one that was asked for since it was last looked at waits once more
 * ("second chance"; Tanenbaum, Modern Operating Systems, section 3.4). That costs a write next to nothing, and a large
 * schema brings thousands of new entries. Thread-safe; two threads that miss at once both do the work, and either result
 * serves.
 *
 * @param <K> what an automaton is made from, limits included: a value, compared by {@code equals}
 */
public final class DfaCache<K> {
    /** An entry beyond this share of the whole is not kept, so that a few large ones do not drive out all others. */
    private static final int SHARE = 32;

    /** Keeps sums of two parts within an int. */
    private static final int MOST_PART = 1 << 30;

    private final ConcurrentMap<K, Entry<K>> made = new ConcurrentHashMap<>();
    private final Queue<Entry<K>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong kept = new AtomicLong();
    private final ToIntFunction<K> keyBytes;
    private final long mostBytes;

    private static final class Entry<K> {
        private final K key;
        private final ByteDfa dfa;
        private final int bytes;
        /** Whether it was asked for since it was last looked at; a write that another thread misses costs no more than that. */
        private volatile boolean used;

        Entry(K key, ByteDfa dfa, int bytes) {
            this.key = key;
            this.dfa = dfa;
            this.bytes = bytes;
        }
    }

    /**
     * An empty cache.
     *
     * @param mostBytes bytes that keys and automata may take together
     * @param keyBytes about how many bytes a key takes, automata that it refers to apart
     */
    public DfaCache(long mostBytes, ToIntFunction<K> keyBytes) {
        this.mostBytes = mostBytes;
        this.keyBytes = keyBytes;
    }

    private int bytes(K key, ByteDfa dfa) {
        return Math.min(MOST_PART, dfa.bytes()) + Math.min(MOST_PART, keyBytes.applyAsInt(key));
    }

    /** The automaton of the key, made where it is not known; what making throws is thrown on, and nothing kept. */
    public ByteDfa get(K key, Supplier<ByteDfa> make) {
        Entry<K> known = made.get(key);
        if (known != null) {
            if (!known.used) {
                known.used = true;
            }
            return known.dfa;
        }
        ByteDfa dfa = make.get();
        int bytes = bytes(key, dfa);
        if (bytes <= mostBytes / SHARE) {
            keep(new Entry<>(key, dfa, bytes));
        }
        return dfa;
    }

    private void keep(Entry<K> entry) {
        if (made.putIfAbsent(entry.key, entry) != null) {
            return;
        }
        waiting.add(entry);
        kept.addAndGet(entry.bytes);
        while (kept.get() > mostBytes) {
            Entry<K> oldest = waiting.poll();
            if (oldest == null) {
                return;
            }
            if (oldest.used) {
                oldest.used = false;
                waiting.add(oldest);
            } else if (made.remove(oldest.key, oldest)) {
                kept.addAndGet(-oldest.bytes);
            }
        }
    }

    /** About how many bytes are kept. */
    public long bytes() {
        return kept.get();
    }
}
