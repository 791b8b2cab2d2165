/**
 * Grammars: named rules over lexemes, joined by a few structural operators. Repetitions and objects are counted,
 * never unrolled.
 */
@NullMarked
package dev.tenon.automaton.grammar;

import org.jspecify.annotations.NullMarked;
