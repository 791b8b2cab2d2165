/**
 * Deterministic automata over bytes, frozen once built: UTF-8, byte classes, set algebra, and determinisation under
 * a budget of work.
 */
@NullMarked
package dev.tenon.automaton.dfa;

import org.jspecify.annotations.NullMarked;
