/** The promise, kept by engines that do their worst. */
@NullMarked
package dev.tenon.conformance.guarantee;

import org.jspecify.annotations.NullMarked;
