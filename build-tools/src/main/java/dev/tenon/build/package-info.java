/**
 * Programs that the build runs on its own sources; no product code depends on them.
 */
@NullMarked
package dev.tenon.build;

import org.jspecify.annotations.NullMarked;
