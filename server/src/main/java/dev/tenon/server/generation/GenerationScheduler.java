package dev.tenon.server.generation;

import dev.tenon.sampler.FinishReason;
import dev.tenon.sampler.ForcedText;
import dev.tenon.sampler.GenerationEvent;
import dev.tenon.sampler.GenerationLoop;
import dev.tenon.sampler.GenerationRequest;
import dev.tenon.sampler.GenerationResult;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.sampler.engine.EngineSession;
import dev.tenon.toolcalls.ToolCallIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs as many replies at once as the engine has sequences, each on a thread of its own, where masks are made and tokens sampled;
 * what waits stands in a queue that is bounded and fair between clients. The replies of one request run beside each other where
 * there is room. Thread-safe. A request that fails is told so, and the others go on.
 */
public final class GenerationScheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GenerationScheduler.class);

    private static final Duration LONGEST_RETRY = Duration.ofSeconds(60);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

    private final Engine engine;
    private final GenerationLoop loop;
    private final Limits limits;
    private final LockedRandom random;
    private final GenerationObserver observer;
    private final List<Thread> lanes = new ArrayList<>();
    private final ScheduledThreadPoolExecutor timer;

    /** Guards everything below, and the tasks. Nobody is told anything under it. */
    private final ReentrantLock lock = new ReentrantLock();

    /** There is something to begin, or it is time to end. */
    private final Condition work = lock.newCondition();

    /** Something has ended. */
    private final Condition ended = lock.newCondition();

    private final FairQueue<GenerationTask> queue = new FairQueue<>();
    private final List<GenerationTask> running = new ArrayList<>();
    /** Tasks of which nothing has begun. */
    private int waiting;

    private boolean stopping;
    /** A moving average over replies, for telling how long a queue will take. */
    private long averageNanos = TimeUnit.SECONDS.toNanos(1);

    /**
     * What is taken on.
     *
     * @param waiting requests that may wait while others run, at least 1
     * @param time how long a request may take, from its entering the queue to its end
     */
    public record Limits(int waiting, Duration time) {
        /** Rejects numbers that make no sense. */
        public Limits {
            if (waiting < 1) {
                throw new IllegalArgumentException("a queue holds at least 1 request, not " + waiting);
            }
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("a request needs time");
            }
        }

        /** So many may wait, and take 10 minutes each. */
        public static Limits waiting(int requests) {
            return new Limits(requests, Duration.ofMinutes(10));
        }
    }

    /** A scheduler for one model, with its threads started, that nobody observes. */
    public GenerationScheduler(ServedModel model, int waiting, RandomGenerator random) {
        this(model, Limits.waiting(waiting), random, GenerationObserver.none());
    }

    /**
     * A scheduler for one model, with its threads started.
     *
     * @param random for the ids of calls
     * @param observer is told of every request
     */
    public GenerationScheduler(ServedModel model, Limits limits, RandomGenerator random, GenerationObserver observer) {
        this.engine = model.engine();
        this.loop = new GenerationLoop(engine);
        this.limits = limits;
        this.random = new LockedRandom(random);
        this.observer = observer;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("deadlines").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
        for (int lane = 1; lane <= engine.sessionLimit(); lane++) {
            lanes.add(Thread.ofPlatform().name("reply-" + lane).start(this::work));
        }
    }

    /** A request that waits or runs. Thread-safe. */
    public final class Ticket {
        private final GenerationTask task;

        private Ticket(GenerationTask task) {
            this.task = task;
        }

        /** Nobody wants the reply any more: gives its place in the queue back, or ends what runs of it. */
        public void cancel() {
            end(task, GenerationObserver.Outcome.CANCELLED, null);
        }
    }

    /** {@link #submit(ChatRequest, PreparedReply, ReplyListener, Object)} of a client who has nothing else waiting. */
    public Ticket submit(ChatRequest request, PreparedReply prepared, ReplyListener listener) {
        return submit(request, prepared, listener, listener);
    }

    /**
     * Puts a request into the queue.
     *
     * @param client who asks; clients have turns, however much each of them asks for
     * @throws RefusedException when the queue is full or the server stops
     */
    public Ticket submit(ChatRequest request, PreparedReply prepared, ReplyListener listener, Object client) {
        GenerationTask task = new GenerationTask(request, prepared, listener, client);
        lock.lock();
        try {
            if (stopping) {
                throw new RefusedException(new Refusal.Stopping());
            }
            if (waiting >= limits.waiting()) {
                throw new RefusedException(new Refusal.QueueFull(retryAfter()));
            }
            task.timed(timer.schedule(() -> expire(task), limits.time().toNanos(), TimeUnit.NANOSECONDS));
            queue.add(client, task);
            waiting++;
            work.signal();
        } finally {
            lock.unlock();
        }
        return new Ticket(task);
    }

    /** How many requests wait. */
    public int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** How many requests run; one of several choices counts once. */
    public int running() {
        lock.lock();
        try {
            return running.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a request runs. */
    public boolean isBusy() {
        return running() > 0;
    }

    /** When a place in the queue may be free: after one reply on any of the lanes, if they go on as they did. */
    private Duration retryAfter() {
        Duration next = Duration.ofNanos(averageNanos / lanes.size());
        Duration bounded = next.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : next;
        return Duration.ofSeconds(Math.max(1, bounded.plusMillis(999).toSeconds()));
    }

    // The lanes.

    /** A reply that is to run. */
    private record Reply(GenerationTask task, int choice, EngineSession session) {}

    private void work() {
        boolean more;
        do {
            more = runNext();
        } while (more);
    }

    /** In a frame of its own for each reply, so that a thread that waits for the next one holds nothing of the last one. */
    private boolean runNext() {
        Reply reply = next();
        if (reply == null) {
            return false;
        }
        run(reply);
        return true;
    }

    /** The next reply in turn, with a session: opened here, so that replies open their sessions in the order they begin. */
    private @Nullable Reply next() {
        while (true) {
            GenerationTask task;
            boolean isFirst;
            int choice = 0;
            EngineSession session = null;
            Throwable failure = null;
            lock.lock();
            try {
                task = queue.first();
                while (task == null) {
                    if (stopping) {
                        return null;
                    }
                    work.awaitUninterruptibly();
                    task = queue.first();
                }
                isFirst = task.begun == 0;
                choice = begin(task);
                try {
                    session = engine.open();
                } catch (Throwable e) {
                    failure = e;
                }
            } finally {
                lock.unlock();
            }
            if (isFirst) {
                observer.onStarted(System.nanoTime() - task.enteredNanos);
            }
            if (session != null) {
                return new Reply(task, choice, session);
            }
            finish(task, failure);
        }
    }

    private int begin(GenerationTask task) {
        queue.turn();
        if (task.begun == 0) {
            waiting--;
            running.add(task);
            task.startedNanos = System.nanoTime();
        }
        task.running++;
        int choice = task.begun++;
        if (task.begun == task.request.choices()) {
            close(task);
        }
        if (!queue.isEmpty()) {
            work.signal();
        }
        return choice;
    }

    /** No more replies of it begin. */
    private void close(GenerationTask task) {
        if (!task.isClosed) {
            if (task.isWaiting()) {
                waiting--;
            }
            task.isClosed = true;
            queue.remove(task.client, task);
        }
    }

    /** The rim: whatever a request does to the engine or to us, the thread goes on to the next one. */
    private void run(Reply reply) {
        GenerationTask task = reply.task;
        Throwable failure = null;
        try {
            long start = System.nanoTime();
            ChunkAssembler assembler = assembler(task);
            TokenTimes times = new TokenTimes(observer, task.enteredNanos);
            GenerationResult result = loop.run(
                    reply.session,
                    generation(task, reply.choice),
                    event -> deliver(task, reply.choice, assembler, times, event),
                    task.cancellation);
            if (times.hasPrompt() || result.reason() != FinishReason.CANCELLED) {
                observer.onPrompt(result.promptTokens(), result.cachedTokens(), result.promptNanos());
            }
            lock.lock();
            try {
                task.add(result, assembler.reasoningTokens(), times.firstNanos());
                averageNanos += (System.nanoTime() - start - averageNanos) / 4;
            } finally {
                lock.unlock();
            }
        } catch (Throwable e) {
            failure = e;
        }
        finish(task, failure);
    }

    private ChunkAssembler assembler(GenerationTask task) {
        return new ChunkAssembler(
                task.prepared.arguments(),
                new ToolCallIds(random),
                task.request.topLogprobs() < 0 ? ChunkAssembler.Tokens.DROPPED : ChunkAssembler.Tokens.KEPT);
    }

    private static GenerationRequest generation(GenerationTask task, int choice) {
        ChatRequest request = task.request;
        PreparedReply prepared = task.prepared;
        return new GenerationRequest(
                prepared.prompt(),
                prepared.grammar(),
                request.sampling().withSeed(request.sampling().seed() + choice),
                request.maxTokens().orElse(Integer.MAX_VALUE),
                request.stop(),
                prepared.freeLabels(),
                request.topLogprobs(),
                ForcedText.ON,
                prepared.budget());
    }

    private void deliver(
            GenerationTask task, int choice, ChunkAssembler assembler, TokenTimes times, GenerationEvent event) {
        times.on(event);
        List<ReplyEvent> pieces = assembler.on(event);
        if (pieces.isEmpty()) {
            return;
        }
        task.tell(choice, pieces);
        try {
            if (!task.awaitReady()) {
                task.cancellation.cancel();
            }
        } catch (InterruptedException e) {
            task.cancellation.cancel();
        }
    }

    /** A reply has ended, well or with a failure; the last one of a task ends the task. */
    private void finish(GenerationTask task, @Nullable Throwable failure) {
        boolean isLast;
        GenerationObserver.Outcome outcome;
        ReplyUsage usage;
        Refusal refusal;
        lock.lock();
        try {
            if (failure != null && task.ended == null && !task.cancellation.getAsBoolean()) {
                LOG.error("generation failed", failure);
                task.fail(GenerationObserver.Outcome.FAILED);
            }
            task.running--;
            if (failure != null || task.cancellation.getAsBoolean()) {
                close(task);
            }
            isLast = task.running == 0 && task.isClosed;
            outcome = task.outcome();
            usage = task.usage();
            refusal = task.ended;
        } finally {
            lock.unlock();
        }
        if (failure != null && outcome == GenerationObserver.Outcome.FAILED) {
            task.cancellation.cancel();
            task.tellFailure(refusal == null ? failure : new RefusedException(refusal));
        }
        if (isLast) {
            tellEnd(task, outcome, usage, refusal);
            leave(task, outcome);
        }
    }

    private static void tellEnd(
            GenerationTask task, GenerationObserver.Outcome outcome, ReplyUsage usage, @Nullable Refusal refusal) {
        switch (outcome) {
            case COMPLETE, LENGTH -> {
                try {
                    task.tellDone(usage);
                } catch (RuntimeException e) {
                    LOG.error("a listener failed", e);
                }
            }
            case CANCELLED, EXPIRED, FAILED -> {
                if (refusal != null) {
                    task.tellFailure(new RefusedException(refusal));
                }
            }
        }
    }

    private void leave(GenerationTask task, GenerationObserver.Outcome outcome) {
        task.stopTimer();
        lock.lock();
        try {
            if (task.isOver) {
                return;
            }
            task.isOver = true;
            running.remove(task);
            ended.signalAll();
        } finally {
            lock.unlock();
        }
        observer.onFinished(outcome, System.nanoTime() - task.enteredNanos);
    }

    // Ends before the end.

    private void expire(GenerationTask task) {
        end(task, GenerationObserver.Outcome.EXPIRED, new Refusal.TimedOut(limits.time()));
    }

    /**
     * Ends a task that waits, or what runs of it.
     *
     * @param refusal what the client is told; null where it has gone
     */
    private void end(GenerationTask task, GenerationObserver.Outcome outcome, @Nullable Refusal refusal) {
        boolean runs;
        lock.lock();
        try {
            if (task.isOver) {
                return;
            }
            task.fail(outcome);
            if (task.ended == null) {
                task.ended = refusal;
            }
            close(task);
            runs = task.running > 0;
        } finally {
            lock.unlock();
        }
        task.cancellation.cancel();
        if (refusal != null) {
            task.tellFailure(new RefusedException(refusal));
        }
        if (!runs) {
            leave(task, outcome);
        }
    }

    /**
     * Takes no more requests, and waits for those there are; what is not finished after the time is cancelled.
     *
     * @return whether all were finished
     */
    public boolean drain(Duration time) {
        long left = time.toNanos();
        boolean finished = false;
        List<GenerationTask> rest = new ArrayList<>();
        lock.lock();
        try {
            stopping = true;
            work.signalAll();
            while ((!running.isEmpty() || !queue.isEmpty()) && left > 0) {
                left = ended.awaitNanos(left);
            }
            finished = running.isEmpty() && queue.isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            rest.addAll(running);
            rest.addAll(queue.removeAll());
            lock.unlock();
        }
        for (GenerationTask task : rest) {
            end(task, GenerationObserver.Outcome.FAILED, new Refusal.Stopping());
        }
        return finished;
    }

    /** Cancels what waits and what runs, and ends the threads. */
    @Override
    public void close() {
        drain(Duration.ZERO);
        timer.shutdownNow();
        long end = System.nanoTime() + LONGEST_CLOSE.toNanos();
        try {
            for (Thread lane : lanes) {
                lane.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
