/**
 * What is rehearsed before the first request: the masks of a served vocabulary, along random texts of schemas that come with Tenon (ADR 29). The
 * same schemas are what the JVM learns from when it is trained (ADR 28).
 */
@NullMarked
package dev.tenon.server.rehearsal;

import org.jspecify.annotations.NullMarked;
