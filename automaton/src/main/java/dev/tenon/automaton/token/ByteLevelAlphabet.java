package dev.tenon.automaton.token;

import org.jspecify.annotations.Nullable;

/**
 * The alphabet that GPT-2's tokenizer writes bytes in, and every byte-level BPE since (Radford et al., "Language Models
 * are Unsupervised Multitask Learners", and the code published with it): the printable characters of Latin-1 stand for
 * themselves, and the other 68 bytes, in ascending order, for U+0100 and on. So a space is U+0120.
 */
final class ByteLevelAlphabet {
    private static final int LETTERS = 0x100 + 68;
    /** The byte of each char, or -1. */
    private static final short[] BYTES = bytes();

    private ByteLevelAlphabet() {}

    /** The bytes that a token is written for, or null when it has a character that is not in the alphabet. */
    static byte @Nullable [] decode(String token) {
        byte[] bytes = new byte[token.length()];
        for (int i = 0; i < bytes.length; i++) {
            char letter = token.charAt(i);
            if (letter >= LETTERS || BYTES[letter] < 0) {
                return null;
            }
            bytes[i] = (byte) BYTES[letter];
        }
        return bytes;
    }

    private static short[] bytes() {
        short[] bytes = new short[LETTERS];
        int next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean itself = (b >= '!' && b <= '~') || (b >= 0xA1 && b != 0xAD);
            if (itself) {
                bytes[b] = (short) b;
            } else {
                bytes[b] = -1;
            }
        }
        for (int b = 0; b < 256; b++) {
            if (bytes[b] < 0) {
                bytes[next++] = (short) b;
            }
        }
        return bytes;
    }
}
