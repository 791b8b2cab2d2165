/**
 * What produces logits, seen from outside: one {@link dev.tenon.sampler.engine.Engine} for a model, one
 * {@link dev.tenon.sampler.engine.EngineSession} for a sequence, one {@link dev.tenon.sampler.engine.Tokenizer} for the way from
 * text to tokens. Nothing here knows which engine it is, nor what a grammar is.
 */
@NullMarked
package dev.tenon.sampler.engine;

import org.jspecify.annotations.NullMarked;
