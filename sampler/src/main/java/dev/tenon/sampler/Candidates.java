package dev.tenon.sampler;

import dev.tenon.automaton.token.TokenMask;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The tokens that may still be chosen in one step, with their logits. They come from the mask and can only become
 * fewer, so that no stage can bring in a token that the mask forbids. Not thread-safe; used again for every step, and
 * grown to the largest mask seen.
 *
 * <p>Logits are finite here: NaN and negative infinity count as {@code -LIMIT}, positive infinity as {@code LIMIT}.
 */
final class Candidates {
    /** Bound on the absolute value of a logit: differences and penalties of such values stay finite in a float. */
    static final float LIMIT = 1e30f;

    private int[] ids = new int[64];
    private float[] logits = new float[64];
    /** Scratch for probabilities, in step with the above. */
    private double[] weights = new double[64];

    private int count;
    /** Whether the ids are in ascending order, as they come from the mask. */
    private boolean ascending;

    /**
     * Takes the allowed ids and their logits. O(allowed) where the mask lists them, else O(vocabulary).
     *
     * @throws IllegalStateException when nothing is allowed
     */
    void gather(FloatBuffer source, TokenMask mask) {
        int allowed = mask.cardinality();
        if (allowed == 0) {
            throw new IllegalStateException("the mask allows no token");
        }
        if (ids.length < allowed) {
            ids = new int[allowed];
            logits = new float[allowed];
            weights = new double[allowed];
        }
        count = allowed;
        ascending = true;
        if (mask.listsAllowed()) {
            for (int i = 0; i < allowed; i++) {
                int id = mask.shortId(i);
                ids[i] = id;
                logits[i] = finite(source.get(id));
            }
            return;
        }
        int at = 0;
        for (int index = 0; index < mask.wordCount(); index++) {
            int first = index << 6;
            for (long word = mask.word(index); word != 0; word &= word - 1) {
                int id = first + Long.numberOfTrailingZeros(word);
                ids[at] = id;
                logits[at++] = finite(source.get(id));
            }
        }
    }

    /** How many are left; at least 1. */
    int count() {
        return count;
    }

    int id(int index) {
        return ids[index];
    }

    float logit(int index) {
        return logits[index];
    }

    void setLogit(int index, float logit) {
        logits[index] = finite(logit);
    }

    double weight(int index) {
        return weights[index];
    }

    /** Where the id is, or a negative number. O(log count); only before anything was dropped or moved. */
    int indexOf(int id) {
        if (!ascending) {
            throw new IllegalStateException("the candidates are no longer in the order of their ids");
        }
        return Arrays.binarySearch(ids, 0, count, id);
    }

    /** The index of the greatest logit; of equal ones the least id. */
    int greatest() {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (isBefore(i, best)) {
                best = i;
            }
        }
        return best;
    }

    /** Whether one candidate is better than another: by logit, then by the lesser id. A strict total order. */
    boolean isBefore(int index, int other) {
        float logit = logits[index];
        float otherLogit = logits[other];
        return logit > otherLogit || (logit == otherLogit && ids[index] < ids[other]);
    }

    /** Sets the weights to {@code exp(logit - greatest logit)} and returns their sum. */
    double weigh() {
        float max = logits[greatest()];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double below = (double) logits[i] - max;
            // A draw has 53 bits: what is less probable than e^-40 of the best is never hit.
            double weight = below < -40 ? 0 : Math.exp(below);
            weights[i] = weight;
            sum += weight;
        }
        return sum;
    }

    /** Keeps the first ones. */
    void keepFirst(int kept) {
        if (kept < 1 || kept > count) {
            throw new IllegalArgumentException("cannot keep " + kept + " of " + count);
        }
        count = kept;
    }

    /** Keeps those whose logit is at least this, in their order; the best one always. */
    void keepAtLeast(float leastLogit) {
        float least = Math.min(leastLogit, logits[greatest()]);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (logits[i] >= least) {
                ids[kept] = ids[i];
                logits[kept++] = logits[i];
            }
        }
        count = kept;
    }

    void swap(int index, int other) {
        ascending = false;
        int id = ids[index];
        ids[index] = ids[other];
        ids[other] = id;
        float logit = logits[index];
        logits[index] = logits[other];
        logits[other] = logit;
        double weight = weights[index];
        weights[index] = weights[other];
        weights[other] = weight;
    }

    /** The logit as it counts here. */
    static float finite(float logit) {
        if (logit >= -LIMIT && logit <= LIMIT) {
            return logit;
        }
        return logit > LIMIT ? LIMIT : -LIMIT;
    }
}
