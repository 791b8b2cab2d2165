package dev.tenon.schema;

import dev.tenon.automaton.grammar.Expr;
import java.util.Optional;

/**
 * How the arguments of a call are written by models that do not write them as one JSON object: one argument after the
 * other, each with its name. Values are marked by captures, so that whoever reads what the matcher reports can write
 * them down as JSON without parsing. Bytes that are in none of the captures are names with what stands around them.
 *
 * @param beforeName what stands before a name, the same each time
 * @param afterName what ends a name, the same each time; its first byte is in no name
 * @param names which names can be written
 * @param separator between two arguments, all of it in captures named {@link #MARK}
 * @param beforeValue between the end of a name and a value that is not raw text
 * @param afterValue after such a value
 * @param text how strings are written raw; empty where they are written as JSON strings
 * @param literals how null, false and true are written
 */
public record ArgumentSyntax(
        String beforeName,
        String afterName,
        Names names,
        Expr separator,
        Expr beforeValue,
        Expr afterValue,
        Optional<RawText> text,
        Literals literals) {
    /** The capture of what is no part of a value or a name. */
    public static final String MARK = "mark";

    /** The capture of a value that is a string written raw. */
    public static final String TEXT = "text";

    /** The capture of a value that is JSON, but for the literals captured in it. */
    public static final String VALUE = "value";

    /** Within a value the captures of null, false and true, where they are not written as in JSON, begin with this. */
    public static final String LITERAL = "literal ";

    /** Rejects what could not be told apart. */
    public ArgumentSyntax {
        if (afterName.isEmpty()) {
            throw new IllegalArgumentException("nothing ends a name");
        }
    }

    /** Which names can be written. */
    public enum Names {
        /** Any without control characters that does not hold what ends it. */
        LINES,
        /** Letters of ASCII, digits and {@code _}, no digit first. */
        IDENTIFIERS
    }

    /**
     * Strings as they are.
     *
     * @param before between the end of the name and the text
     * @param forbidden what no text contains: the end of the argument, or the part of it that tells
     * @param after after the text
     */
    public record RawText(Expr before, String forbidden, Expr after) {}

    /** How null, false and true are written. */
    public enum Literals {
        /** As in JSON. */
        JSON,
        /** {@code None}, {@code False} and {@code True}. */
        PYTHON
    }
}
