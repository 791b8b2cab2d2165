package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr;
import org.jspecify.annotations.Nullable;

/**
 * The strings of a named format, from both sides: those that surely are of the format, which is what may be written
 * where it is demanded, and those that may be of it, whose complement is what may be written where it is excluded. Where
 * the specification is a regular language the two are one; else neither side ever takes the wrong word. Immutable.
 *
 * @param text automaton of the strings that are of the format, together with {@code maxLength}
 * @param maxLength most code points of such a string, or {@link Expr#UNBOUNDED}; beside the automaton, because there it
 *     would multiply the states
 * @param outer automaton of all strings that are of the format and, where {@link #isExact} says no, others
 * @param stepped strings that are of the format, too, and not in {@code text}; null for none
 */
record StringFormat(
        ByteDfa text,
        int maxLength,
        ByteDfa outer,
        @Nullable SteppedStrings stepped) {
    /** A format that is a regular language. */
    static StringFormat exact(ByteDfa text) {
        return new StringFormat(text, Expr.UNBOUNDED, text, null);
    }

    /** A format of which only a part can be told. */
    static StringFormat within(ByteDfa text, ByteDfa outer) {
        return new StringFormat(text, Expr.UNBOUNDED, outer, null);
    }

    /** These strings only up to a number of code points; the outer language stays. */
    StringFormat upTo(int codePoints) {
        return new StringFormat(text, codePoints, outer, stepped);
    }

    /** Together with strings that are in the outer language already. */
    StringFormat with(SteppedStrings more) {
        return new StringFormat(text, maxLength, outer, more);
    }

    /** Whether every string is known to be of the format or not to be. */
    boolean isExact() {
        return maxLength == Expr.UNBOUNDED && text.equals(outer);
    }

    /** The strings of the format: exactly, or between what surely is of it and what may be. */
    StringSet strings() {
        return StringSet.between(
                new StringSet.Language(text, 0, maxLength), new StringSet.Language(outer, 0, Expr.UNBOUNDED), stepped);
    }
}
