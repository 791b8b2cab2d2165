package dev.tenon.sampler;

import dev.tenon.automaton.token.TokenMask;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * The greatest allowed logit where nothing changes logits but a bias: one pass that writes nothing, because in the midst of a
 * string almost the whole vocabulary is allowed, and gathering it takes five times as long. Chooses what {@link Candidates} would.
 * Not thread-safe.
 */
final class GreedyChoice {
    private static final int NONE = -1;

    private final int[] biasedIds;
    private final float[] biases;
    /** The biased ids as bits, in words of 64. */
    private final long[] biased;

    private float best;
    private int bestId;

    /** @param vocabularySize above the ids that are biased */
    GreedyChoice(Map<Integer, Float> logitBias, int vocabularySize) {
        biased = new long[(vocabularySize + 63) >>> 6];
        biasedIds = logitBias.keySet().stream().mapToInt(Integer::intValue).toArray();
        biases = new float[biasedIds.length];
        for (int i = 0; i < biasedIds.length; i++) {
            biases[i] = logitBias.getOrDefault(biasedIds[i], 0f);
            biased[biasedIds[i] >> 6] |= 1L << biasedIds[i];
        }
    }

    /**
     * The id with the greatest logit, bias added; of equal ones the least.
     *
     * @throws IllegalStateException when nothing is allowed
     */
    int choose(FloatBuffer logits, TokenMask mask) {
        best = Float.NEGATIVE_INFINITY;
        bestId = NONE;
        if (mask.listsAllowed()) {
            for (int i = 0; i < mask.shortCount(); i++) {
                int id = mask.shortId(i);
                if ((biased[id >> 6] & (1L << id)) == 0) {
                    look(logits.get(id), id);
                }
            }
        } else {
            for (int index = 0; index < mask.wordCount(); index++) {
                lookAtWord(logits, index << 6, mask.word(index) & ~biased[index]);
            }
        }
        for (int i = 0; i < biasedIds.length; i++) {
            if (mask.contains(biasedIds[i])) {
                lookAgain(Candidates.finite(Candidates.finite(logits.get(biasedIds[i])) + biases[i]), biasedIds[i]);
            }
        }
        // What is no number counts as the least, and was not looked at: then all are alike.
        int id = best <= -Candidates.LIMIT ? mask.nextAllowed(0) : bestId;
        if (id < 0) {
            throw new IllegalStateException("the mask allows no token");
        }
        return id;
    }

    private void lookAtWord(FloatBuffer logits, int first, long allowed) {
        if (allowed != -1L) {
            for (long word = allowed; word != 0; word &= word - 1) {
                int id = first + Long.numberOfTrailingZeros(word);
                look(logits.get(id), id);
            }
            return;
        }
        float bound = best;
        for (int id = first; id < first + Long.SIZE; id++) {
            if (logits.get(id) > bound) {
                look(logits.get(id), id);
                bound = best;
            }
        }
    }

    private void look(float logit, int id) {
        if (logit > best) {
            float value = Candidates.finite(logit);
            if (value > best) {
                best = value;
                bestId = id;
            }
        }
    }

    private void lookAgain(float value, int id) {
        if (value > best || (value == best && id < bestId)) {
            best = value;
            bestId = id;
        }
    }
}
