package dev.tenon.sampler;

/** Keeps the k candidates with the greatest logits. Not thread-safe. */
final class TopKStage implements SamplerStage {
    private final int k;
    private final Selection selection = new Selection();

    /** @param k at least 1 */
    TopKStage(int k) {
        this.k = k;
    }

    @Override
    public void apply(Candidates candidates) {
        selection.keepBest(candidates, k);
    }
}
