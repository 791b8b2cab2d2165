package dev.tenon.automaton.grammar;

import org.antlr.v4.runtime.Token;

/**
 * A place in the text of a grammar, as editors count.
 *
 * @param line from 1
 * @param column from 1, in code points
 */
record Place(int line, int column) {
    /** Where a token begins; ANTLR counts columns from 0. */
    static Place of(Token token) {
        return new Place(token.getLine(), token.getCharPositionInLine() + 1);
    }

    /** The place so many code points further on in the same line. */
    Place plus(int codePoints) {
        return new Place(line, column + codePoints);
    }
}
