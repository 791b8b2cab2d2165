/** Input that was made to hurt: refused, or done with in bounded time and memory. */
@NullMarked
package dev.tenon.conformance.dos;

import org.jspecify.annotations.NullMarked;
