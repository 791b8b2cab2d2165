package dev.tenon.server.openai;

import dev.tenon.sampler.engine.EngineException;
import dev.tenon.server.generation.Capability;
import dev.tenon.server.generation.EmbeddingSlot;
import dev.tenon.server.generation.LoadedModel;
import dev.tenon.server.generation.ModelFacts;
import dev.tenon.server.generation.ModelShelf;
import dev.tenon.server.generation.ModelSlot;
import dev.tenon.server.generation.ModelSource;
import dev.tenon.server.generation.Refusal;
import dev.tenon.server.generation.RefusedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The models by name, for endpoints. A model is there for an exchange from when it is asked for until the exchange is over.
 * Thread-safe; looks into folders, so only for workers.
 */
final class ModelCatalog {
    private final ModelShelf shelf;
    private final ApiOptions.ModelNames names;
    private final Executor workers;

    /** @param workers go on with exchanges whose model had to be loaded */
    ModelCatalog(ModelShelf shelf, ApiOptions.ModelNames names, Executor workers) {
        this.shelf = shelf;
        this.names = names;
        this.workers = workers;
    }

    /**
     * Goes on with a model that generates text as soon as it is loaded: at once where it is, else on another worker.
     *
     * @param name as the client names it; empty for the first one
     * @param then answers the exchange; what it throws is the answer
     * @throws RefusedException when there is no such model, it cannot be loaded, or generates no text
     */
    void whenReady(ReplyExchange exchange, Optional<String> name, Consumer<ModelSlot> then) {
        whenLoaded(exchange, capable(name, Capability.CHAT), model -> then.accept(model.text()));
    }

    /** The same with a model's embeddings. */
    void whenEmbedding(ReplyExchange exchange, Optional<String> name, Consumer<EmbeddingSlot> then) {
        whenLoaded(exchange, capable(name, Capability.EMBEDDINGS), model -> then.accept(model.embeddings()));
    }

    /** The same with any model. */
    void whenLoaded(ReplyExchange exchange, Optional<String> name, Consumer<LoadedModel> then) {
        whenLoaded(exchange, source(name), then);
    }

    /** A model is not loaded to find that it was made for something else. */
    private ModelSource capable(Optional<String> name, Capability capability) {
        ModelSource source = source(name);
        if (source.stay() == ModelSource.Stay.FOR_GOOD) {
            return source;
        }
        ModelFacts facts;
        try {
            facts = source.facts();
        } catch (EngineException e) {
            // The loader tells what is wrong with the file, and remembers it.
            return source;
        }
        if (!facts.capabilities().contains(capability)) {
            throw new RefusedException(new Refusal.NotCapable(source.id(), capability));
        }
        return source;
    }

    private void whenLoaded(ReplyExchange exchange, ModelSource source, Consumer<LoadedModel> then) {
        Thread here = Thread.currentThread();
        shelf.lease(
                source,
                lease -> {
                    exchange.http().onOver(lease::close);
                    if (Thread.currentThread().equals(here)) {
                        then.accept(lease.model());
                    } else {
                        WorkerHandler.run(workers, exchange, waited -> then.accept(lease.model()));
                    }
                },
                exchange::fail);
    }

    private ModelSource source(Optional<String> name) {
        return name.map(shelf::find)
                .orElseGet(shelf::first)
                .or(() -> names == ApiOptions.ModelNames.ANY ? shelf.first() : Optional.empty())
                .orElseThrow(() -> new RefusedException(new Refusal.UnknownModel(name.orElse(""))));
    }

    /** The names that can be asked for, and the model of each. */
    List<Map.Entry<String, ModelShelf.Entry>> all() {
        List<Map.Entry<String, ModelShelf.Entry>> all = new ArrayList<>();
        for (ModelShelf.Entry entry : shelf.entries()) {
            all.add(Map.entry(entry.source().id(), entry));
            entry.source().aliases().stream().sorted().forEach(alias -> all.add(Map.entry(alias, entry)));
        }
        return all;
    }

    /** The model of a name, if there is one. */
    Optional<ModelShelf.Entry> find(String name) {
        return shelf.find(name).map(shelf::entry);
    }

    /** What answers depend on beside the request: the model's file, as far as its vocabulary tells, and its name. */
    static String fingerprint(ModelSlot slot) {
        String identity =
                slot.model().id() + '\n' + slot.model().engine().vocabulary().fingerprint();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return "fp_" + HexFormat.of().formatHex(hash, 0, 5);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
