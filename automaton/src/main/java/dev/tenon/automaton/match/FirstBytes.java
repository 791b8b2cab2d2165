package dev.tenon.automaton.match;

import java.util.BitSet;

/** The bytes that a position can read next; a key for what depends on them alone. */
record FirstBytes(BitSet bytes) {
    static FirstBytes of(Position position) {
        BitSet bytes = new BitSet(256);
        for (Head head : position.heads) {
            for (int b = bytes.nextClearBit(0); b < 256; b = bytes.nextClearBit(b + 1)) {
                if (Stepper.canStep(head, b)) {
                    bytes.set(b);
                }
            }
        }
        return new FirstBytes(bytes);
    }

    boolean has(int byteValue) {
        return bytes.get(byteValue);
    }
}
