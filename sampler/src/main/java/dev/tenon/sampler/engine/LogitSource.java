package dev.tenon.sampler.engine;

/** What stands for a model in one session of a {@link SyntheticSession}. Used by one thread at a time. */
@FunctionalInterface
interface LogitSource {
    /**
     * Writes the logits of what may come next.
     *
     * @param tokens the sequence so far, {@code tokens[0 .. count)}; at least one
     * @param promptCount how many of them came with the first decode
     * @param logits {@code logits[vocabulary.size()]}, to be filled from index 0
     */
    void write(int[] tokens, int count, int promptCount, float[] logits);
}
