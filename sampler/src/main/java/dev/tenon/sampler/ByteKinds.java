package dev.tenon.sampler;

import java.util.BitSet;
import java.util.random.RandomGenerator;

/**
 * Draws one of several bytes, first its kind and then the byte. A kind is as likely as it has bytes, but only so many of
 * them count: the 52 letters do not drown the ten digits, and bytes beyond ASCII are not the rule.
 */
final class ByteKinds {
    /** Most bytes of a kind that count, by kind. */
    private static final int[] MOST = {12, 4, 4, 2, 1, 1, 2};

    private static final int[] CLOSING = {'"', '}', ']'};

    /** The kind of each byte. */
    private static final byte[] KINDS = new byte[256];

    static {
        for (int b = 0; b < 256; b++) {
            KINDS[b] = (byte) kind(b);
        }
    }

    private ByteKinds() {}

    private static int kind(int b) {
        if (b >= 0x80) {
            return 6;
        } else if (Character.isLetter(b)) {
            return 0;
        } else if (b >= '0' && b <= '9') {
            return 1;
        } else if (b == '\\') {
            return 4;
        } else if (b == ' ') {
            return 3;
        }
        return b < ' ' || b == 0x7F ? 5 : 2;
    }

    /** How many of the bytes are letters. */
    static int letters(BitSet bytes) {
        int count = 0;
        for (int b = bytes.nextSetBit('A'); b >= 0 && b <= 'z'; b = bytes.nextSetBit(b + 1)) {
            count += KINDS[b] == 0 ? 1 : 0;
        }
        return count;
    }

    /** One of the bytes, which are not none: one that closes something in JSON before all others. */
    static int pickForEnd(BitSet bytes, RandomGenerator random) {
        for (int closing : CLOSING) {
            if (bytes.get(closing)) {
                return closing;
            }
        }
        return pick(bytes, random);
    }

    /** One of the bytes, which are not none. */
    static int pick(BitSet bytes, RandomGenerator random) {
        int[] counts = new int[MOST.length];
        for (int b = bytes.nextSetBit(0); b >= 0; b = bytes.nextSetBit(b + 1)) {
            counts[KINDS[b]]++;
        }
        int total = 0;
        for (int kind = 0; kind < counts.length; kind++) {
            total += Math.min(counts[kind], MOST[kind]);
        }
        int draw = random.nextInt(total);
        int kind = 0;
        while (draw >= Math.min(counts[kind], MOST[kind])) {
            draw -= Math.min(counts[kind], MOST[kind]);
            kind++;
        }
        int skip = random.nextInt(counts[kind]);
        int b = bytes.nextSetBit(0);
        while (KINDS[b] != kind || skip-- > 0) {
            b = bytes.nextSetBit(b + 1);
        }
        return b;
    }
}
