/**
 * Programs that use Tenon as a library: {@link dev.tenon.examples.TypedAnswer}, {@link dev.tenon.examples.CallJava} and
 * {@link dev.tenon.examples.MasksOnly}; {@code docs/library.md} shows them.
 */
@NullMarked
package dev.tenon.examples;

import org.jspecify.annotations.NullMarked;
