package dev.tenon.sampler.engine;

import java.util.Arrays;

/**
 * Logits that rank tokens strictly: what comes earlier in a script before what comes later, a longer token before a
 * shorter one at the same place.
 */
final class Preference {
    /** How far ahead of its place a script is looked at, in bytes or tokens. */
    static final int REACH = 64;

    private static final int LONGEST = 64;
    /** Between two ranks: at temperature 2 the lower one has e^-30 of the probability. */
    private static final float STEP = 60;

    private static final float UNWANTED = -STEP * LONGEST * (REACH + 2);
    private static final float WILLING_TO_END = -STEP * LONGEST * (REACH + 1);

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
        float wish = -STEP * (distance * LONGEST + LONGEST - Math.min(length, LONGEST));
        logits[tokenId] = Math.max(logits[tokenId], wish);
    }
}
