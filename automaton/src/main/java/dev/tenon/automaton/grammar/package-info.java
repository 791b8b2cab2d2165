/**
 * Grammars before any vocabulary is known. In reading order: {@link dev.tenon.automaton.grammar.Grammar}, rules and a
 * root; {@link dev.tenon.automaton.grammar.Expr}, the closed set of operators over lexemes, among them the object
 * ({@code Interleave}); {@link dev.tenon.automaton.grammar.GrammarText}, which prints. Repetitions, lengths and objects
 * are counted, never unrolled.
 */
@NullMarked
package dev.tenon.automaton.grammar;

import org.jspecify.annotations.NullMarked;
