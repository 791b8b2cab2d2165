/** Tests of MaskBench's way of measuring. */
@NullMarked
package dev.tenon.server.maskbench;

import org.jspecify.annotations.NullMarked;
