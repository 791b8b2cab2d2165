package dev.tenon.sampler.llama;

import java.util.Arrays;

/** What the context holds under one sequence id: tokens that were evaluated. Used by the decode thread alone. */
final class Sequence {
    private final int id;
    private int[] tokens = new int[64];
    private int[] cells = new int[64];
    private int length;

    Sequence(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }

    /** How many tokens it holds. */
    int length() {
        return length;
    }

    int token(int position) {
        return tokens[position];
    }

    int cell(int position) {
        return cells[position];
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

    void append(int token, int cell) {
        if (length == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * length);
            cells = Arrays.copyOf(cells, 2 * length);
        }
        tokens[length] = token;
        cells[length] = cell;
        length++;
    }

    void shorten(int newLength) {
        length = newLength;
    }
}
