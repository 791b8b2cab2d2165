package dev.tenon.automaton.dfa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DfaCacheTest {
    private static final long MOST_BYTES = 1 << 20;

    private final DfaCache<String> cache = new DfaCache<>(MOST_BYTES, String::length);

    private static ByteDfa literal(String word) {
        return ByteDfa.literal(word.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsKnownIsNotMadeAgain() {
        ByteDfa made = cache.get("a", () -> literal("a"));
        assertSame(made, cache.get("a", () -> literal("b")));
        assertEquals(literal("b"), cache.get("b", () -> literal("b")));
    }

    @Test
    void staysWithinItsBytes() {
        for (int i = 0; i < 5_000; i++) {
            String word = "word " + i;
            cache.get(word, () -> literal(word));
        }
        assertTrue(cache.bytes() > 0);
        assertTrue(cache.bytes() <= MOST_BYTES, () -> cache.bytes() + " bytes");
    }

    @Test
    void whatIsAskedForStays() {
        ByteDfa used = cache.get("used", () -> literal("used"));
        ByteDfa unused = cache.get("unused", () -> literal("unused"));
        for (int i = 0; i < 5_000; i++) {
            String word = "word " + i;
            cache.get(word, () -> literal(word));
            assertSame(used, cache.get("used", () -> literal("used")));
        }
        assertNotSame(unused, cache.get("unused", () -> literal("unused")));
    }

    @Test
    void whatIsLargeIsNotKept() {
        String large = "x".repeat(10_000);
        assertNotSame(cache.get("large", () -> literal(large)), cache.get("large", () -> literal(large)));
        assertEquals(0, cache.bytes());
    }

    @Test
    void aRefusalIsThrownOnAndNotKept() {
        assertThrows(
                IllegalStateException.class,
                () -> cache.get("a", () -> {
                    throw new IllegalStateException("refused");
                }));
        assertEquals(literal("a"), cache.get("a", () -> literal("a")));
    }
}
