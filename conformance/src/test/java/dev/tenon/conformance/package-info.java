/**
 * What the tests of the promise share: {@link dev.tenon.conformance.SchemaCase}, the committed schemas; {@link
 * dev.tenon.conformance.Judge}, who decides what satisfies them and knows nothing of this project; {@link
 * dev.tenon.conformance.RealVocabulary}, the vocabularies of real models; {@link dev.tenon.conformance.TokenWalk}, a
 * model that has no idea; and {@link dev.tenon.conformance.Scale}, how much of everything.
 */
@NullMarked
package dev.tenon.conformance;

import org.jspecify.annotations.NullMarked;
