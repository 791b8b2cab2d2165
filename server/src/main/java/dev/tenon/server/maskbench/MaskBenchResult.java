package dev.tenon.server.maskbench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one case.
 *
 * @param id the case
 * @param compileNanos from the schema's text to a grammar over the vocabulary
 * @param compileCpuNanos the thread's time on a processor meanwhile
 * @param error why it did not compile, or null
 * @param masks for each token of each instance the making of the mask and the acceptance; for each end the mask
 * @param wrong instances with another verdict than they should have
 */
public record MaskBenchResult(
        String id,
        long compileNanos,
        long compileCpuNanos,
        @Nullable MaskBenchError error,
        MaskTimes masks,
        List<Wrong> wrong) {
    /** Copies the list. */
    public MaskBenchResult {
        wrong = List.copyOf(wrong);
    }

    /** What became of a case that was given up on after so long. */
    public static MaskBenchResult givenUp(String id, int seconds) {
        MaskBenchError error = new MaskBenchError(MaskBenchError.TIMEOUT, "", "", "given up after " + seconds + " s");
        return new MaskBenchResult(id, seconds * 1_000_000_000L, 0, error, MaskTimes.NONE, List.of());
    }

    /**
     * An instance with the wrong verdict.
     *
     * @param index which of the case's
     * @param valid what it really is
     */
    public record Wrong(int index, boolean valid) {}

    /** Whether the schema compiled and every verdict is right. */
    public boolean passes() {
        return error == null && wrong.isEmpty();
    }

    /** Whether what the schema forbids was let through. */
    public boolean acceptsInvalid() {
        return wrong.stream().anyMatch(w -> !w.valid());
    }
}
