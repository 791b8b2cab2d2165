package dev.tenon.sampler;

/** Keeps what is at least a fraction as probable as the most probable (Nguyen et al., "Min-p Sampling"). */
final class MinPStage implements SamplerStage {
    /** How far below the greatest logit is too far. */
    private final double distance;

    /** @param fraction above 0, at most 1 */
    MinPStage(double fraction) {
        distance = -Math.log(fraction);
    }

    @Override
    public void apply(Candidates candidates) {
        float greatest = candidates.logit(candidates.greatest());
        candidates.keepAtLeast((float) (greatest - distance));
    }
}
