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

    /**
     * One of the bytes, or -1.
     *
     * @param bytes the candidates; empty only where {@code noneWeight} is above 0
     * @param noneWeight how likely -1 is, beside the weights of {@link #MOST}; 0 for never
     */
    static int pick(BitSet bytes, int noneWeight, RandomGenerator random) {
        int[] counts = new int[MOST.length];
        for (int b = bytes.nextSetBit(0); b >= 0; b = bytes.nextSetBit(b + 1)) {
            counts[KINDS[b]]++;
        }
        int total = noneWeight;
        for (int kind = 0; kind < counts.length; kind++) {
            total += Math.min(counts[kind], MOST[kind]);
        }
        int draw = random.nextInt(total) - noneWeight;
        if (draw < 0) {
            return -1;
        }
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
