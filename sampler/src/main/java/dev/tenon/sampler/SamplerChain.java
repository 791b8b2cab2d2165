package dev.tenon.sampler;

import dev.tenon.automaton.token.TokenMask;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From logits and a mask to a token: gathers the allowed tokens, sends them through the stages that the options ask for,
 * and picks one. One for each request; not thread-safe.
 *
 * <p>The mask comes first in the work and has the last word: stages see only what it allows. Bias and penalties act on
 * each token by itself, so applying them after the mask gives what applying them before would. Where the mask lists
 * few tokens, a step costs O(those), whatever the size of the vocabulary; otherwise O(vocabulary). Temperature 0 without penalties
 * gathers nothing ({@link GreedyChoice}).
 *
 * <p>Logits may be anything: NaN and negative infinity are the least probable, positive infinity the most, and where
 * all that is allowed has such a logit one of them is still chosen.
 */
public final class SamplerChain {
    private final int vocabularySize;
    private final List<SamplerStage> stages;
    private final TokenCounts seen = new TokenCounts();
    private final boolean counts;
    private final boolean greedy;
    /** Where the greatest logit is all that is asked for, and no penalty changes it. */
    private final @Nullable GreedyChoice greedyChoice;

    private final TokenPicker picker;
    private final Candidates candidates = new Candidates();

    /**
     * A chain with nothing seen yet.
     *
     * @param vocabularySize number of logits
     * @throws IllegalArgumentException when a bias names a token that is not in the vocabulary
     */
    public SamplerChain(SamplingOptions options, int vocabularySize) {
        for (int id : options.logitBias().keySet()) {
            if (id >= vocabularySize) {
                throw new IllegalArgumentException(
                        "logit_bias names the token id " + id + ", but the ids end at " + (vocabularySize - 1));
            }
        }
        this.vocabularySize = vocabularySize;
        counts = options.repetitionPenalty() != 1 || options.frequencyPenalty() != 0 || options.presencePenalty() != 0;
        greedy = options.temperature() == 0;
        greedyChoice = greedy && !counts ? new GreedyChoice(options.logitBias(), vocabularySize) : null;
        picker = new TokenPicker(options.seed());
        List<SamplerStage> list = new ArrayList<>();
        if (!options.logitBias().isEmpty()) {
            list.add(new LogitBiasStage(options.logitBias()));
        }
        if (counts) {
            list.add(new PenaltyStage(options, seen));
        }
        if (!greedy) {
            list.add(new TemperatureStage(options.temperature()));
            if (options.topK() > 0) {
                list.add(new TopKStage(options.topK()));
            }
            if (options.topP() < 1) {
                list.add(new TopPStage(options.topP()));
            }
            if (options.minP() > 0) {
                list.add(new MinPStage(options.minP()));
            }
        }
        stages = List.copyOf(list);
    }

    /** Makes the prompt's tokens known to the repetition penalty. */
    public void observePrompt(int[] tokenIds) {
        if (counts) {
            for (int id : tokenIds) {
                seen.add(id, 0);
            }
        }
    }

    /** Counts a generated token for the penalties, chosen here or not. */
    public void accept(int tokenId) {
        if (counts) {
            seen.add(tokenId, 1);
        }
    }

    /**
     * The next token; does not {@link #accept} it.
     *
     * @param logits {@code logits[vocabularySize]}, read from index 0; not changed
     * @param mask at least one token of the same vocabulary
     * @return an id that the mask contains
     * @throws IllegalArgumentException when the mask is of a vocabulary of another size
     * @throws IllegalStateException when the mask is empty
     */
    public int sample(FloatBuffer logits, TokenMask mask) {
        if (mask.size() != vocabularySize) {
            throw new IllegalArgumentException(
                    "the mask has " + mask.size() + " ids, the vocabulary " + vocabularySize);
        }
        if (greedyChoice != null) {
            return greedyChoice.choose(logits, mask);
        }
        candidates.gather(logits, mask);
        for (SamplerStage stage : stages) {
            stage.apply(candidates);
        }
        return greedy ? TokenPicker.greedy(candidates) : picker.draw(candidates);
    }
}
