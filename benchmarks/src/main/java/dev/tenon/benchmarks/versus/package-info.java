/**
 * Tenon beside other engines, on the same schemas, token ids and core. {@link dev.tenon.benchmarks.versus.Versus} is the entry
 * that {@code benchmarks/versus/run} calls: it picks the schemas ({@code Selection}), and puts what each engine wrote
 * ({@code EngineRun}) into one table ({@code Report}). The other engines are run by the Python files beside {@code run}.
 */
@NullMarked
package dev.tenon.benchmarks.versus;

import org.jspecify.annotations.NullMarked;
