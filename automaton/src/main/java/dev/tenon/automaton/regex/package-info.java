/**
 * Regular expressions over Unicode code points. In reading order: {@link dev.tenon.automaton.regex.Regex}, the closed
 * set of their forms; {@link dev.tenon.automaton.regex.EcmaRegexParser}, which reads ECMA-262 patterns;
 * {@link dev.tenon.automaton.regex.RegexText}, which prints; {@link dev.tenon.automaton.regex.CountedText}, which takes
 * lengths apart; {@link dev.tenon.automaton.regex.RegexCompiler}, which
 * hands over to {@code dev.tenon.automaton.dfa} and, with what it uses, is the only one here that knows of automata. Nothing here knows of
 * tokens or JSON.
 */
@NullMarked
package dev.tenon.automaton.regex;

import org.jspecify.annotations.NullMarked;
