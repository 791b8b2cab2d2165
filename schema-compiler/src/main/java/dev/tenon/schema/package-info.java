/**
 * From JSON Schema to a grammar whose language is exactly the JSON texts that the schema allows; what cannot be
 * enforced exactly is refused, with the JSON Pointer of the cause. Knows nothing of tokens or models.
 *
 * <p>{@link dev.tenon.schema.SchemaCompiler} is the way in, {@link dev.tenon.schema.SchemaOptions} says how JSON is written
 * and how strictly the schema is taken, and {@link dev.tenon.schema.SchemaException} is how it is refused.
 * {@link dev.tenon.schema.KeywordReport} tells of one schema what is enforced, {@link dev.tenon.schema.SupportedKeyword} of
 * all keywords.
 *
 * <p>Inside there are three stages. Reading: keywords become a closed set of records ({@code SchemaReader}, {@code Schema}),
 * references places ({@code RefResolver}). Algebra: places become sets of JSON values per type, on which every boolean
 * keyword is an operation ({@code Expansion}, {@code SchemaAlgebra}); members and elements are named nodes, so recursion
 * ends ({@code NodeTable}). Writing: nodes that have a value ({@code Productivity}) become rules of a grammar
 * ({@code SchemaGrammar}); key order, white space and spelling are known there alone.
 */
@NullMarked
package dev.tenon.schema;

import org.jspecify.annotations.NullMarked;
