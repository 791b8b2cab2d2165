package dev.tenon.server.generation;

import dev.tenon.sampler.Cancellation;
import dev.tenon.sampler.FinishReason;
import dev.tenon.sampler.ForcedText;
import dev.tenon.sampler.GenerationEvent;
import dev.tenon.sampler.GenerationLoop;
import dev.tenon.sampler.GenerationRequest;
import dev.tenon.sampler.GenerationResult;
import dev.tenon.toolcalls.ToolCallIds;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs requests one after another on a thread of its own, in the order they came; those that wait stand in a queue that
 * is bounded. Thread-safe. A request that fails is told so, and the next one runs.
 */
public final class GenerationScheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GenerationScheduler.class);

    private static final Duration LONGEST_RETRY = Duration.ofSeconds(60);

    private final GenerationLoop loop;
    private final int capacity;
    private final RandomGenerator random;
    private final GenerationObserver observer;
    private final Thread thread;

    /** Guards everything below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Task> queue = new ArrayDeque<>();
    private @Nullable Task running;
    private boolean stopping;
    /** A moving average, for telling how long a queue will take. */
    private long averageNanos = TimeUnit.SECONDS.toNanos(1);

    /**
     * A scheduler for one model, with its thread started.
     *
     * @param capacity requests that may wait while one runs, at least 1
     * @param random for the ids of calls; used by the scheduler's thread only
     */
    public GenerationScheduler(ServedModel model, int capacity, RandomGenerator random) {
        this(model, capacity, random, GenerationObserver.none());
    }

    /** The same, with somebody who is told what becomes of requests. */
    public GenerationScheduler(ServedModel model, int capacity, RandomGenerator random, GenerationObserver observer) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a queue holds at least 1 request, not " + capacity);
        }
        this.loop = new GenerationLoop(model.engine());
        this.capacity = capacity;
        this.random = random;
        this.observer = observer;
        this.thread = Thread.ofPlatform().name("decode").start(this::work);
    }

    /** A request that waits or runs. Thread-safe. */
    public final class Ticket {
        private final Task task;

        private Ticket(Task task) {
            this.task = task;
        }

        /** Nobody wants the reply any more: gives its place in the queue back, or ends what runs of it. */
        public void cancel() {
            task.cancellation.cancel();
            lock.lock();
            try {
                queue.remove(task);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private static final class Task {
        final ChatRequest request;
        final PreparedReply prepared;
        final ReplyListener listener;
        final Cancellation cancellation = new Cancellation();
        final long entered = System.nanoTime();
        /** How long it waited, and how long until its first token; 0 before. */
        long waited;

        long firstToken;
        /** When its last token came; 0 before the first. */
        long lastToken;
        /** How its replies ended so far. */
        GenerationObserver.Outcome outcome = GenerationObserver.Outcome.COMPLETE;
        /** The server, and not the client, ended it: the client is to be told. */
        volatile boolean evicted;
        /** Its listener had its last word. Used by the decode thread only. */
        boolean told;

        Task(ChatRequest request, PreparedReply prepared, ReplyListener listener) {
            this.request = request;
            this.prepared = prepared;
            this.listener = listener;
        }
    }

    /**
     * Puts a request into the queue.
     *
     * @throws RefusedException when the queue is full or the server stops
     */
    public Ticket submit(ChatRequest request, PreparedReply prepared, ReplyListener listener) {
        Task task = new Task(request, prepared, listener);
        lock.lock();
        try {
            if (stopping) {
                throw new RefusedException(new Refusal.Stopping());
            }
            if (queue.size() >= capacity) {
                throw new RefusedException(new Refusal.QueueFull(retryAfter()));
            }
            queue.add(task);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return new Ticket(task);
    }

    /** How many requests wait. */
    public int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a request runs. */
    public boolean isBusy() {
        lock.lock();
        try {
            return running != null;
        } finally {
            lock.unlock();
        }
    }

    /** When a place in the queue may be free: after one request, if they go on as they did. */
    private Duration retryAfter() {
        Duration average = Duration.ofNanos(averageNanos);
        Duration bounded = average.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : average;
        return Duration.ofSeconds(Math.max(1, bounded.plusMillis(999).toSeconds()));
    }

    private void work() {
        for (Task task = next(); task != null; task = next()) {
            long start = System.nanoTime();
            task.waited = start - task.entered;
            observer.onStarted(task.waited);
            run(task);
            observer.onFinished(outcome(task), System.nanoTime() - task.entered);
            lock.lock();
            try {
                running = null;
                averageNanos += (System.nanoTime() - start - averageNanos) / 4;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private @Nullable Task next() {
        lock.lock();
        try {
            while (queue.isEmpty()) {
                if (stopping) {
                    return null;
                }
                changed.awaitUninterruptibly();
            }
            running = queue.remove();
            return running;
        } finally {
            lock.unlock();
        }
    }

    /** The rim: whatever a request does to the engine or to us, the thread goes on to the next one. */
    private void run(Task task) {
        try {
            generate(task);
            if (task.evicted && !task.told) {
                fail(task, new RefusedException(new Refusal.Stopping()));
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but a listener's own wait; that request is over and no other.
            task.cancellation.cancel();
        } catch (Throwable e) {
            LOG.error("generation failed", e);
            task.outcome = GenerationObserver.Outcome.FAILED;
            if ((task.evicted || !task.cancellation.getAsBoolean()) && !task.told) {
                fail(task, e);
            }
        }
    }

    private static GenerationObserver.Outcome outcome(Task task) {
        if (task.evicted) {
            return GenerationObserver.Outcome.FAILED;
        }
        return task.cancellation.getAsBoolean() && !task.told ? GenerationObserver.Outcome.CANCELLED : task.outcome;
    }

    private static void fail(Task task, Throwable cause) {
        try {
            task.listener.onFailure(cause);
        } catch (RuntimeException e) {
            LOG.error("a listener failed", e);
        }
    }

    private void generate(Task task) throws InterruptedException {
        ReplyUsage usage = ReplyUsage.none();
        for (int choice = 0; choice < task.request.choices(); choice++) {
            ChunkAssembler assembler = new ChunkAssembler(
                    task.prepared.arguments(),
                    new ToolCallIds(random),
                    task.request.topLogprobs() < 0 ? ChunkAssembler.Tokens.DROPPED : ChunkAssembler.Tokens.KEPT);
            GenerationResult result = generate(task, choice, assembler);
            if (result.reason() == FinishReason.CANCELLED) {
                return;
            }
            if (result.reason() == FinishReason.LENGTH) {
                task.outcome = GenerationObserver.Outcome.LENGTH;
            }
            observer.onPrompt(result.promptTokens(), 0, result.promptNanos());
            usage = usage.plus(result, assembler.reasoningTokens());
        }
        task.told = true;
        task.listener.onDone(usage.after(task.waited, task.firstToken));
    }

    private GenerationResult generate(Task task, int choice, ChunkAssembler assembler) {
        ChatRequest request = task.request;
        PreparedReply prepared = task.prepared;
        GenerationRequest generation = new GenerationRequest(
                prepared.prompt(),
                prepared.grammar(),
                request.sampling().withSeed(request.sampling().seed() + choice),
                request.maxTokens().orElse(Integer.MAX_VALUE),
                request.stop(),
                prepared.freeLabels(),
                request.topLogprobs(),
                ForcedText.ON,
                prepared.budget());
        task.lastToken = 0;
        return loop.run(
                generation,
                event -> {
                    if (event instanceof GenerationEvent.Token) {
                        observe(task);
                    }
                    deliver(task, choice, assembler, event);
                },
                task.cancellation);
    }

    private void observe(Task task) {
        long now = System.nanoTime();
        if (task.lastToken == 0) {
            observer.onFirstToken(now - task.entered);
            if (task.firstToken == 0) {
                task.firstToken = now - task.entered;
            }
        } else {
            observer.onToken(now - task.lastToken);
        }
        task.lastToken = now;
    }

    private static void deliver(Task task, int choice, ChunkAssembler assembler, GenerationEvent event) {
        List<ReplyEvent> pieces = assembler.on(event);
        if (pieces.isEmpty()) {
            return;
        }
        for (ReplyEvent piece : pieces) {
            task.listener.onEvent(choice, piece);
        }
        try {
            if (!task.listener.awaitReady()) {
                task.cancellation.cancel();
            }
        } catch (InterruptedException e) {
            task.cancellation.cancel();
        }
    }

    /**
     * Takes no more requests, and waits for those there are; what is not finished after the time is cancelled.
     *
     * @return whether all were finished
     */
    public boolean drain(Duration time) {
        long left = time.toNanos();
        boolean finished = true;
        List<Task> unstarted = List.of();
        lock.lock();
        try {
            stopping = true;
            changed.signalAll();
            while ((running != null || !queue.isEmpty()) && left > 0) {
                left = changed.awaitNanos(left);
            }
            finished = running == null && queue.isEmpty();
            unstarted = List.copyOf(queue);
            queue.clear();
            if (running != null) {
                running.evicted = true;
                running.cancellation.cancel();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            finished = false;
        } finally {
            lock.unlock();
        }
        for (Task task : unstarted) {
            fail(task, new RefusedException(new Refusal.Stopping()));
        }
        return finished;
    }

    /** Cancels what waits and what runs, and ends the thread. */
    @Override
    public void close() {
        drain(Duration.ZERO);
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
