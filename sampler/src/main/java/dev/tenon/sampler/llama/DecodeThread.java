package dev.tenon.sampler.llama;

import dev.tenon.sampler.engine.CancelledDecodeException;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.engine.EngineStatistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that uses a context. Sessions hand it their tokens and wait; what has come together goes into one batch.
 *
 * <p>After a batch it gives those whose logits came out of it a short time to bring their next token. A batch costs almost as
 * much for one sequence as for several, and compute threads of llama.cpp wait by spinning, on the cores where the sessions
 * sample: so it is better to wait for all than to begin with some. Who takes longer is not waited for again until it has been
 * quick once.
 */
final class DecodeThread {
    /** How long a batch of prompts may take while others wait for their next token. */
    private static final long SHARED_BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** How long it may take while those others are fewer than the prompts that wait: in a burst, more wait for their first token. */
    private static final long BURST_BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** How long a batch may take when nobody does: a client that went away is to be noticed within a second. */
    private static final long LONE_BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(800);

    /** Whoever had logits longer ago than this is not about to bring its next token. */
    private static final long GENERATING_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long LEAST_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final double PATIENCE = 0.15;

    private final LlamaContext context;
    private final SequencePool pool;
    private final int sessions;
    private final Batch batch;
    private final BatchPace pace = new BatchPace();
    private final BatchCosts costs = new BatchCosts();
    private final Thread thread;

    /** Guards the fields up to the next comment; never held during a decode. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final List<LlamaSession> arrived = new ArrayList<>();
    private final List<LlamaSession> leaving = new ArrayList<>();
    private List<LlamaSession> running = List.of();
    /** How many sessions are expected to be back soon. */
    private int expected;

    private long patienceEnd;
    /** Whether the thread waits for anything at all, and not for those who are expected. */
    private boolean idle;

    private boolean stopping;
    private @Nullable Throwable fault;
    private EngineStatistics statistics;

    // What follows is the thread's own.

    /** Sessions that wait for logits. */
    private final List<LlamaSession> waiting = new ArrayList<>();

    /** Sessions that have a sequence. */
    private final List<LlamaSession> seated = new ArrayList<>();

    private long patience = LEAST_PATIENCE_NANOS;
    private long turn;
    private long batches;
    private long batchedTokens;
    private long decodeNanos;
    private long promptTokens;
    private long reusedTokens;

    /**
     * Starts the thread.
     *
     * @param context is closed when the thread ends
     * @param sessions how many may be open at once
     */
    DecodeThread(LlamaContext context, SequencePool pool, int sessions) {
        this.context = context;
        this.pool = pool;
        this.sessions = sessions;
        this.batch = new Batch(context, pool);
        this.statistics = EngineStatistics.none();
        this.thread = Thread.ofPlatform().name("decode").daemon().unstarted(this::run);
        thread.start();
    }

    // For sessions, on their threads.

    /** A session brings tokens; {@link LlamaSession#answer} tells it when they are evaluated. */
    void arrive(LlamaSession session) {
        lock.lock();
        try {
            if (fault != null) {
                throw new EngineException("the engine has failed", fault);
            }
            arrived.add(session);
            comeBack(session);
        } finally {
            lock.unlock();
        }
    }

    /** A session is over. */
    void leave(LlamaSession session) {
        lock.lock();
        try {
            leaving.add(session);
            comeBack(session);
        } finally {
            lock.unlock();
        }
    }

    private void comeBack(LlamaSession session) {
        if (session.isExpected) {
            session.isExpected = false;
            expected--;
        }
        if (expected == 0 || idle) {
            changed.signal();
        }
    }

    /** A session was cancelled: ends the batch that runs, if nobody wants it any more. */
    void cancelled(LlamaSession session) {
        lock.lock();
        try {
            comeBack(session);
            if (running.contains(session) && running.stream().allMatch(LlamaSession::isCancelled)) {
                context.setAbort(true);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How long batches take. */
    BatchCosts costs() {
        return costs;
    }

    /** What it has done, but for the numbers of sequences. */
    EngineStatistics statistics() {
        lock.lock();
        try {
            return statistics;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread and closes the context, once every session that has left is seen off. Waits for it. */
    void stop() {
        lock.lock();
        try {
            stopping = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // The thread.

    private void run() {
        try {
            while (await()) {
                step();
            }
        } catch (Throwable e) {
            fail(e);
        } finally {
            context.close();
        }
    }

    /** A fault of ours, or no memory: nobody is left waiting. */
    private void fail(Throwable cause) {
        List<LlamaSession> all = new ArrayList<>(waiting);
        lock.lock();
        try {
            fault = cause;
            running = List.of();
            all.addAll(arrived);
        } finally {
            lock.unlock();
        }
        all.forEach(session -> session.answer(cause));
    }

    /** Waits until there is something to evaluate and those who are expected are there; false when it is time to end. */
    private boolean await() throws InterruptedException {
        while (true) {
            List<LlamaSession> left;
            lock.lock();
            try {
                running = List.of();
                publish();
                while (leaving.isEmpty() && !isReady()) {
                    idle = !hasWork();
                    if (idle && stopping) {
                        return false;
                    }
                    changed.awaitNanos(idle ? Long.MAX_VALUE : patienceEnd - System.nanoTime());
                    idle = false;
                }
                left = List.copyOf(leaving);
                leaving.clear();
                if (left.isEmpty()) {
                    expected = 0;
                    seated.forEach(session -> session.isExpected = false);
                    waiting.addAll(arrived);
                    arrived.clear();
                    return true;
                }
            } finally {
                lock.unlock();
            }
            left.forEach(this::seeOff);
        }
    }

    private boolean isReady() {
        return hasWork() && (expected == 0 || patienceEnd - System.nanoTime() <= 0);
    }

    private boolean hasWork() {
        return !arrived.isEmpty() || !waiting.isEmpty();
    }

    private void publish() {
        statistics = new EngineStatistics(
                0,
                0,
                context.cells(),
                pool.held(),
                pool.kept(),
                batches,
                batchedTokens,
                decodeNanos,
                promptTokens,
                reusedTokens);
    }

    private void seeOff(LlamaSession session) {
        waiting.remove(session);
        seated.remove(session);
        Sequence sequence = session.sequence;
        if (sequence != null) {
            session.sequence = null;
            pool.close(sequence);
        }
    }

    /**
     * Runs what waits: a batch of prompts, and then one of next tokens. Together they would take longer, since llama.cpp evaluates at
     * once only as many tokens of each sequence as the shortest part has.
     */
    private void step() {
        waiting.removeIf(LlamaSession::isCancelled);
        List<LlamaSession> prompts = new ArrayList<>();
        List<LlamaSession> texts = new ArrayList<>();
        for (LlamaSession session : waiting) {
            if (seat(session)) {
                (session.isPrompt() ? prompts : texts).add(session);
            }
        }
        turn++;
        run(prompts, BatchShares.ofPrompts(claims(prompts), promptRoom(prompts.size(), texts.size())));
        run(texts, BatchShares.ofTexts(claims(texts), context.batchSize()));
    }

    private static List<BatchShares.Claim> claims(List<LlamaSession> some) {
        return some.stream()
                .map(session -> new BatchShares.Claim(session.left(), session.turn))
                .toList();
    }

    private void run(List<LlamaSession> some, int[] shares) {
        List<Batch.Part> parts = new ArrayList<>();
        for (int i = 0; i < shares.length; i++) {
            if (shares[i] > 0) {
                some.get(i).turn = turn;
                parts.add(new Batch.Part(some.get(i), shares[i]));
            }
        }
        if (!parts.isEmpty()) {
            // llama.cpp evaluates together what lies side by side.
            parts.sort(Comparator.comparingInt(part -> part.session().sequence().id()));
            compute(parts);
        }
    }

    /** Gives a session a sequence that holds as much as it can; false when it is better off to wait for another one's. */
    private boolean seat(LlamaSession session) {
        Sequence sequence = session.sequence;
        if (sequence == null) {
            sequence = pool.open();
            session.sequence = sequence;
            seated.add(session);
        }
        if (!session.isSeated) {
            pool.fit(sequence, session.held(), session.end(), session.firstRow());
            if (sequence.length() == 0) {
                if (willBeHeld(session)) {
                    return false;
                }
                int shared = pool.place(sequence, session.held(), session.firstRow());
                if (session.isFirst()) {
                    session.reused = shared;
                    promptTokens += session.firstRow() + 1;
                    reusedTokens += shared;
                }
            }
            session.isSeated = true;
        }
        return true;
    }

    /** Whether a session before it in the queue is about to evaluate more of its beginning than is held. */
    private boolean willBeHeld(LlamaSession session) {
        int limit = session.firstRow();
        int held = pool.longestHeld(session.sequence(), session.held(), limit);
        for (LlamaSession other : waiting) {
            if (other == session) {
                return false;
            }
            int common = other.commonWith(session.held(), limit);
            if (pool.shares() && common >= held + BatchShares.FEW && SequencePool.isWorthCopying(common, other.end())) {
                return true;
            }
        }
        return false;
    }

    /**
     * How many tokens of prompts may go into a batch. Where there is but one session nobody is kept waiting, and the parts of its
     * prompt are not to depend on how fast they go.
     */
    private int promptRoom(int prompts, int texts) {
        if (sessions == 1) {
            return context.batchSize();
        }
        long since = System.nanoTime() - GENERATING_NANOS;
        boolean alone = texts == 0 && seated.stream().noneMatch(session -> session.isGenerating(since));
        long nanos = texts < prompts ? BURST_BATCH_NANOS : SHARED_BATCH_NANOS;
        int inTime = pace.tokensIn(alone ? LONE_BATCH_NANOS : nanos);
        return Math.min(context.batchSize(), Math.max(BatchShares.FEW, inTime));
    }

    private void compute(List<Batch.Part> parts) {
        lock.lock();
        try {
            running = parts.stream().map(Batch.Part::session).toList();
            context.setAbort(running.stream().allMatch(LlamaSession::isCancelled));
        } finally {
            lock.unlock();
        }
        boolean ofPrompts = parts.getFirst().session().isPrompt();
        long start = System.nanoTime();
        try {
            batch.run(parts);
        } catch (CancelledDecodeException e) {
            // Everyone in it is cancelled, and gone already.
            return;
        } catch (EngineException e) {
            isolate(parts, e);
            return;
        }
        long nanos = System.nanoTime() - start;
        int tokens = parts.stream().mapToInt(Batch.Part::count).sum();
        if (ofPrompts) {
            pace.add(tokens, nanos);
        }
        if (parts.size() == 1) {
            costs.add(tokens, nanos);
        }
        batches++;
        batchedTokens += tokens;
        decodeNanos += nanos;
        patience = Math.max(LEAST_PATIENCE_NANOS, (long) (PATIENCE * nanos));
        deliver(parts);
    }

    /** A batch failed: each part is tried alone, so that only those fail that cannot be evaluated. */
    private void isolate(List<Batch.Part> parts, EngineException failure) {
        if (parts.size() > 1) {
            parts.forEach(part -> compute(List.of(part)));
        } else {
            LlamaSession session = parts.getFirst().session();
            waiting.remove(session);
            session.answer(failure);
        }
    }

    private void deliver(List<Batch.Part> parts) {
        long now = System.nanoTime();
        List<LlamaSession> done = new ArrayList<>();
        for (Batch.Part part : parts) {
            if (part.session().left() == 0) {
                done.add(part.session());
            }
        }
        waiting.removeAll(done);
        lock.lock();
        try {
            for (LlamaSession session : done) {
                if (session.isPunctual() && !session.isCancelled()) {
                    session.isExpected = true;
                    expected++;
                }
            }
            patienceEnd = now + patience;
            publish();
        } finally {
            lock.unlock();
        }
        for (LlamaSession session : done) {
            session.isSeated = false;
            session.answer(now, patience);
        }
    }
}
