/** The arrows between modules and packages, as rules that the build holds. */
@NullMarked
package dev.tenon.conformance.architecture;

import org.jspecify.annotations.NullMarked;
