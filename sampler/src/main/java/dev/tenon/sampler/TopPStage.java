package dev.tenon.sampler;

/**
 * Nucleus sampling (Holtzman et al., "The Curious Case of Neural Text Degeneration"): the most probable mass p. Not
 * thread-safe.
 */
final class TopPStage implements SamplerStage {
    private final double p;
    private final Selection selection = new Selection();

    /** @param p from 0 to 1 */
    TopPStage(double p) {
        this.p = p;
    }

    @Override
    public void apply(Candidates candidates) {
        double sum = candidates.weigh();
        selection.keepMass(candidates, p * sum);
    }
}
