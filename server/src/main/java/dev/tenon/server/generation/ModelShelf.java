package dev.tenon.server.generation;

import dev.tenon.sampler.engine.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of a server: loads them when they are asked for, and unloads the one that was not used for the longest time when
 * another needs the room. Thread-safe.
 *
 * <p>A thread of its own loads and unloads, one model at a time; requests for a model that is not there wait without a thread, and
 * however many ask for it, it is loaded once. Whoever uses a model holds a {@link ModelLease}, and a model that is leased is
 * not unloaded. A model that could not be loaded is not tried again before its file has changed.
 */
public final class ModelShelf implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelShelf.class);

    /** How long a model may wait for others to be given back. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final ModelStock stock;
    private final Options options;
    private final Function<ServedModel, InService> service;
    private final ThreadPoolExecutor loader;

    /** Guards everything below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final Map<String, Place> places = new HashMap<>();
    private int waiting;
    private long clock;
    private boolean stopping;

    /**
     * Bounds.
     *
     * @param memoryBytes what all loaded models together may take, by their own estimates
     * @param waiting requests that may wait for models to be loaded
     * @param embeddings requests for embeddings that may wait at one model
     */
    public record Options(long memoryBytes, int waiting, int embeddings) {}

    /**
     * A model in service.
     *
     * @param slot the model
     * @param end runs when it was taken out of service
     */
    public record InService(ModelSlot slot, Runnable end) {}

    /** What is told of a model in a list. */
    public record Entry(ModelSource source, Optional<ModelFacts> facts, boolean isLoaded, String fault) {}

    private enum State {
        EMPTY,
        LOADING,
        READY,
        UNLOADING
    }

    private record Fault(Object version, String reason) {}

    private record Waiter(Consumer<ModelLease> then, Consumer<Throwable> otherwise) {}

    /** A model's place on the shelf. */
    private static final class Place {
        final ModelSource source;
        State state = State.EMPTY;

        @Nullable
        LoadedModel model;

        @Nullable
        Fault fault;

        long bytes;
        int users;
        long lastUsed;
        ModelSource.Stay stay = ModelSource.Stay.WHILE_THERE_IS_ROOM;
        List<Waiter> waiters = new ArrayList<>();

        Place(ModelSource source) {
            this.source = source;
        }
    }

    /**
     * A shelf, with nothing loaded.
     *
     * @param service puts a model that was loaded into service
     */
    public ModelShelf(ModelStock stock, Options options, Function<ServedModel, InService> service) {
        this.stock = stock;
        this.options = options;
        this.service = service;
        this.loader = new ThreadPoolExecutor(
                1,
                1,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> Thread.ofPlatform().name("load").daemon().unstarted(task));
        loader.allowCoreThreadTimeOut(true);
    }

    /** Loads the models that stay, on this thread. */
    public void loadStanding() {
        for (ModelSource source : stock.sources()) {
            if (source.stay() == ModelSource.Stay.FOR_GOOD) {
                Place place = place(source);
                lock.lock();
                try {
                    place.state = State.LOADING;
                } finally {
                    lock.unlock();
                }
                load(source, place);
                @Nullable Fault fault = place.fault;
                if (fault != null) {
                    throw new EngineException(fault.reason());
                }
            }
        }
    }

    /** The source of this name, if there is one. */
    public Optional<ModelSource> find(String name) {
        return stock.sources().stream()
                .filter(source -> source.id().equals(name) || source.aliases().contains(name))
                .findFirst();
    }

    /** The first of all models, if there is any. */
    public Optional<ModelSource> first() {
        return stock.sources().stream().findFirst();
    }

    /**
     * Takes a lease of a model: at once and on this thread where it is loaded, else later and on the shelf's thread, which must not be
     * held up.
     *
     * @param then takes the lease, and closes it
     * @param otherwise takes the reason why there is none
     * @throws RefusedException when it cannot be loaded, or too many wait
     */
    public void lease(ModelSource source, Consumer<ModelLease> then, Consumer<Throwable> otherwise) {
        Object version = source.version();
        Place place = place(source);
        ModelLease lease;
        lock.lock();
        try {
            if (stopping) {
                throw new RefusedException(new Refusal.Stopping());
            }
            lease = place.state == State.READY ? taken(place) : null;
            if (lease == null) {
                Fault fault = place.fault;
                if (fault != null && fault.version().equals(version)) {
                    throw new RefusedException(new Refusal.BrokenModel(source.id(), fault.reason()));
                }
                if (waiting >= options.waiting()) {
                    throw new RefusedException(new Refusal.QueueFull(Duration.ofSeconds(5)));
                }
                waiting++;
                place.waiters.add(new Waiter(then, otherwise));
                if (place.state == State.EMPTY) {
                    place.state = State.LOADING;
                    loader.execute(() -> load(source, place));
                }
            }
        } finally {
            lock.unlock();
        }
        if (lease != null) {
            then.accept(lease);
        }
    }

    private Place place(ModelSource source) {
        lock.lock();
        try {
            return places.computeIfAbsent(source.id(), id -> new Place(source));
        } finally {
            lock.unlock();
        }
    }

    private ModelLease taken(Place place) {
        place.users++;
        place.lastUsed = ++clock;
        LoadedModel model = place.model;
        if (model == null) {
            throw new IllegalStateException("a model that is ready is not there");
        }
        return new ModelLease(model, () -> giveBack(place));
    }

    private void giveBack(Place place) {
        lock.lock();
        try {
            place.users--;
            place.lastUsed = ++clock;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** On the shelf's thread; the rim of a load. */
    private void load(ModelSource source, Place place) {
        Object version = source.version();
        try {
            long bytes = source.facts().bytes();
            makeRoom(source, bytes);
            LoadedModel model = inService(source);
            ready(source, place, model, bytes);
        } catch (RefusedException e) {
            failed(place, null, e);
        } catch (Throwable e) {
            String reason = String.valueOf(e.getMessage());
            LOG.warn("model {} cannot be loaded: {}", source.id(), reason);
            failed(
                    place,
                    new Fault(version, reason),
                    new RefusedException(new Refusal.BrokenModel(source.id(), reason)));
        }
    }

    private LoadedModel inService(ModelSource source) {
        return switch (source.load()) {
            case ModelSource.Loaded.Text text -> {
                InService served = service.apply(text.model());
                yield new LoadedModel(served.slot(), options.embeddings(), () -> {
                    served.end().run();
                    text.close().run();
                });
            }
            case ModelSource.Loaded.Embeddings embeddings ->
                new LoadedModel(source.id(), embeddings.engine(), options.embeddings());
        };
    }

    private void ready(ModelSource source, Place place, LoadedModel model, long bytes) {
        List<Waiter> told;
        List<ModelLease> leases = new ArrayList<>();
        lock.lock();
        try {
            place.model = model;
            place.bytes = bytes;
            place.stay = source.stay();
            place.state = State.READY;
            place.fault = null;
            place.lastUsed = ++clock;
            told = place.waiters;
            place.waiters = new ArrayList<>();
            waiting -= told.size();
            told.forEach(waiter -> leases.add(taken(place)));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        for (int i = 0; i < told.size(); i++) {
            hand(told.get(i), leases.get(i));
        }
    }

    private static void hand(Waiter waiter, ModelLease lease) {
        try {
            waiter.then.accept(lease);
        } catch (RuntimeException e) {
            lease.close();
            LOG.error("a request that waited for a model failed", e);
        }
    }

    private void failed(Place place, @Nullable Fault fault, RefusedException cause) {
        List<Waiter> told;
        lock.lock();
        try {
            place.state = State.EMPTY;
            place.bytes = 0;
            place.fault = fault;
            told = place.waiters;
            place.waiters = new ArrayList<>();
            waiting -= told.size();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        told.forEach(waiter -> waiter.otherwise.accept(cause));
    }

    /** Unloads idle models until there is room, and waits for others to be given back where that is not enough. */
    private void makeRoom(ModelSource source, long bytes) {
        if (bytes > options.memoryBytes()) {
            throw new EngineException("it takes about " + bytes / 1_000_000 + " MB, and all models together may take "
                    + options.memoryBytes() / 1_000_000);
        }
        long left = LONGEST_WAIT.toNanos();
        while (true) {
            Place idle;
            lock.lock();
            try {
                idle = null;
                while (!hasRoom(bytes) && idle == null) {
                    if (stopping || left <= 0) {
                        throw new RefusedException(
                                stopping ? new Refusal.Stopping() : new Refusal.QueueFull(Duration.ofSeconds(10)));
                    }
                    idle = idle().orElse(null);
                    if (idle == null) {
                        left = changed.awaitNanos(left);
                    }
                }
                if (idle == null) {
                    return;
                }
                idle.state = State.UNLOADING;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RefusedException(new Refusal.Stopping());
            } finally {
                lock.unlock();
            }
            LOG.info("unloading a model to make room for {}", source.id());
            unload(idle);
        }
    }

    private boolean hasRoom(long bytes) {
        return places.values().stream().mapToLong(place -> place.bytes).sum() + bytes <= options.memoryBytes();
    }

    private Optional<Place> idle() {
        return places.values().stream()
                .filter(place -> place.state == State.READY
                        && place.users == 0
                        && place.stay == ModelSource.Stay.WHILE_THERE_IS_ROOM)
                .min(Comparator.comparingLong(place -> place.lastUsed));
    }

    /** On the shelf's thread. Who asked for it meanwhile finds it empty, and has it loaded again. */
    private void unload(Place place) {
        LoadedModel model = place.model;
        if (model != null) {
            model.close();
        }
        lock.lock();
        try {
            place.model = null;
            place.bytes = 0;
            place.state = State.EMPTY;
            if (!place.waiters.isEmpty()) {
                place.state = State.LOADING;
                loader.execute(() -> load(place.source, place));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Every model, as it is now. Reads the headers of files. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (ModelSource source : stock.sources()) {
            entries.add(entry(source));
        }
        return entries;
    }

    /** A model as it is now. */
    public Entry entry(ModelSource source) {
        Optional<ModelFacts> facts;
        String fault = "";
        try {
            facts = Optional.of(source.facts());
        } catch (EngineException e) {
            facts = Optional.empty();
            fault = String.valueOf(e.getMessage());
        }
        lock.lock();
        try {
            Place place = places.get(source.id());
            boolean isLoaded = place != null && place.state == State.READY;
            @Nullable Fault known = place == null ? null : place.fault;
            LoadedModel model = place == null ? null : place.model;
            if (isLoaded && model != null) {
                facts = facts.map(
                        it -> new ModelFacts(it.created(), model.contextLength(), model.capabilities(), it.bytes()));
            }
            return new Entry(source, facts, isLoaded, known == null ? fault : known.reason());
        } finally {
            lock.unlock();
        }
    }

    /** The slots of the loaded models that generate text. */
    public List<ModelSlot> slots() {
        return loaded().stream().flatMap(model -> model.slot().stream()).toList();
    }

    private List<LoadedModel> loaded() {
        lock.lock();
        try {
            List<LoadedModel> models = new ArrayList<>();
            for (Place place : places.values()) {
                if (place.state == State.READY && place.model != null) {
                    models.add(place.model);
                }
            }
            return models;
        } finally {
            lock.unlock();
        }
    }

    /** Whether any model is at work, or being loaded for somebody. */
    public boolean isBusy() {
        lock.lock();
        try {
            if (waiting > 0) {
                return true;
            }
        } finally {
            lock.unlock();
        }
        return loaded().stream().anyMatch(LoadedModel::isBusy);
    }

    /** Leases nothing more, tells those that wait for a model, and finishes what runs within the time. */
    public void drain(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        List<Waiter> told = new ArrayList<>();
        lock.lock();
        try {
            stopping = true;
            for (Place place : places.values()) {
                told.addAll(place.waiters);
                place.waiters = new ArrayList<>();
            }
            waiting = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        told.forEach(waiter -> waiter.otherwise.accept(new RefusedException(new Refusal.Stopping())));
        for (LoadedModel model : loaded()) {
            model.drain(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
    }

    /** Ends everything and frees every model. */
    @Override
    public void close() {
        drain(Duration.ZERO);
        loader.shutdown();
        try {
            if (!loader.awaitTermination(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("a model is still being loaded");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loaded().forEach(LoadedModel::close);
    }
}
