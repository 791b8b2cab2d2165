package dev.tenon.server.generation;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right to use a loaded model, which stays loaded as long as somebody has one. Thread-safe. */
public final class ModelLease implements AutoCloseable {
    private final LoadedModel model;
    private final Runnable end;
    private final AtomicBoolean closed = new AtomicBoolean();

    ModelLease(LoadedModel model, Runnable end) {
        this.model = model;
        this.end = end;
    }

    /** The model. */
    public LoadedModel model() {
        return model;
    }

    /** Gives the right back. Closing twice does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            end.run();
        }
    }
}
