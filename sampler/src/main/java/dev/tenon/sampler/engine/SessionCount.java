package dev.tenon.sampler.engine;

/** How many sessions are open, out of a limit. Thread-safe. */
final class SessionCount {
    private final int limit;
    private int open;
    private boolean closed;

    SessionCount(int limit) {
        this.limit = limit;
    }

    /** @throws EngineException when the limit is reached or the engine is closed */
    synchronized void take() {
        if (closed) {
            throw new EngineException("the engine is closed");
        }
        if (open == limit) {
            throw new EngineException("all " + limit + " sessions are in use");
        }
        open++;
    }

    synchronized void giveBack() {
        open--;
    }

    synchronized void close() {
        closed = true;
    }
}
