package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The automata of ranges of numbers that were asked for lately: schemas ask for few different ones, such as integers from
 * 0 on and port numbers, again and again. Holds at most {@link #MOST} small automata, the least recently used leave.
 * Thread-safe.
 */
final class RangeCache {
    /** The one of the process. */
    static final RangeCache SHARED = new RangeCache();

    static final int MOST = 256;

    /** Larger automata are made anew, so that a hostile schema cannot fill memory. */
    static final int MOST_STATES = 1024;

    private final Map<Key, ByteDfa> made = new LinkedHashMap<>(16, 0.75f, true);

    /** What an automaton depends on; limits decide which ranges are refused. */
    record Key(NumberSet.Range range, SchemaOptions.Numbers spelling, CompileLimits limits) {}

    RangeCache() {}

    @Nullable
    synchronized ByteDfa get(Key key) {
        return made.get(key);
    }

    synchronized void put(Key key, ByteDfa automaton) {
        if (automaton.stateCount() > MOST_STATES) {
            return;
        }
        made.put(key, automaton);
        if (made.size() > MOST) {
            made.remove(made.keySet().iterator().next());
        }
    }

    synchronized int size() {
        return made.size();
    }
}
