/**
 * From JSON Schema to a grammar whose language is exactly the JSON texts that the schema allows; what cannot be
 * enforced exactly is refused, with the JSON Pointer of the cause. Knows nothing of tokens or models.
 */
@NullMarked
package dev.tenon.schema;

import org.jspecify.annotations.NullMarked;
