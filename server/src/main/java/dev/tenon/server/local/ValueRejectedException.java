package dev.tenon.server.local;

/**
 * A valid text that the type itself did not take: its constructor threw, or it nests deeper than its mapper reads. What a
 * constructor forbids no schema knows.
 */
public final class ValueRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String text;

    ValueRejectedException(String text, Throwable cause) {
        super("the reply satisfies the schema, but its type does not take it: " + cause.getMessage(), cause);
        this.text = text;
    }

    /** The reply. */
    public String text() {
        return text;
    }
}
