/**
 * What produces logits, seen from outside: one engine for a model, one session for a sequence.
 */
@NullMarked
package dev.tenon.sampler.engine;

import org.jspecify.annotations.NullMarked;
