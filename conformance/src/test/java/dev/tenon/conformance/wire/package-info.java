/** Real clients and raw bytes against the running server. */
@NullMarked
package dev.tenon.conformance.wire;

import org.jspecify.annotations.NullMarked;
