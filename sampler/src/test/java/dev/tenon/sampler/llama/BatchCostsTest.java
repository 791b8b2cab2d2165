package dev.tenon.sampler.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BatchCostsTest {
    private static final long MILLI = 1_000_000;

    private final BatchCosts costs = new BatchCosts();

    @Test
    void severalTokensLookCheapBeforeTheyWereTried() {
        assertEquals(1, costs.of(1));
        assertTrue(costs.of(8) < 2, () -> "" + costs.of(8));
    }

    @Test
    void learnsALine() {
        for (int i = 0; i < 300; i++) {
            costs.add(1, 4 * MILLI);
            int tokens = 2 + i % 12;
            costs.add(tokens, 6 * MILLI + tokens * MILLI / 2);
        }
        assertEquals(7.0 / 4, costs.of(2), 0.02);
        assertEquals(14.0 / 4, costs.of(16), 0.02);
    }

    @Test
    void aDisturbedBatchSaysLittle() {
        for (int i = 0; i < 100; i++) {
            costs.add(1, 4 * MILLI);
            costs.add(2 + i % 7, 8 * MILLI);
        }
        costs.add(1, 4_000 * MILLI);
        costs.add(5, 4_000 * MILLI);
        assertEquals(2, costs.of(5), 0.2);
    }

    @Test
    void aSingleSizeIsNoLineButACost() {
        for (int i = 0; i < 1_000; i++) {
            costs.add(1, 4 * MILLI);
            costs.add(6, 8 * MILLI);
        }
        assertEquals(2, costs.of(6), 0.1);
        assertTrue(costs.of(16) >= 2 && Double.isFinite(costs.of(16)), () -> "" + costs.of(16));
    }

    @Test
    void isNeverBelowOneToken() {
        for (int i = 0; i < 100; i++) {
            costs.add(1, 4 * MILLI);
            costs.add(2, 1);
            costs.add(30, 2);
        }
        assertEquals(1, costs.of(2));
        assertEquals(1, costs.of(32));
    }
}
