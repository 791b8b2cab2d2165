package dev.tenon.server.cli;

import dev.tenon.server.generation.Capability;
import dev.tenon.server.generation.ModelSource;
import dev.tenon.server.generation.ModelStock;
import java.util.Optional;

/**
 * The models of a server.
 *
 * @param stock the models
 * @param memoryBytes what those that are loaded may take
 * @param rest frees what was loaded beforehand
 */
record StockedModels(ModelStock stock, long memoryBytes, Runnable rest) implements AutoCloseable {
    /** A model to try a conversation with, if there is one. */
    Optional<String> conversational() {
        return stock.sources().stream()
                .filter(source -> source.stay() == ModelSource.Stay.FOR_GOOD)
                .filter(source -> source.facts().capabilities().contains(Capability.CHAT))
                .map(ModelSource::id)
                .findFirst();
    }

    /** What they are called, in a few words. */
    String name() {
        return stock.sources().stream()
                .findFirst()
                .filter(source -> source.stay() == ModelSource.Stay.FOR_GOOD)
                .map(ModelSource::id)
                .orElseGet(() -> stock.sources().size() + " models");
    }

    @Override
    public void close() {
        rest.run();
    }
}
