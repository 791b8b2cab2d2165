package dev.tenon.automaton.regex;

/** A pattern that is refused, with the place; the fault of whoever wrote the pattern. */
public abstract sealed class RegexException extends RuntimeException
        permits RegexSyntaxException, RegexUnsupportedException {
    private static final long serialVersionUID = 1L;

    private final int position;
    private final String reason;

    RegexException(int position, String reason) {
        super("at " + position + ": " + reason);
        this.position = position;
        this.reason = reason;
    }

    /** What is wrong and what was expected, without the place. */
    public final String reason() {
        return reason;
    }

    /** Where in the pattern: 0-based index of a UTF-16 code unit; the pattern's length for its end. */
    public final int position() {
        return position;
    }
}
