package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.TextMachine;
import org.jspecify.annotations.Nullable;

/** An automaton as a machine, so that texts told step by step can be compared with lexemes. */
record SteppedDfa(ByteDfa dfa) implements TextMachine {
    SteppedDfa {
        if (dfa.isEmpty() || dfa.isAccepting(0)) {
            throw new IllegalArgumentException("a machine has texts, and none is empty");
        }
    }

    @Override
    public State start() {
        return new At(dfa, 0);
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

    private record At(ByteDfa dfa, int state) implements TextMachine.State {
        @Override
        public @Nullable State step(int byteValue) {
            int next = dfa.step(state, byteValue);
            return next == ByteDfa.DEAD ? null : new At(dfa, next);
        }

        @Override
        public boolean isAccepting() {
            return dfa.isAccepting(state);
        }

        @Override
        public int leastBytes() {
            return dfa.leastBytes(state);
        }
    }
}
