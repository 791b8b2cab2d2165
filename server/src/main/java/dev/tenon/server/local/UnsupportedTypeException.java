package dev.tenon.server.local;

/**
 * A Java type for which there is no schema whose every value is a value of the type. Thrown before anything is generated;
 * the message names the type, the place in it and, where there is one, the way out.
 */
public final class UnsupportedTypeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A type, and what of it cannot be expressed. */
    UnsupportedTypeException(String where, String reason) {
        super(where + ": " + reason);
    }
}
