package dev.tenon.sampler.engine;

/** The tokens do not fit into the session's context. The session is as it was before. */
public final class ContextFullException extends EngineException {
    private final int contextLength;

    /**
     * @param position tokens held
     * @param count tokens that were to be appended
     * @param contextLength tokens that a session may hold
     */
    public ContextFullException(int position, int count, int contextLength) {
        super("context full: " + position + " tokens are held, " + count + " more do not fit into " + contextLength);
        this.contextLength = contextLength;
    }

    /** How many tokens a session may hold. */
    public int contextLength() {
        return contextLength;
    }
}
