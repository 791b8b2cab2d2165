package dev.tenon.server.generation;

import dev.tenon.sampler.engine.CancelledDecodeException;
import dev.tenon.sampler.engine.EmbeddingEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A model's embeddings in service: an engine, a thread that computes, and a bounded queue before it. Thread-safe. The thread
 * ends when it has had nothing to do for a while.
 */
public final class EmbeddingSlot implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final String id;
    private final EmbeddingEngine engine;
    private final ThreadPoolExecutor thread;
    private volatile boolean closed;

    /**
     * A slot for an engine, which is closed with it.
     *
     * @param id how the model is called on the wire
     * @param capacity requests that may wait while one is computed, at least 1
     */
    public EmbeddingSlot(String id, EmbeddingEngine engine, int capacity) {
        this.id = id;
        this.engine = engine;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(capacity),
                task -> Thread.ofPlatform().name("embed").daemon().unstarted(task));
        thread.allowCoreThreadTimeOut(true);
    }

    /** How the model is called on the wire. */
    public String id() {
        return id;
    }

    /** What computes. */
    public EmbeddingEngine engine() {
        return engine;
    }

    /**
     * Computes vectors in turn, and tells one of two listeners, on the slot's thread.
     *
     * @param cancelled asked now and then; nobody wants the vectors any more when it says so
     * @throws RefusedException when the queue is full or the slot is closed
     */
    public void submit(
            List<int[]> inputs,
            BooleanSupplier cancelled,
            Consumer<List<float[]>> onDone,
            Consumer<Throwable> onFailure) {
        try {
            thread.execute(new Task(inputs, cancelled, onDone, onFailure));
        } catch (RejectedExecutionException e) {
            throw new RefusedException(
                    thread.isShutdown() ? new Refusal.Stopping() : new Refusal.QueueFull(Duration.ofSeconds(1)));
        }
    }

    /** A request that waits or runs. */
    private final class Task implements Runnable {
        private final List<int[]> inputs;
        private final BooleanSupplier cancelled;
        private final Consumer<List<float[]>> onDone;
        private final Consumer<Throwable> onFailure;

        Task(
                List<int[]> inputs,
                BooleanSupplier cancelled,
                Consumer<List<float[]>> onDone,
                Consumer<Throwable> onFailure) {
            this.inputs = inputs;
            this.cancelled = cancelled;
            this.onDone = onDone;
            this.onFailure = onFailure;
        }

        /** The rim: whatever a request does to the engine or to us, the thread goes on to the next one. */
        @Override
        public void run() {
            try {
                onDone.accept(engine.embed(inputs, () -> closed || cancelled.getAsBoolean()));
            } catch (CancelledDecodeException e) {
                if (closed) {
                    refuse();
                }
            } catch (Throwable e) {
                onFailure.accept(e);
            }
        }

        void refuse() {
            onFailure.accept(new RefusedException(new Refusal.Stopping()));
        }
    }

    /** Whether something runs or waits. */
    public boolean isBusy() {
        return thread.getActiveCount() > 0 || !thread.getQueue().isEmpty();
    }

    /**
     * Takes no more requests, and waits for those there are.
     *
     * @return whether all were finished
     */
    public boolean drain(Duration time) {
        thread.shutdown();
        try {
            return thread.awaitTermination(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Takes no more requests, lets the batch that runs end, and frees the engine. */
    @Override
    public void close() {
        closed = true;
        for (Runnable waiting : thread.shutdownNow()) {
            ((Task) waiting).refuse();
        }
        engine.close();
    }
}
