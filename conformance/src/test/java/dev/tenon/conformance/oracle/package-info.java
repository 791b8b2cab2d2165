/** What the automaton says of tokens, beside what a slow and obvious way says; and what it lets through, beside what an independent validator lets through. */
@NullMarked
package dev.tenon.conformance.oracle;

import org.jspecify.annotations.NullMarked;
