package dev.tenon.server.generation;

import dev.tenon.sampler.engine.EmbeddingEngine;
import java.util.Set;

/** A model that can be loaded, or is. Thread-safe; its methods read files, so never on an event loop. */
public interface ModelSource {
    /** How the model is called on the wire. */
    String id();

    /** Other names that it answers to. */
    Set<String> aliases();

    /** Changes when the model's file does; equal otherwise. */
    Object version();

    /**
     * What is known of it.
     *
     * @throws dev.tenon.sampler.engine.EngineException with one sentence when its file is broken
     */
    ModelFacts facts();

    /**
     * Loads it.
     *
     * @throws dev.tenon.sampler.engine.EngineException with one sentence when it cannot be loaded
     */
    Loaded load();

    /** Whether it stays once it is loaded. */
    Stay stay();

    /** How long a loaded model stays. */
    enum Stay {
        /** Until the server ends. */
        FOR_GOOD,
        /** Until another needs the room and nobody uses it. */
        WHILE_THERE_IS_ROOM
    }

    /** What was loaded. */
    sealed interface Loaded {
        /**
         * A model that generates text.
         *
         * @param model the model
         * @param close frees what was loaded; nothing where it is another's to free
         */
        record Text(ServedModel model, Runnable close) implements Loaded {}

        /** A model that was made for embeddings alone; closing the engine frees it. */
        record Embeddings(EmbeddingEngine engine) implements Loaded {}
    }
}
