/**
 * From a checked request to a running generation: the constraint, the queue before the decode thread, and the chunks
 * that come back.
 */
@NullMarked
package dev.tenon.server.generation;

import org.jspecify.annotations.NullMarked;
