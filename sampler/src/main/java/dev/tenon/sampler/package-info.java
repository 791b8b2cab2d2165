/**
 * From logits to the next token: the sampler chain, the pick, and the loop that decodes, masks, samples and accepts.
 * The mask has the last word.
 */
@NullMarked
package dev.tenon.sampler;

import org.jspecify.annotations.NullMarked;
