package dev.tenon.automaton.grammar;

/**
 * Something in a grammar that has no effect, or not the one that it seems to have.
 *
 * @param line the line, from 1
 * @param column the column, from 1, in code points
 * @param message what it is
 */
public record GrammarWarning(int line, int column, String message) {
    GrammarWarning(Place place, String message) {
        this(place.line(), place.column(), message);
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column + ": " + message;
    }
}
