/**
 * Benchmarks of the mask engine by state of the text and size of the vocabulary. Each asserts once that what it measures
 * is right. Run by {@code java -jar} of the module's shaded jar or by its main class; figures are kept in
 * {@code docs/performance.md}.
 */
@NullMarked
package dev.tenon.benchmarks;

import org.jspecify.annotations.NullMarked;
