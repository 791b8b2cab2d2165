package dev.tenon.server.maskbench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one case.
 *
 * @param id the case
 * @param compileNanos from the schema's text to a grammar over the vocabulary
 * @param error why it did not compile, or null
 * @param maskNanos for each token of each instance the making of the mask and the acceptance; for each end the mask
 * @param wrong instances with another verdict than they should have
 */
public record MaskBenchResult(
        String id, long compileNanos, @Nullable MaskBenchError error, long[] maskNanos, List<Wrong> wrong) {
    /** Copies the list. */
    public MaskBenchResult {
        wrong = List.copyOf(wrong);
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
