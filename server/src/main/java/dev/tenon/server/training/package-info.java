/**
 * A run of Tenon without a model, for the JVM to learn from: which classes are needed, and which ways through the code are taken. The launcher
 * makes it once for each build and keeps what was learnt beside it (ADR 28).
 */
@NullMarked
package dev.tenon.server.training;

import org.jspecify.annotations.NullMarked;
