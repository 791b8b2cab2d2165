/**
 * What the build runs on its own sources and beside its tests; no product code depends on them.
 */
@NullMarked
package dev.tenon.build;

import org.jspecify.annotations.NullMarked;
