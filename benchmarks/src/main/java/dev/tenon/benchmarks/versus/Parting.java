package dev.tenon.benchmarks.versus;

import java.util.Arrays;

/**
 * Where two engines part: after the prefix and all bytes of {@code way} but the last both go on, the last only one of them takes.
 * A way without bytes is the end of the text, which only one allows.
 *
 * @param way bytes of tokens
 * @param ours whether it is Tenon that takes the last
 * @param tokenId one of the tokens that begin so
 * @param tokens how many there are, of those in one mask alone
 */
record Parting(byte[] way, boolean ours, int tokenId, int tokens) {
    boolean atEnd() {
        return way.length == 0;
    }

    /** What both take. */
    byte[] agreed() {
        return atEnd() ? way : Arrays.copyOf(way, way.length - 1);
    }

    /** What one takes. */
    int last() {
        return way[way.length - 1] & 0xFF;
    }
}
