package dev.tenon.sampler.llama;

import java.util.Arrays;

/** What the context holds for a session, open or closed: tokens that were evaluated. Used by the decode thread alone. */
final class Sequence {
    private static final int NONE = -1;

    private int id = NONE;
    private int[] tokens = new int[64];
    private int length;

    /** Whether it has a place in the context; without one it holds nothing. */
    boolean hasId() {
        return id != NONE;
    }

    /** Its place in the context. */
    int id() {
        return id;
    }

    /** Takes an empty place. */
    void takeId(int newId) {
        id = newId;
    }

    /** Takes the place of another, and all that is held there; the other is no more. */
    void takeOver(Sequence other) {
        id = other.id;
        tokens = other.tokens;
        length = other.length;
    }

    /** How many tokens it holds. */
    int length() {
        return length;
    }

    /** How many of the first tokens are {@code wanted[0 .. limit)}. */
    int commonWith(int[] wanted, int limit) {
        int both = Math.min(length, limit);
        int at = Arrays.mismatch(tokens, 0, both, wanted, 0, both);
        return at < 0 ? both : at;
    }

    /** Whether it begins with all that another holds. */
    boolean beginsWith(Sequence other) {
        return other.length <= length && commonWith(other.tokens, other.length) == other.length;
    }

    void append(int[] more, int from, int to) {
        int newLength = length + to - from;
        if (newLength > tokens.length) {
            tokens = Arrays.copyOf(tokens, Math.max(2 * tokens.length, newLength));
        }
        System.arraycopy(more, from, tokens, length, to - from);
        length = newLength;
    }

    void shorten(int newLength) {
        length = newLength;
    }
}
