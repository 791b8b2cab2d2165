package dev.tenon.automaton.token;

/** A {@code tokenizer.json} that is broken, or of a kind from which no vocabulary can be made. Says where and why. */
public final class TokenizerFormatException extends RuntimeException {
    TokenizerFormatException(String message) {
        super(message);
    }

    TokenizerFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
