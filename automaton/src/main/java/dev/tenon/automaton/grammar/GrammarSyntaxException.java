package dev.tenon.automaton.grammar;

/** A grammar in GBNF or Lark that is refused, with the place; the fault of whoever wrote the grammar. */
public final class GrammarSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final String reason;

    GrammarSyntaxException(Place place, String reason) {
        super("line " + place.line() + ", column " + place.column() + ": " + reason);
        this.line = place.line();
        this.column = place.column();
        this.reason = reason;
    }

    /** The line, from 1. */
    public int line() {
        return line;
    }

    /** The column, from 1, in code points. */
    public int column() {
        return column;
    }

    /** What is wrong and what to do about it, without the place. */
    public String reason() {
        return reason;
    }
}
