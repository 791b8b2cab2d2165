package dev.tenon.conformance.client;

import dev.tenon.automaton.token.SyntheticVocabulary;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.engine.CancelledDecodeException;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.sampler.engine.EngineSession;
import dev.tenon.sampler.engine.EngineShape;
import dev.tenon.sampler.engine.ScriptedEngine;
import dev.tenon.sampler.engine.Tokenizer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A scripted model that writes nothing before it is released: whoever asks meanwhile finds a server that is busy. */
final class HeldEngine implements Engine {
    /** What it writes, every time. */
    static final String TEXT = "hello world.";

    private final Engine engine = new ScriptedEngine(
            SyntheticVocabulary.ofSize(2_000, 1),
            List.of(new ScriptedEngine.Script.Text(TEXT)),
            EngineShape.named("held").withContextLength(1_000));
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /** Lets the replies go, before the server that holds them is closed. */
    @FunctionalInterface
    interface Release extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits until a reply is held. */
    void awaitHeld() throws InterruptedException {
        if (!held.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody asked for a reply");
        }
    }

    /** From now on replies are made. */
    void release() {
        released.countDown();
    }

    @Override
    public EngineSession open() {
        return new Session(engine.open());
    }

    private final class Session implements EngineSession {
        private final EngineSession session;
        private final CountDownLatch cancelled = new CountDownLatch(1);

        Session(EngineSession session) {
            this.session = session;
        }

        @Override
        public int position() {
            return session.position();
        }

        @Override
        public FloatBuffer decode(int[] tokens, int offset, int count) {
            held.countDown();
            try {
                while (!released.await(5, TimeUnit.MILLISECONDS)) {
                    if (cancelled.getCount() == 0) {
                        throw new CancelledDecodeException();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancelledDecodeException();
            }
            return session.decode(tokens, offset, count);
        }

        @Override
        public void truncate(int position) {
            session.truncate(position);
        }

        @Override
        public void cancelDecode() {
            cancelled.countDown();
        }

        @Override
        public void close() {
            session.close();
        }
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
    public void close() {
        engine.close();
    }
}
