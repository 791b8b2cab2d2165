package dev.tenon.sampler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DraftMemoryTest {
    private static final int[] TEXT = {5, 6, 7, 8, 9, 5, 6, 7, 10, 11};

    private final DraftMemory memory = new DraftMemory();

    private void learn(int... text) {
        for (int count = 1; count <= text.length; count++) {
            memory.learn(text, count);
        }
    }

    private int[] guess(int limit, int... text) {
        return memory.guess(text, text.length, limit).tokens();
    }

    @Test
    void knowsNothingAtFirst() {
        assertArrayEquals(new int[0], guess(8));
        assertArrayEquals(new int[0], guess(8, 1, 2, 3));
    }

    @Test
    void remembersAText() {
        learn(TEXT);
        assertArrayEquals(TEXT, guess(TEXT.length));
        assertArrayEquals(new int[] {5, 6, 7}, guess(3));
        assertArrayEquals(new int[] {11}, guess(8, 5, 6, 7, 8, 9, 5, 6, 7, 10));
        assertArrayEquals(new int[0], guess(0, 5, 6));
    }

    @Test
    void whatIsBehindTheEndOfTheTextIsNotLookedAt() {
        learn(TEXT);
        int[] longer = {5, 6, 99, 98, 97, 96, 95, 94, 93, 92, 91, 90};
        assertArrayEquals(new int[] {7, 8}, memory.guess(longer, 2, 2).tokens());
    }

    /** 5 6 7 is followed by 8 or by 10: more tokens before it tell which. */
    @Test
    void theLongerRowDecides() {
        for (int i = 0; i < 4; i++) {
            learn(TEXT);
        }
        assertArrayEquals(new int[] {8}, guess(1, 5, 6, 7));
        assertArrayEquals(new int[] {10}, guess(1, 7, 8, 9, 5, 6, 7));
    }

    @Test
    void whatNoLongerComesIsForgotten() {
        learn(1, 2, 3, 4);
        assertEquals(4, guess(1, 1, 2, 3)[0]);
        for (int i = 0; i < 8; i++) {
            learn(1, 2, 3, 9);
        }
        assertEquals(9, guess(1, 1, 2, 3)[0]);
    }

    @Test
    void trustGrowsWithWhatCameAndFallsWithWhatDidNot() {
        learn(1, 2, 3, 4);
        double once = memory.guess(new int[] {1, 2, 3}, 3, 1).trust()[0];
        for (int i = 0; i < 50; i++) {
            learn(1, 2, 3, 4);
        }
        double often = memory.guess(new int[] {1, 2, 3}, 3, 1).trust()[0];
        assertTrue(once < often && often < 1.0001, once + " " + often);
        for (int i = 0; i < 200; i++) {
            learn(1, 2, 3, 4 + i % 7);
        }
        assertTrue(guess(1, 1, 2, 3).length == 0
                || memory.guess(new int[] {1, 2, 3}, 3, 1).trust()[0] < once);
    }

    @Test
    void holdsMoreTextsThanItHasRoomForWithoutGrowing() {
        for (int i = 0; i < 50_000; i++) {
            learn(i, i + 1, i + 2, i + 3);
        }
        assertTrue(guess(20, 49_000, 49_001, 49_002).length <= 20);
    }
}
