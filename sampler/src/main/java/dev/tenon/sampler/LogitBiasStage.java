package dev.tenon.sampler;

import java.util.Arrays;
import java.util.Map;

/** Adds a constant to the logits of some tokens. O(biases * log candidates). */
final class LogitBiasStage implements SamplerStage {
    /** Ascending. */
    private final int[] ids;

    private final float[] biases;

    LogitBiasStage(Map<Integer, Float> logitBias) {
        ids = logitBias.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
        biases = new float[ids.length];
        logitBias.forEach((id, bias) -> biases[Arrays.binarySearch(ids, id)] = bias);
    }

    @Override
    public void apply(Candidates candidates) {
        for (int i = 0; i < ids.length; i++) {
            int index = candidates.indexOf(ids[i]);
            if (index >= 0) {
                candidates.setLogit(index, candidates.logit(index) + biases[i]);
            }
        }
    }
}
