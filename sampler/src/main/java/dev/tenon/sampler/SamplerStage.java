package dev.tenon.sampler;

/** One step between the model's logits and the pick: changes the logits of the candidates, or drops some. */
@FunctionalInterface
interface SamplerStage {
    /** Works on the candidates in place. */
    void apply(Candidates candidates);
}
