/**
 * Schemas that others wrote: the official test suite and a corpus of schemas in use, each held by a ratchet; texts that are
 * drawn from their languages; and instances one edit away from what they allow. {@code docs/conformance.md} leads in.
 */
@NullMarked
package dev.tenon.conformance.suite;

import org.jspecify.annotations.NullMarked;
