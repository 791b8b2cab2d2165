@NullMarked
package dev.tenon.sampler.llama;

import org.jspecify.annotations.NullMarked;
