package dev.tenon.sampler.engine;

import java.util.Arrays;

/**
 * Logits that rank tokens strictly: what comes earlier in a script before what comes later, a longer token before a
 * shorter one at the same place, the first of equal tokens before the others.
 */
final class Preference {
    /** How far ahead of its place a script is looked at, in bytes or tokens. */
    static final int REACH = 64;

    private static final int LONGEST = 64;
    /** Between two ranks: at temperature 2 the lower one has e^-30 of the probability. */
    private static final float STEP = 60;

    /** Ranks at one place: two for each length. */
    private static final int RANKS = 2 * (LONGEST + 1);

    private static final float UNWANTED = -STEP * RANKS * (REACH + 2);
    private static final float WILLING_TO_END = -STEP * RANKS * (REACH + 1);

    private Preference() {}

    /** No wish but, faintly, to end. */
    static void clear(float[] logits, int[] endTokens) {
        Arrays.fill(logits, UNWANTED);
        for (int end : endTokens) {
            logits[end] = WILLING_TO_END;
        }
    }

    /** Wishes for a token that comes {@code distance} from the place and is this long. */
    static void want(float[] logits, int tokenId, int distance, int length) {
        raise(logits, tokenId, distance * RANKS + 2 * (LONGEST - Math.min(length, LONGEST)));
    }

    /** Wishes a little less for a token: it is spelled like another that comes before it in the vocabulary. */
    static void wantInstead(float[] logits, int tokenId, int distance, int length) {
        raise(logits, tokenId, distance * RANKS + 2 * (LONGEST - Math.min(length, LONGEST)) + 1);
    }

    private static void raise(float[] logits, int tokenId, int rank) {
        logits[tokenId] = Math.max(logits[tokenId], -STEP * rank);
    }
}
