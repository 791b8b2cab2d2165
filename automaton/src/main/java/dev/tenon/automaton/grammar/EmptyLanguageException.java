package dev.tenon.automaton.grammar;

/** A grammar that no text matches, or none that the vocabulary can spell; the client's to mend. */
public final class EmptyLanguageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a sentence that says what cannot be completed. */
    public EmptyLanguageException(String message) {
        super(message);
    }
}
