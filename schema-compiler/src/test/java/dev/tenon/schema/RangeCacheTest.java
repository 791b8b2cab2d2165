package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class RangeCacheTest {
    @Test
    void leastRecentlyUsedLeave() {
        RangeCache cache = new RangeCache();
        ByteDfa automaton = ByteDfa.literal(new byte[] {'1'});
        cache.put(key(0), automaton);
        cache.put(key(1), automaton);
        for (int i = 2; i < RangeCache.MOST; i++) {
            cache.put(key(i), automaton);
        }
        assertSame(automaton, cache.get(key(0)));
        cache.put(key(RangeCache.MOST), automaton);
        assertEquals(RangeCache.MOST, cache.size());
        assertSame(automaton, cache.get(key(0)));
        assertNull(cache.get(key(1)));
    }

    @Test
    void largeAutomataAreNotKept() {
        RangeCache cache = new RangeCache();
        cache.put(key(0), ByteDfa.literal(new byte[RangeCache.MOST_STATES]));
        assertNull(cache.get(key(0)));
    }

    @Test
    void otherLimitsAreOtherAutomata() {
        RangeCache cache = new RangeCache();
        cache.put(key(0), ByteDfa.literal(new byte[] {'1'}));
        CompileLimits fewer = new CompileLimits(2, 10, 10, 10, 10);
        assertNull(cache.get(new RangeCache.Key(range(0), SchemaOptions.Numbers.ANY, fewer)));
    }

    private static RangeCache.Key key(int lower) {
        return new RangeCache.Key(range(lower), SchemaOptions.Numbers.ANY, CompileLimits.defaults());
    }

    private static NumberSet.Range range(int lower) {
        return new NumberSet.Range(BigDecimal.valueOf(lower), true, null, true, null);
    }
}
