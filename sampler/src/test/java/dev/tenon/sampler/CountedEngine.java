package dev.tenon.sampler;

import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.sampler.engine.EngineSession;
import dev.tenon.sampler.engine.Tokenizer;
import java.nio.FloatBuffer;
import java.util.Optional;

/** Counts the decodes of an engine, which may be kept from evaluating ahead. For one thread. */
final class CountedEngine implements Engine {
    enum Drafts {
        ALLOWED,
        REFUSED
    }

    private final Engine engine;
    private final Drafts drafts;
    private int decodes;

    CountedEngine(Engine engine, Drafts drafts) {
        this.engine = engine;
        this.drafts = drafts;
    }

    /** How many there were. */
    int decodes() {
        return decodes;
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
    public EngineSession open() {
        return new Session(engine.open());
    }

    @Override
    public void close() {
        engine.close();
    }

    private final class Session implements EngineSession {
        private final EngineSession session;

        Session(EngineSession session) {
            this.session = session;
        }

        @Override
        public int position() {
            return session.position();
        }

        @Override
        public FloatBuffer decode(int[] tokens, int offset, int count) {
            decodes++;
            return session.decode(tokens, offset, count);
        }

        @Override
        public FloatBuffer decode(int[] tokens, int offset, int count, int rows) {
            decodes++;
            return session.decode(tokens, offset, count, rows);
        }

        @Override
        public int draftLimit() {
            return switch (drafts) {
                case ALLOWED -> session.draftLimit();
                case REFUSED -> 0;
            };
        }

        @Override
        public void truncate(int position) {
            session.truncate(position);
        }

        @Override
        public void cancelDecode() {
            session.cancelDecode();
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
