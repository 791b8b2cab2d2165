/**
 * The native libraries, models and test suites that are fetched rather than built: each pinned by version, size and SHA-256,
 * brought by its ordinary package client, cached outside the checkout.
 *
 * <p>In reading order: {@link dev.tenon.sampler.parts.Part} is one pinned thing, {@link dev.tenon.sampler.parts.Parts} the list
 * of them, {@link dev.tenon.sampler.parts.PartStore} the cache that fetches what it lacks, and
 * {@link dev.tenon.sampler.parts.PartException} what it says when it cannot. {@link dev.tenon.sampler.parts.ShimBuild} is run by
 * the build: it compiles the C file against the fetched headers. Nothing here knows what a model or a token is.
 */
@NullMarked
package dev.tenon.sampler.parts;

import org.jspecify.annotations.NullMarked;
