package dev.tenon.server;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.server.generation.GenerationScheduler;
import dev.tenon.server.generation.ModelShelf;
import dev.tenon.server.generation.ModelSlot;
import dev.tenon.server.generation.ModelStock;
import dev.tenon.server.generation.RequestCompiler;
import dev.tenon.server.generation.ServedModel;
import dev.tenon.server.http.HttpObserver;
import dev.tenon.server.http.HttpServer;
import dev.tenon.server.http.HttpServices;
import dev.tenon.server.log.AccessLog;
import dev.tenon.server.metrics.ModelMetrics;
import dev.tenon.server.metrics.ServerMetrics;
import dev.tenon.server.openai.Ids;
import dev.tenon.server.openai.OpenAiApi;
import dev.tenon.server.rehearsal.IdleCompilers;
import dev.tenon.server.rehearsal.MaskRehearsal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server as a whole: models behind the endpoints of OpenAI's API. Thread-safe.
 *
 * <pre>{@code
 * try (TenonServer server = TenonServer.start(model, ServerOptions.defaults().withAddress("127.0.0.1", 0))) {
 *     System.out.println("http://127.0.0.1:" + server.port() + "/v1");
 * }
 * }</pre>
 */
public final class TenonServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TenonServer.class);

    /** Requests that may wait for a worker: bodies already in memory, so not many. */
    private static final int WORKER_QUEUE = 256;

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final ServerOptions options;
    private final Ids ids;
    private final SecureRandom random;
    private final Reception reception;
    private final HttpServer http;
    private final ThreadPoolExecutor workers;
    private final ServerMetrics metrics;
    private final AtomicBoolean closed = new AtomicBoolean();

    private volatile @Nullable ModelShelf shelf;

    private TenonServer(
            ServerOptions options,
            Ids ids,
            SecureRandom random,
            Reception reception,
            HttpServer http,
            ThreadPoolExecutor workers,
            ServerMetrics metrics) {
        this.options = options;
        this.ids = ids;
        this.random = random;
        this.reception = reception;
        this.http = http;
        this.workers = workers;
        this.metrics = metrics;
    }

    /**
     * Starts a server, after a rehearsal where the options give it time. The model's engine stays the caller's to close, after the server.
     *
     * @throws IOException when the address cannot be listened on, or there is no certificate where one should be
     */
    public static TenonServer start(ServedModel model, ServerOptions options) throws IOException {
        return start(ModelStock.of(model), Long.MAX_VALUE, options);
    }

    /**
     * Starts a server for several models; otherwise as {@link #start(ServedModel, ServerOptions)} and {@link #serve(ModelStock, long)}.
     *
     * @throws IOException when the address cannot be listened on, or there is no certificate where one should be
     */
    public static TenonServer start(ModelStock stock, long memoryBytes, ServerOptions options) throws IOException {
        TenonServer server = listen(options);
        try {
            server.serve(stock, memoryBytes);
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /**
     * Listens, and tells whoever asks that the model is being loaded, until {@link #serve}.
     *
     * @throws IOException when the address cannot be listened on, or there is no certificate where one should be
     */
    public static TenonServer listen(ServerOptions options) throws IOException {
        SecureRandom random = new SecureRandom();
        Ids ids = new Ids(random);
        ServerMetrics metrics = new ServerMetrics();
        Reception reception = new Reception(metrics.page());
        AccessLog log = new AccessLog();
        HttpObserver observer = summary -> {
            log.onExchange(summary);
            metrics.onExchange(summary);
        };
        try {
            HttpServer http = HttpServer.listen(
                    new InetSocketAddress(options.host(), options.port()),
                    reception::router,
                    new HttpServices(options.http(), options.door(), observer, () -> ids.next("req_")));
            metrics.watch(http, () -> reception.phase() == ServerPhase.READY);
            return new TenonServer(options, ids, random, reception, http, workers(options.workers()), metrics);
        } catch (IOException e) {
            metrics.close();
            throw e;
        }
    }

    /**
     * Answers requests from now on, after a rehearsal where the options give it time. Once for a server.
     *
     * @throws IOException when there is no free port for the rehearsal
     */
    public void serve(ServedModel model) throws IOException {
        serve(ModelStock.of(model), Long.MAX_VALUE);
    }

    /**
     * Answers requests for several models from now on: those that stay are loaded first, the others when they are asked for. Once for
     * a server.
     *
     * @param memoryBytes what all loaded models together may take, by their own estimates
     * @throws IOException when there is no free port for the rehearsal
     * @throws dev.tenon.sampler.engine.EngineException when a model that is to stay cannot be loaded
     */
    public void serve(ModelStock stock, long memoryBytes) throws IOException {
        List<Runnable> unwatched = new ArrayList<>();
        ModelShelf models = new ModelShelf(
                stock,
                new ModelShelf.Options(memoryBytes, options.queue(), options.queue()),
                model -> inService(model, unwatched));
        shelf = models;
        models.loadStanding();
        OpenAiApi api = new OpenAiApi(models, options.api(), workers, ids, Clock.systemUTC());
        if (options.rehearsalTime().isPositive() && !models.slots().isEmpty()) {
            rehearse(models);
        }
        unwatched.forEach(Runnable::run);
        reception.open(api::addTo);
    }

    /**
     * Masks once, then whole requests, which are what the first one from outside will be. What is left of the time is for more masks, and
     * for the compilers of the JVM.
     */
    private void rehearse(ModelShelf models) throws IOException {
        long end = System.nanoTime() + options.rehearsalTime().toNanos();
        MaskRehearsal masks =
                new MaskRehearsal(models.slots().get(0).model().engine().vocabulary());
        int schemas = masks.pass(0, options.rehearsalTime().dividedBy(2));
        Duration left = Duration.ofNanos(end - System.nanoTime());
        int answered = left.isPositive() ? Rehearsal.run(models, workers, ids, left) : 0;
        for (int pass = 1; pass < MaskRehearsal.PASSES; pass++) {
            schemas += masks.pass(pass, Duration.ofNanos(end - System.nanoTime()));
        }
        boolean idle = IdleCompilers.await(Duration.ofNanos(end - System.nanoTime()));
        LOG.debug("rehearsed {} schemas and {} requests; compilers idle: {}", schemas, answered, idle);
    }

    /** A model with its queue and its meters, which do not count what is rehearsed. */
    private ModelShelf.InService inService(ServedModel model, List<Runnable> unwatched) {
        ModelMetrics meters = metrics.model(model.id());
        GenerationScheduler scheduler = new GenerationScheduler(
                model,
                new GenerationScheduler.Limits(options.queue(), options.requestTime()),
                random,
                meters.generation());
        RequestCompiler compiler =
                new RequestCompiler(model, SchemaOptions.defaults(), CompileLimits.defaults(), meters.compilation());
        ModelSlot slot = new ModelSlot(model, compiler, scheduler);
        if (reception.phase() == ServerPhase.LOADING) {
            unwatched.add(() -> meters.watch(slot, options.queue()));
        } else {
            meters.watch(slot, options.queue());
        }
        return new ModelShelf.InService(slot, meters::close);
    }

    private static ThreadPoolExecutor workers(int count) {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WORKER_QUEUE),
                task -> Thread.ofPlatform()
                        .name("worker-" + number.incrementAndGet())
                        .daemon()
                        .unstarted(task));
    }

    /** The port that is listened on. */
    public int port() {
        return http.port();
    }

    /** How many requests wait for their turn. */
    public int waiting() {
        ModelShelf models = shelf;
        return models == null
                ? 0
                : models.slots().stream()
                        .mapToInt(slot -> slot.scheduler().waiting())
                        .sum();
    }

    /** Whether a request is being answered. */
    public boolean isBusy() {
        ModelShelf models = shelf;
        return models != null && models.isBusy();
    }

    /** Whether requests are taken: the model is there, and the server was not told to end. */
    public boolean isReady() {
        return reception.phase() == ServerPhase.READY;
    }

    /**
     * Takes no more requests, finishes what runs within {@link ServerOptions#drainTime}, and ends. Who asks in the meantime is told to
     * come back, and {@code /ready} says no. Blocks until then; closing twice does nothing.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        long end = System.nanoTime() + options.drainTime().toNanos();
        reception.close();
        http.drain();
        workers.shutdown();
        awaitWorkers(left(end));
        ModelShelf models = shelf;
        if (models != null) {
            models.drain(left(end));
        }
        http.stopAccepting();
        http.awaitIdle(left(end).compareTo(LAST_WORDS) < 0 ? LAST_WORDS : left(end));
        if (models != null) {
            models.close();
        }
        http.close();
        metrics.close();
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    private void awaitWorkers(Duration time) {
        try {
            if (!workers.awaitTermination(time.toMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            workers.shutdownNow();
        }
    }
}
