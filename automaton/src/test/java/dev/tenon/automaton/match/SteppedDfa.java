package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.TextMachine;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An automaton as a machine, so that texts told step by step can be compared with lexemes. */
record SteppedDfa(ByteDfa dfa) implements TextMachine {
    private static final int MOST_FREE = 20;

    SteppedDfa {
        if (dfa.isEmpty() || dfa.isAccepting(0)) {
            throw new IllegalArgumentException("a machine has texts, and none is empty");
        }
    }

    @Override
    public State start() {
        return new At(this, 0);
    }

    @Override
    public boolean holds(int byteValue) {
        for (int state = 0; state < dfa.stateCount(); state++) {
            if (dfa.step(state, byteValue) != ByteDfa.DEAD) {
                return true;
            }
        }
        return false;
    }

    private record At(SteppedDfa machine, int state) implements TextMachine.State {
        @Override
        public @Nullable State step(int byteValue) {
            int next = machine.dfa.step(state, byteValue);
            return next == ByteDfa.DEAD ? null : new At(machine, next);
        }

        @Override
        public boolean isAccepting() {
            return machine.dfa.isAccepting(state);
        }

        @Override
        public int free() {
            Set<Integer> states = Set.of(state);
            for (int length = 0; length < MOST_FREE; length++) {
                Set<Integer> next = new HashSet<>();
                for (int from : states) {
                    for (int b = 0; b < 256; b++) {
                        if (machine.holds(b)) {
                            next.add(machine.dfa.step(from, b));
                        }
                    }
                }
                if (next.contains(ByteDfa.DEAD)) {
                    return length;
                }
                states = next;
            }
            return MOST_FREE;
        }

        @Override
        public int leastBytes() {
            return machine.dfa.leastBytes(state);
        }
    }
}
