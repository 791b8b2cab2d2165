package dev.tenon.sampler;

/**
 * Repetition, frequency and presence penalties. The repetition penalty (Keskar et al., "CTRL", section 4.1) looks at the
 * prompt and the text so far; the other two, as OpenAI's, look at the text so far. O(distinct tokens seen * log
 * candidates), or O(candidates * log seen) where those are fewer.
 */
final class PenaltyStage implements SamplerStage {
    private final float repetition;
    private final float frequency;
    private final float presence;
    private final TokenCounts seen;

    /** @param seen counts how often a token was generated, 0 for those that only the prompt has; read at every step */
    PenaltyStage(SamplingOptions options, TokenCounts seen) {
        this.repetition = (float) options.repetitionPenalty();
        this.frequency = (float) options.frequencyPenalty();
        this.presence = (float) options.presencePenalty();
        this.seen = seen;
    }

    @Override
    public void apply(Candidates candidates) {
        if (candidates.count() < seen.distinct()) {
            for (int i = 0; i < candidates.count(); i++) {
                int at = seen.indexOf(candidates.id(i));
                if (at >= 0) {
                    penalise(candidates, i, seen.count(at));
                }
            }
            return;
        }
        for (int at = 0; at < seen.distinct(); at++) {
            int index = candidates.indexOf(seen.id(at));
            if (index >= 0) {
                penalise(candidates, index, seen.count(at));
            }
        }
    }

    private void penalise(Candidates candidates, int index, int times) {
        float logit = candidates.logit(index);
        logit = logit > 0 ? logit / repetition : logit * repetition;
        if (times > 0) {
            logit -= frequency * times + presence;
        }
        candidates.setLogit(index, logit);
    }
}
