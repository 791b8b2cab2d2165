package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tenon.automaton.dfa.ByteDfa;
import org.junit.jupiter.api.Test;

/** Which state others are compared with. */
final class SliceTest {
    /** A state that reads all as the second does, which loops on the digits; letters lead on to one that loops on all of them. */
    private static ByteDfa beginning(int letterOfStart) {
        ByteDfa.Builder builder = ByteDfa.builder();
        for (int i = 0; i < 4; i++) {
            builder.addState();
        }
        builder.accept(3, 0);
        for (int state = 0; state < 2; state++) {
            builder.addTransition(state, ' ', '9', 1);
            builder.addTransition(state, 'A', 'Z', 2);
            builder.addTransition(state, state == 0 ? letterOfStart : 'a', 'z', 2);
            builder.addTransition(state, '~', '~', 3);
        }
        builder.addTransition(2, ' ', 'z', 2);
        builder.addTransition(2, '~', '~', 3);
        return builder.build();
    }

    @Test
    void aStateThatReadsAllAsALoopDoesIsComparedWithIt() {
        assertEquals(1, Slice.bodyOf(beginning('a'), 0));
    }

    @Test
    void oneThatReadsLessIsComparedWithWhereMostBytesLead() {
        assertEquals(2, Slice.bodyOf(beginning('b'), 0));
    }

    @Test
    void aLoopIsComparedWithItself() {
        assertEquals(1, Slice.bodyOf(beginning('b'), 1));
        assertEquals(2, Slice.bodyOf(beginning('b'), 2));
    }
}
