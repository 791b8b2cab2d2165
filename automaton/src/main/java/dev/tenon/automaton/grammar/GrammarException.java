package dev.tenon.automaton.grammar;

/** A grammar of a form that cannot be run: left recursion, or a repetition of the empty text. */
public final class GrammarException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a sentence that names the rule and says what to change. */
    public GrammarException(String message) {
        super(message);
    }
}
