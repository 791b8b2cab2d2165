package dev.tenon.sampler;

/** Nucleus sampling (Holtzman et al., "The Curious Case of Neural Text Degeneration"): the most probable mass p. */
record TopPStage(double p) implements SamplerStage {
    @Override
    public void apply(Candidates candidates) {
        double sum = candidates.weigh();
        Selection.keepMass(candidates, p * sum);
    }
}
