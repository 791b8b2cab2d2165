/**
 * Where grammar and vocabulary meet: a grammar is compiled once, and each request steps its own matcher through it.
 * Knows nothing of JSON Schema, logits or models.
 */
@NullMarked
package dev.tenon.automaton.match;

import org.jspecify.annotations.NullMarked;
