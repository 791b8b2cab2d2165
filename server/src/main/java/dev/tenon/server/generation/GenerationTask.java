package dev.tenon.server.generation;

import dev.tenon.sampler.Cancellation;
import dev.tenon.sampler.FinishReason;
import dev.tenon.sampler.GenerationResult;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request on its way through a {@link GenerationScheduler}, with as many replies as it asks for. The scheduler's lock guards
 * what is not said to be guarded otherwise.
 */
final class GenerationTask {
    private static final Logger LOG = LoggerFactory.getLogger(GenerationTask.class);

    final ChatRequest request;
    final PreparedReply prepared;
    final Object client;
    final Cancellation cancellation = new Cancellation();
    final long enteredNanos = System.nanoTime();

    /** When the first of its replies began. */
    long startedNanos;

    /** Replies that were begun. */
    int begun;

    /** Replies that run. */
    int running;

    /** Whether no more of its replies are to begin. */
    boolean isClosed;

    /** Whether its end was told to the observer. */
    boolean isOver;

    /** What the server, and not the client, ended it for. */
    @Nullable
    Refusal ended;

    private ReplyUsage usage = ReplyUsage.none();
    private GenerationObserver.Outcome outcome = GenerationObserver.Outcome.COMPLETE;
    private @Nullable Future<?> deadline;

    private final ReplyListener listener;

    /** Held while the listener is told something; guards {@link #told}. */
    private final ReentrantLock telling = new ReentrantLock();

    /** Whether the listener has had its last word. */
    private boolean told;

    GenerationTask(ChatRequest request, PreparedReply prepared, ReplyListener listener, Object client) {
        this.request = request;
        this.prepared = prepared;
        this.listener = listener;
        this.client = client;
    }

    boolean isWaiting() {
        return begun == 0 && !isClosed;
    }

    /** Takes the timer that ends it; it is stopped with the task. */
    void timed(Future<?> timer) {
        deadline = timer;
    }

    /** A reply has come to its end. */
    void add(GenerationResult result, int reasoning, long firstTokenNanos) {
        usage = usage.plus(result, reasoning).after(startedNanos - enteredNanos, firstTokenNanos);
        FinishReason reason = result.reason();
        if (reason == FinishReason.CANCELLED) {
            fail(GenerationObserver.Outcome.CANCELLED);
        } else if (reason == FinishReason.LENGTH && outcome == GenerationObserver.Outcome.COMPLETE) {
            outcome = GenerationObserver.Outcome.LENGTH;
        }
    }

    /** It does not come to a good end; the first reason counts. */
    void fail(GenerationObserver.Outcome how) {
        switch (outcome) {
            case COMPLETE, LENGTH -> outcome = how;
            case CANCELLED, EXPIRED, FAILED -> {}
        }
    }

    GenerationObserver.Outcome outcome() {
        return outcome;
    }

    ReplyUsage usage() {
        return usage.lasting(System.nanoTime() - startedNanos);
    }

    void stopTimer() {
        Future<?> timer = deadline;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    // What follows needs no lock of the scheduler, and must not be called with it.

    void tell(int choice, Iterable<ReplyEvent> events) {
        telling.lock();
        try {
            if (!told) {
                events.forEach(event -> listener.onEvent(choice, event));
            }
        } finally {
            telling.unlock();
        }
    }

    boolean awaitReady() throws InterruptedException {
        return listener.awaitReady();
    }

    void tellDone(ReplyUsage all) {
        telling.lock();
        try {
            if (!told) {
                told = true;
                listener.onDone(all);
            }
        } finally {
            telling.unlock();
        }
    }

    void tellFailure(Throwable cause) {
        telling.lock();
        try {
            if (!told) {
                told = true;
                listener.onFailure(cause);
            }
        } catch (RuntimeException e) {
            LOG.error("a listener failed", e);
        } finally {
            telling.unlock();
        }
    }
}
