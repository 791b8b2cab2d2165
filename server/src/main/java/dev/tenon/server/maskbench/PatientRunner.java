package dev.tenon.server.maskbench;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs one task after another on a thread of its own, and leaves behind one that takes too long: its thread is a daemon, so
 * it keeps no process alive, and the next task gets a new one. Not thread-safe.
 */
public final class PatientRunner implements AutoCloseable {
    private final int seconds;
    private ExecutorService executor = newExecutor();

    /** Waits so long for each task. */
    public PatientRunner(int seconds) {
        this.seconds = seconds;
    }

    private static ExecutorService newExecutor() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "maskbench");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What the task returns, or nothing when it took too long. */
    public <T> Optional<T> call(Callable<T> task) {
        Future<T> future = executor.submit(task);
        try {
            return Optional.of(future.get(seconds, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            executor.shutdownNow();
            executor = newExecutor();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a defect in a measured task", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The same for a task that returns nothing. */
    public void run(Runnable task) {
        call(() -> {
            task.run();
            return Boolean.TRUE;
        });
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
