/** Tests of the way from JSON Schema to grammars. */
@NullMarked
package dev.tenon.schema;

import org.jspecify.annotations.NullMarked;
