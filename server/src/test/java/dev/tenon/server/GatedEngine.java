package dev.tenon.server;

import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.engine.CancelledDecodeException;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.engine.EngineSession;
import dev.tenon.sampler.engine.Tokenizer;
import java.lang.ref.WeakReference;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine that decodes only as often as it is let, and fails when it is told to. Thread-safe. */
public final class GatedEngine implements Engine {
    private static final int OPEN = 1 << 28;

    private final Engine engine;
    private final Semaphore gate;
    private final int sessionLimit;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger passed = new AtomicInteger();
    private final Collection<WeakReference<EngineSession>> opened = new ConcurrentLinkedQueue<>();
    private volatile int failures;

    /** One session at a time, and so many decodes. */
    GatedEngine(Engine engine, int decodes) {
        this(engine, decodes, 1);
    }

    /** So many sessions at a time, and decodes in all. */
    public GatedEngine(Engine engine, int decodes, int sessionLimit) {
        this.engine = engine;
        this.gate = new Semaphore(decodes);
        this.sessionLimit = sessionLimit;
    }

    /** How many sessions are open. */
    public int openSessions() {
        return open.get();
    }

    /** How many sessions, open or closed, somebody still holds, by what the collector has found so far. */
    long heldSessions() {
        return opened.stream().filter(session -> session.get() != null).count();
    }

    /** How many decodes were let pass. */
    int decodesThatPassed() {
        return passed.get();
    }

    /** How many decodes wait to be let, roughly. */
    int decodesThatWait() {
        return gate.getQueueLength();
    }

    /** Lets so many more decodes pass. */
    public void let(int decodes) {
        gate.release(decodes);
    }

    /** Lets all decodes pass. */
    public void letAll() {
        gate.release(OPEN);
    }

    /** Makes the next decode that passes fail. */
    public void failNext() {
        failures = 1;
    }

    @Override
    public String id() {
        return engine.id();
    }

    @Override
    public Vocabulary vocabulary() {
        return engine.vocabulary();
    }

    @Override
    public Tokenizer tokenizer() {
        return engine.tokenizer();
    }

    @Override
    public int contextLength() {
        return engine.contextLength();
    }

    @Override
    public Optional<String> chatTemplate() {
        return engine.chatTemplate();
    }

    @Override
    public int sessionLimit() {
        return sessionLimit;
    }

    @Override
    public EngineSession open() {
        EngineSession session = engine.open();
        open.incrementAndGet();
        EngineSession gated = new Session(session);
        opened.add(new WeakReference<>(gated));
        return gated;
    }

    @Override
    public void close() {
        engine.close();
    }

    private final class Session implements EngineSession {
        private final EngineSession session;
        private volatile boolean cancelled;

        Session(EngineSession session) {
            this.session = session;
        }

        @Override
        public int position() {
            return session.position();
        }

        @Override
        public FloatBuffer decode(int[] tokens, int offset, int count) {
            gate.acquireUninterruptibly();
            if (cancelled) {
                throw new CancelledDecodeException();
            }
            if (failures > 0) {
                failures = 0;
                throw new EngineException("as asked");
            }
            passed.incrementAndGet();
            return session.decode(tokens, offset, count);
        }

        @Override
        public void truncate(int position) {
            session.truncate(position);
        }

        @Override
        public void cancelDecode() {
            cancelled = true;
            gate.release();
        }

        @Override
        public void close() {
            open.decrementAndGet();
            session.close();
        }
    }
}
