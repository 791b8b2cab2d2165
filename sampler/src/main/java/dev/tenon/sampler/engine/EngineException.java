package dev.tenon.sampler.engine;

/** The engine cannot do what is asked: a file that is no model, no memory, no free sequence, or use after closing. */
public class EngineException extends RuntimeException {
    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
