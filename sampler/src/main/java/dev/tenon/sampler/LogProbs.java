package dev.tenon.sampler;

import dev.tenon.automaton.token.Vocabulary;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The model's own log-probabilities in one step: the log-softmax of its logits as they came, before bias, penalties,
 * mask and temperature. Reads the buffer while it is valid and must not be used longer. One pass over the vocabulary to
 * make, one more for the best.
 */
final class LogProbs {
    /** Stands for "impossible", since JSON has no infinity; as in OpenAI's answers. */
    static final float IMPOSSIBLE = -9999f;

    private final FloatBuffer logits;
    private final Vocabulary vocabulary;
    private final double greatest;
    /** log of the sum of exp(logit - greatest): kept apart, for a greatest of 1e30 would swallow it. */
    private final double logSum;

    /** @param logits {@code logits[vocabulary.size()]} from index 0; NaN counts as impossible */
    LogProbs(FloatBuffer logits, Vocabulary vocabulary) {
        this.logits = logits;
        this.vocabulary = vocabulary;
        double max = Double.NEGATIVE_INFINITY;
        for (int id = 0; id < vocabulary.size(); id++) {
            max = Math.max(max, value(id));
        }
        if (max == Double.NEGATIVE_INFINITY) {
            greatest = 0;
            logSum = 0;
            return;
        }
        double sum = 0;
        for (int id = 0; id < vocabulary.size(); id++) {
            sum += Math.exp(value(id) - max);
        }
        greatest = max;
        logSum = Math.log(sum);
    }

    /** The natural logarithm of a token's probability; never below {@link #IMPOSSIBLE}. */
    float of(int tokenId) {
        return (float) Math.max(IMPOSSIBLE, value(tokenId) - greatest - logSum);
    }

    /** The most probable tokens, the best first, the lesser id first among equals. O(vocabulary), nearly. */
    List<TokenChoice.Alternative> top(int count) {
        int[] best = new int[count];
        int found = 0;
        for (int id = 0; id < vocabulary.size(); id++) {
            double value = value(id);
            if (found == count && (count == 0 || value <= value(best[count - 1]))) {
                continue;
            }
            int at = found < count ? found++ : count - 1;
            while (at > 0 && value(best[at - 1]) < value) {
                best[at] = best[at - 1];
                at--;
            }
            best[at] = id;
        }
        List<TokenChoice.Alternative> top = new ArrayList<>(found);
        for (int i = 0; i < found; i++) {
            top.add(new TokenChoice.Alternative(best[i], vocabulary.bytes(best[i]), of(best[i])));
        }
        return List.copyOf(top);
    }

    private double value(int tokenId) {
        float logit = logits.get(tokenId);
        if (Float.isNaN(logit)) {
            return Double.NEGATIVE_INFINITY;
        }
        return Math.min(logit, Candidates.LIMIT);
    }
}
