/**
 * The server as a whole: its options, and the one place where its parts are put together.
 */
@NullMarked
package dev.tenon.server;

import org.jspecify.annotations.NullMarked;
