/**
 * The native libraries and models that are fetched rather than built: each pinned by version and SHA-256, cached
 * outside the checkout.
 */
@NullMarked
package dev.tenon.sampler.parts;

import org.jspecify.annotations.NullMarked;
