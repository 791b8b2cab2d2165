package dev.tenon.sampler;

/** Keeps the k candidates with the greatest logits. */
record TopKStage(int k) implements SamplerStage {
    @Override
    public void apply(Candidates candidates) {
        Selection.keepBest(candidates, k);
    }
}
