package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A map that forgets what is not asked for. */
final class RememberedTest {
    private static Remembered<String, Integer> ofWeight(long most) {
        return new Remembered<>(most, (key, value) -> value);
    }

    @Test
    void whatIsAskedForStaysAndWhatIsNotIsForgotten() {
        Remembered<String, Integer> map = ofWeight(100);
        map.put("asked", 10);
        map.put("not", 10);
        for (int i = 0; i < 50; i++) {
            map.put("other " + i, 10);
            assertEquals(10, map.get("asked"), "after " + i + " others");
        }
        assertNull(map.get("not"));
        assertNotNull(map.get("other 49"));
    }

    @Test
    void theWeightStaysWithinTheBoundUpToTheLastEntry() {
        Remembered<String, Integer> map = ofWeight(100);
        for (int i = 0; i < 1_000; i++) {
            map.put("key " + i, i % 7);
            assertTrue(map.weight() <= 100 + 2 * 7, () -> "weight " + map.weight());
        }
        assertTrue(map.weight() >= 40, () -> "weight " + map.weight());
    }

    @Test
    void anEntryThatIsReplacedCountsOnce() {
        Remembered<String, Integer> map = ofWeight(1_000);
        map.put("a", 300);
        map.put("a", 200);
        map.put("a", 250);
        assertEquals(250, map.weight());
        assertEquals(250, map.get("a"));
    }

    @Test
    void aKeyIsMadeOnlyWhereItIsToBeKept() {
        Remembered<String, Integer> map = ofWeight(100);
        map.put("a", 30);
        map.put("b", 30);
        map.put("c", 1);
        // "a" is old now, and what is asked for by something equal is kept by a key of its own.
        List<String> made = new ArrayList<>();
        assertEquals(30, map.get("a", () -> note(made, "a of its own")));
        assertEquals(List.of("a of its own"), made);
        assertEquals(1, map.get("c", () -> note(made, "c of its own")));
        assertNull(map.get("d", () -> note(made, "d of its own")));
        assertEquals(List.of("a of its own"), made);
    }

    private static String note(List<String> made, String key) {
        made.add(key);
        return key;
    }
}
