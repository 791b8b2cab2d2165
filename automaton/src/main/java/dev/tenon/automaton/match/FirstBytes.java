package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.match.Head.KeyHead;
import dev.tenon.automaton.match.Head.LexemeHead;
import dev.tenon.automaton.match.Head.SteppedHead;
import dev.tenon.automaton.match.Head.TokenHead;
import java.util.Arrays;
import java.util.BitSet;

/** The bytes that a position can read next; a key for what depends on them alone. */
final class FirstBytes {
    private final long[] words;
    private final int hash;

    private FirstBytes(long[] words) {
        this.words = words;
        this.hash = Arrays.hashCode(words);
    }

    /** Exactly those. */
    static FirstBytes of(Position position) {
        long[] words = new long[ByteDfa.SET_WORDS];
        for (Head head : position.heads) {
            if (mayBeMistaken(head)) {
                for (int b = 0; b < 256; b++) {
                    if (!has(words, b) && Stepper.canStep(head, b)) {
                        words[b >> 6] |= 1L << b;
                    }
                }
            } else {
                addPossible(head, words);
            }
        }
        return new FirstBytes(words);
    }

    /** Those and perhaps more: what automata alone allow. */
    static FirstBytes possible(Position position) {
        long[] words = new long[ByteDfa.SET_WORDS];
        for (Head head : position.heads) {
            addPossible(head, words);
        }
        return new FirstBytes(words);
    }

    /** Whether more than an automaton decides. */
    private static boolean mayBeMistaken(Head head) {
        return head.value != null
                || switch (head) {
                    case LexemeHead lexeme -> lexeme.lexeme.isCounted();
                    case SteppedHead stepped -> false;
                    case KeyHead key -> true;
                    case TokenHead token -> false;
                };
    }

    private static void addPossible(Head head, long[] words) {
        switch (head) {
            case LexemeHead lexeme -> lexeme.lexeme.dfa.addNext(lexeme.state, words);
            case SteppedHead stepped -> {
                for (int b = 0; b < 256; b++) {
                    if (stepped.state.step(b) != null) {
                        words[b >> 6] |= 1L << b;
                    }
                }
            }
            case KeyHead key -> key.frame.node.table.keys.addNext(key.state, words);
            case TokenHead token -> {
                // no byte is part of a special token
            }
        }
    }

    private static boolean has(long[] words, int byteValue) {
        return (words[byteValue >> 6] & (1L << byteValue)) != 0;
    }

    boolean has(int byteValue) {
        return has(words, byteValue);
    }

    boolean isEmpty() {
        return (words[0] | words[1] | words[2] | words[3]) == 0;
    }

    /** A fresh set of them. */
    BitSet bytes() {
        return BitSet.valueOf(words);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof FirstBytes that && hash == that.hash && Arrays.equals(words, that.words));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
