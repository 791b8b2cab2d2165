package dev.tenon.sampler.parts;

/**
 * A part is missing and could not be had. The message is one sentence for a person: what is missing, why, and the command that
 * mends it; where a package client failed, its last lines follow.
 */
public final class PartException extends RuntimeException {
    PartException(String message) {
        super(message);
    }

    PartException(String message, Throwable cause) {
        super(message, cause);
    }
}
