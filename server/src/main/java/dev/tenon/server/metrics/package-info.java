/**
 * What the server counts and times, for Prometheus to read.
 */
@NullMarked
package dev.tenon.server.metrics;

import org.jspecify.annotations.NullMarked;
