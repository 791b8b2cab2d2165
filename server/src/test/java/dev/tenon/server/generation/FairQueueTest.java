package dev.tenon.server.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FairQueueTest {
    /** Things named by their client and a number, in the order they come. */
    @ParameterizedTest
    @CsvSource({
        "a1 a2 a3,             a1 a2 a3",
        "a1 a2 a3 a4 b1,       a1 b1 a2 a3 a4",
        "a1 a2 b1 c1 b2 c2 a3, a1 b1 c1 a2 b2 c2 a3",
        "b1 a1 a2 a3 b2 b3,    b1 a1 b2 a2 b3 a3",
    })
    void clientsHaveTurns(String come, String go) {
        FairQueue<String> queue = new FairQueue<>();
        for (String thing : come.split(" ", -1)) {
            queue.add(thing.charAt(0), thing);
        }
        StringBuilder order = new StringBuilder();
        for (String thing = queue.first(); thing != null; thing = queue.first()) {
            queue.turn();
            assertTrue(queue.remove(thing.charAt(0), thing));
            order.append(order.isEmpty() ? "" : " ").append(thing);
        }
        assertEquals(go, order.toString());
        assertTrue(queue.isEmpty());
    }

    @Test
    void whatIsTakenOutHasNoTurn() {
        FairQueue<String> queue = new FairQueue<>();
        queue.add("a", "a1");
        queue.add("a", "a2");
        queue.add("b", "b1");
        assertTrue(queue.remove("a", "a1"));
        assertFalse(queue.remove("a", "a1"));
        assertFalse(queue.remove("c", "a1"));
        assertEquals("a2", queue.first());
        assertEquals(2, queue.removeAll().size());
        assertNull(queue.first());
        queue.turn();
    }
}
