package dev.tenon.server.generation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Several prompts with one request's wishes, run as requests of their own and told as one: the choices of the first prompt come
 * first. A few are in the scheduler at a time, so that one request does not fill its queue. Thread-safe.
 */
public final class PromptBatch {
    /** Prompts of one batch that wait or run at a time: as many as engines evaluate together with some gain. */
    private static final int AT_ONCE = 8;

    /** Until a full queue is tried again, where some prompts of the batch were answered before it was full. */
    private static final int RETRY_MILLIS = 50;

    private final ChatRequest request;
    private final GenerationScheduler scheduler;
    private final ReplyListener listener;
    private final Object client;

    /** Guards everything below, and calls of the listener but for its wait. */
    private final ReentrantLock lock = new ReentrantLock();

    private final ArrayDeque<Prompt> waiting = new ArrayDeque<>();
    private final List<GenerationScheduler.Ticket> tickets = new ArrayList<>();
    private ReplyUsage usage = ReplyUsage.none();
    private int submitted;
    private int unfinished;
    private boolean over;

    private record Prompt(int firstChoice, PreparedReply prepared) {}

    /**
     * A batch that has not begun.
     *
     * @param client who asks, as in {@link GenerationScheduler#submit(ChatRequest, PreparedReply, ReplyListener, Object)}
     * @param listener its choices are numbered over all prompts; called by one thread at a time
     */
    public PromptBatch(
            ChatRequest request,
            List<PreparedReply> prompts,
            GenerationScheduler scheduler,
            ReplyListener listener,
            Object client) {
        this.request = request;
        this.scheduler = scheduler;
        this.listener = listener;
        this.client = client;
        this.unfinished = prompts.size();
        for (int i = 0; i < prompts.size(); i++) {
            waiting.add(new Prompt(i * request.choices(), prompts.get(i)));
        }
    }

    /**
     * Begins.
     *
     * @throws RefusedException when there is no place for the first prompt
     */
    public void start() {
        lock.lock();
        try {
            fill();
        } catch (RefusedException e) {
            cancel();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody wants the replies any more. */
    public void cancel() {
        List<GenerationScheduler.Ticket> all;
        lock.lock();
        try {
            over = true;
            waiting.clear();
            all = List.copyOf(tickets);
        } finally {
            lock.unlock();
        }
        all.forEach(GenerationScheduler.Ticket::cancel);
    }

    private void fill() {
        while (!over && submitted < AT_ONCE && !waiting.isEmpty()) {
            Prompt next = waiting.element();
            try {
                tickets.add(scheduler.submit(request, next.prepared, new Part(next.firstChoice), client));
            } catch (RefusedException e) {
                boolean isFirst = submitted == 0 && unfinished == waiting.size();
                if (isFirst || !(e.refusal() instanceof Refusal.QueueFull)) {
                    throw e;
                }
                if (submitted == 0) {
                    CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS)
                            .execute(this::goOn);
                }
                return;
            }
            waiting.remove();
            submitted++;
        }
    }

    private void goOn() {
        lock.lock();
        try {
            fill();
        } catch (RefusedException e) {
            fail(e);
        } finally {
            lock.unlock();
        }
    }

    private void fail(Throwable cause) {
        if (over) {
            return;
        }
        over = true;
        waiting.clear();
        listener.onFailure(cause);
        List.copyOf(tickets).forEach(GenerationScheduler.Ticket::cancel);
    }

    /** What is told of one prompt. */
    private final class Part implements ReplyListener {
        private final int firstChoice;

        Part(int firstChoice) {
            this.firstChoice = firstChoice;
        }

        @Override
        public void onEvent(int choice, ReplyEvent event) {
            lock.lock();
            try {
                if (!over) {
                    listener.onEvent(firstChoice + choice, event);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public boolean awaitReady() throws InterruptedException {
            return listener.awaitReady();
        }

        @Override
        public void onDone(ReplyUsage cost) {
            lock.lock();
            try {
                usage = usage.plus(cost);
                submitted--;
                unfinished--;
                if (!over && unfinished == 0) {
                    over = true;
                    listener.onDone(usage);
                } else if (!over && !waiting.isEmpty()) {
                    // Not from within a call of the scheduler's own.
                    CompletableFuture.runAsync(PromptBatch.this::goOn);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void onFailure(Throwable cause) {
            lock.lock();
            try {
                fail(cause);
            } finally {
                lock.unlock();
            }
        }
    }
}
