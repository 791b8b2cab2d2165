package dev.tenon.sampler.engine;

/**
 * What an engine holds now and has done so far. The counters only grow.
 *
 * @param sequences sessions that may be open at once
 * @param sequencesOpen sessions that are
 * @param cells tokens that fit into its memory
 * @param cellsHeld tokens that open sessions hold; a token that several share counts once where the engine knows
 * @param cellsKept tokens that are kept only for prompts to come
 * @param batches decodes
 * @param batchedTokens tokens in them
 * @param decodeNanos time spent in them
 * @param promptTokens tokens of prompts that sessions asked for
 * @param reusedTokens those of them that were held already
 */
public record EngineStatistics(
        int sequences,
        int sequencesOpen,
        long cells,
        long cellsHeld,
        long cellsKept,
        long batches,
        long batchedTokens,
        long decodeNanos,
        long promptTokens,
        long reusedTokens) {
    /** Of an engine that does not count. */
    public static EngineStatistics none() {
        return new EngineStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
