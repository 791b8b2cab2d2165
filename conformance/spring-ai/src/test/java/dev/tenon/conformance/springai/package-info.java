/** Spring AI against the server. */
@NullMarked
package dev.tenon.conformance.springai;

import org.jspecify.annotations.NullMarked;
