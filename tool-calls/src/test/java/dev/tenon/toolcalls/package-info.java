/** Tests of {@code dev.tenon.toolcalls}. */
@NullMarked
package dev.tenon.toolcalls;

import org.jspecify.annotations.NullMarked;
