package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.match.Head.KeyHead;
import dev.tenon.automaton.match.Head.LexemeHead;
import dev.tenon.automaton.match.Head.TokenHead;
import java.util.BitSet;

/** The bytes that a position can read next; a key for what depends on them alone. */
final class FirstBytes {
    private final BitSet bytes;
    private final int hash;

    private FirstBytes(BitSet bytes) {
        this.bytes = bytes;
        this.hash = bytes.hashCode();
    }

    /** Shared: not to be written. */
    BitSet bytes() {
        return bytes;
    }

    /** Exactly those. */
    static FirstBytes of(Position position) {
        BitSet bytes = new BitSet(256);
        for (Head head : position.heads) {
            if (mayBeMistaken(head)) {
                for (int b = bytes.nextClearBit(0); b < 256; b = bytes.nextClearBit(b + 1)) {
                    bytes.set(b, Stepper.canStep(head, b));
                }
            } else {
                addPossible(head, bytes);
            }
        }
        return new FirstBytes(bytes);
    }

    /** Those and perhaps more: what automata alone allow. */
    static FirstBytes possible(Position position) {
        BitSet bytes = new BitSet(256);
        for (Head head : position.heads) {
            addPossible(head, bytes);
        }
        return new FirstBytes(bytes);
    }

    /** Whether more than an automaton decides. */
    private static boolean mayBeMistaken(Head head) {
        return head.value != null
                || switch (head) {
                    case LexemeHead lexeme -> lexeme.lexeme.isCounted();
                    case KeyHead key -> true;
                    case TokenHead token -> false;
                };
    }

    private static void addPossible(Head head, BitSet bytes) {
        switch (head) {
            case LexemeHead lexeme -> addSteps(lexeme.lexeme.dfa, lexeme.state, bytes);
            case KeyHead key -> addSteps(key.frame.node.table.keys, key.state, bytes);
            case TokenHead token -> {
                // no byte is part of a special token
            }
        }
    }

    private static void addSteps(ByteDfa dfa, int state, BitSet bytes) {
        int from = 0;
        for (int b = 1; b <= 256; b++) {
            // Bytes of one class behave alike.
            if (b == 256 || dfa.classOf(b) != dfa.classOf(from)) {
                if (dfa.step(state, from) != ByteDfa.DEAD) {
                    bytes.set(from, b);
                }
                from = b;
            }
        }
    }

    boolean has(int byteValue) {
        return bytes.get(byteValue);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof FirstBytes that && hash == that.hash && bytes.equals(that.bytes));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
