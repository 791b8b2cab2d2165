/**
 * Where grammar and vocabulary meet. In reading order: {@link dev.tenon.automaton.match.GrammarCompiler}, one per model;
 * {@link dev.tenon.automaton.match.CompiledGrammar}, one per constraint; {@link dev.tenon.automaton.match.Matcher}, one
 * per request, which says which tokens may come next and goes on by the one that did;
 * {@link dev.tenon.automaton.match.MatchEvent}, what it reports of the text that went by.
 *
 * <p>Inside: {@code Position} (what is left to be said) is made of {@code Head}s over {@code Frame}s; {@code Stepper}
 * takes derivatives; {@code MaskBuilder} makes a mask from {@code LexemeScan}s and {@code Slice}s; {@code Pruner} and
 * {@code Program} make a grammar ready. The ideas are in {@code docs/positions.md} and {@code docs/masks.md}.
 *
 * <p>Knows nothing of JSON Schema, logits or models.
 */
@NullMarked
package dev.tenon.automaton.match;

import org.jspecify.annotations.NullMarked;
