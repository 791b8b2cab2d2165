/**
 * The engine on llama.cpp. Every native method is in one class, and no other package sees a native handle.
 */
@NullMarked
package dev.tenon.sampler.llama;

import org.jspecify.annotations.NullMarked;
