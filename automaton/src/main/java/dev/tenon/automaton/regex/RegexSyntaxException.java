package dev.tenon.automaton.regex;

/** A text that is no pattern of its syntax. The message says where it goes wrong and what was expected there. */
public final class RegexSyntaxException extends RegexException {
    private static final long serialVersionUID = 1L;

    RegexSyntaxException(int position, String expectation) {
        super(position, expectation);
    }
}
