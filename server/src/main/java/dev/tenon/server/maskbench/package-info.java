/**
 * MaskBench's way of measuring: schemas with instances, whose texts are walked token by token through the masks of a
 * vocabulary. The entry is {@link dev.tenon.server.maskbench.MaskBench}.
 */
@NullMarked
package dev.tenon.server.maskbench;

import org.jspecify.annotations.NullMarked;
