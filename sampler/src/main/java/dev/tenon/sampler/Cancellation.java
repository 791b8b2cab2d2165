package dev.tenon.sampler;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A flag that one side raises and the other obeys; raised once, it stays. Thread-safe.
 *
 * <p>Given to {@link GenerationLoop#run} it also ends a decode that is under way, a long prompt for instance, where a
 * plain supplier is asked only between steps.
 */
public final class Cancellation implements BooleanSupplier {
    private final Object lock = new Object();
    private final List<Runnable> actions = new ArrayList<>();
    private volatile boolean cancelled;

    /** Raises the flag and runs what was registered, on the caller's thread. */
    public void cancel() {
        synchronized (lock) {
            cancelled = true;
            // Under the lock, so that nothing runs once its registration is closed.
            actions.forEach(Runnable::run);
            actions.clear();
        }
    }

    /** Whether it was raised. */
    @Override
    public boolean getAsBoolean() {
        return cancelled;
    }

    /**
     * Runs the action when the flag is raised: now, if it is already. The action must be quick and must not throw.
     *
     * @return takes the action back; after its close the action neither runs nor is running
     */
    Registration onCancel(Runnable action) {
        synchronized (lock) {
            if (cancelled) {
                action.run();
            } else {
                actions.add(action);
            }
        }
        return () -> {
            synchronized (lock) {
                actions.remove(action);
            }
        };
    }

    /** Something to take back. */
    @FunctionalInterface
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
