/** Tests of the arithmetic behind the side-by-side table. */
@NullMarked
package dev.tenon.benchmarks.versus;

import org.jspecify.annotations.NullMarked;
