package dev.tenon.server.generation;

import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known of a model without loading it. Immutable.
 *
 * @param created when it came into being: its file's time, or when it was loaded
 * @param contextLength tokens that a prompt and its reply, or an input of embeddings, may have
 * @param capabilities what it can be asked for
 * @param bytes memory that it takes once it is loaded; an estimate
 */
public record ModelFacts(Instant created, int contextLength, Set<Capability> capabilities, long bytes) {
    /** Copies the set, in the order of the constants. */
    public ModelFacts {
        capabilities = Collections.unmodifiableSet(new TreeSet<>(capabilities));
    }
}
