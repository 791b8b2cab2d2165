/**
 * The engine on llama.cpp.
 *
 * <p>{@link dev.tenon.sampler.llama.LlamaEngine} serves a model, {@link dev.tenon.sampler.llama.LlamaVocabulary} loads a
 * vocabulary alone, {@link dev.tenon.sampler.llama.LlamaOptions} and {@link dev.tenon.sampler.llama.ModelInfo} say how and what.
 * Inside, from the outside in: sessions over one context, a context and a model as closable handles, {@code LlamaNative} with
 * every native method there is, and {@code tenon_llama.c}. What can be checked is checked on this side of that line: a handle is
 * open, an index is inside, a file looks like a model. No other package sees a native handle.
 */
@NullMarked
package dev.tenon.sampler.llama;

import org.jspecify.annotations.NullMarked;
