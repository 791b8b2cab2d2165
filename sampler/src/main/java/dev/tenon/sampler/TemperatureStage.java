package dev.tenon.sampler;

/** Divides the logits by the temperature, after moving the greatest to 0, so that no temperature makes them overflow. */
final class TemperatureStage implements SamplerStage {
    private final double temperature;

    /** @param temperature above 0 */
    TemperatureStage(double temperature) {
        this.temperature = temperature;
    }

    @Override
    public void apply(Candidates candidates) {
        double greatest = candidates.logit(candidates.greatest());
        for (int i = 0; i < candidates.count(); i++) {
            candidates.setLogit(i, (float) ((candidates.logit(i) - greatest) / temperature));
        }
    }
}
