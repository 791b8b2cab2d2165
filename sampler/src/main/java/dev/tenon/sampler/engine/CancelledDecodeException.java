package dev.tenon.sampler.engine;

/** A decode was ended by {@link EngineSession#cancelDecode()}. */
public final class CancelledDecodeException extends EngineException {
    public CancelledDecodeException() {
        super("decode cancelled");
    }
}
