/**
 * Regular expressions over Unicode code points: the closed set of their forms, and the parser of ECMA-262 patterns.
 * Knows nothing of bytes or tokens.
 */
@NullMarked
package dev.tenon.automaton.regex;

import org.jspecify.annotations.NullMarked;
