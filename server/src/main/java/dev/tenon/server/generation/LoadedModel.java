package dev.tenon.server.generation;

import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.engine.EmbeddingEngine;
import dev.tenon.sampler.engine.Tokenizer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A model in service, with what it can do. Thread-safe. */
public final class LoadedModel implements AutoCloseable {
    private final String id;
    private final Vocabulary vocabulary;
    private final Tokenizer tokenizer;
    private final int contextLength;
    private final Optional<ModelSlot> text;
    private final Optional<EmbeddingSlot> embeddings;
    private final Runnable rest;

    /**
     * A model that generates text, and makes embeddings where its engine does.
     *
     * @param slot the model in service
     * @param capacity requests for embeddings that may wait
     * @param rest frees what was loaded
     */
    LoadedModel(ModelSlot slot, int capacity, Runnable rest) {
        this.id = slot.model().id();
        this.vocabulary = slot.model().engine().vocabulary();
        this.tokenizer = slot.model().engine().tokenizer();
        this.contextLength = slot.model().engine().contextLength();
        this.text = Optional.of(slot);
        this.embeddings = slot.model().engine().embeddings().map(engine -> new EmbeddingSlot(id, engine, capacity));
        this.rest = rest;
    }

    /** A model that makes embeddings alone. */
    LoadedModel(String id, EmbeddingEngine engine, int capacity) {
        this.id = id;
        this.vocabulary = engine.vocabulary();
        this.tokenizer = engine.tokenizer();
        this.contextLength = engine.maxInputTokens();
        this.text = Optional.empty();
        this.embeddings = Optional.of(new EmbeddingSlot(id, engine, capacity));
        this.rest = () -> {};
    }

    /** How it is called on the wire. */
    public String id() {
        return id;
    }

    /** What each token id stands for. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** Its way from text to tokens. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** How many tokens it sees at a time. */
    public int contextLength() {
        return contextLength;
    }

    /**
     * For generating text.
     *
     * @throws RefusedException when it was made for embeddings alone
     */
    public ModelSlot text() {
        return text.orElseThrow(() -> new RefusedException(new Refusal.NotCapable(id, Capability.CHAT)));
    }

    /**
     * For embeddings.
     *
     * @throws RefusedException when it has none
     */
    public EmbeddingSlot embeddings() {
        return embeddings.orElseThrow(() -> new RefusedException(new Refusal.NotCapable(id, Capability.EMBEDDINGS)));
    }

    /** What it can be asked for. */
    Set<Capability> capabilities() {
        Set<Capability> all = EnumSet.noneOf(Capability.class);
        text.ifPresent(slot -> all.addAll(ModelStock.capabilities(slot.model())));
        if (embeddings.isPresent()) {
            all.add(Capability.EMBEDDINGS);
        }
        return all;
    }

    /** The slot for text, if it generates any. */
    public Optional<ModelSlot> slot() {
        return text;
    }

    /** Whether something runs or waits. */
    boolean isBusy() {
        return text.map(slot -> slot.scheduler().isBusy() || slot.scheduler().waiting() > 0)
                        .orElse(false)
                || embeddings.map(EmbeddingSlot::isBusy).orElse(false);
    }

    /** Takes no more requests, and waits for those there are; what is not finished after the time is cancelled. */
    void drain(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        text.ifPresent(slot -> slot.scheduler().drain(time));
        embeddings.ifPresent(slot -> slot.drain(Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
    }

    /** Ends what runs, tells those that wait, and frees the model. */
    @Override
    public void close() {
        embeddings.ifPresent(EmbeddingSlot::close);
        text.ifPresent(slot -> slot.scheduler().close());
        rest.run();
    }
}
