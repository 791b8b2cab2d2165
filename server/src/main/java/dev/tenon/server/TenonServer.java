package dev.tenon.server;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.MaskStatistics;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.server.generation.GenerationObserver;
import dev.tenon.server.generation.GenerationScheduler;
import dev.tenon.server.generation.ModelShelf;
import dev.tenon.server.generation.ModelSlot;
import dev.tenon.server.generation.ModelStock;
import dev.tenon.server.generation.RequestCompiler;
import dev.tenon.server.generation.ServedModel;
import dev.tenon.server.http.HttpObserver;
import dev.tenon.server.http.HttpServer;
import dev.tenon.server.http.HttpServices;
import dev.tenon.server.http.Router;
import dev.tenon.server.metrics.ServerMetrics;
import dev.tenon.server.openai.Ids;
import dev.tenon.server.openai.OpenAiApi;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
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
    private final HttpServer http;
    private final ModelShelf shelf;
    private final ThreadPoolExecutor workers;
    private final ServerMetrics metrics;
    private final AtomicBoolean closed = new AtomicBoolean();

    private TenonServer(
            ServerOptions options,
            HttpServer http,
            ModelShelf shelf,
            ThreadPoolExecutor workers,
            ServerMetrics metrics) {
        this.options = options;
        this.http = http;
        this.shelf = shelf;
        this.workers = workers;
        this.metrics = metrics;
    }

    /**
     * Starts a server, after a rehearsal where the options give it time. The model's engine stays the caller's to close, after the server.
     *
     * @throws IOException when the address cannot be listened on
     */
    public static TenonServer start(ServedModel model, ServerOptions options) throws IOException {
        return start(ModelStock.of(model), Long.MAX_VALUE, options);
    }

    /**
     * Starts a server for several models: those that stay are loaded first, the others when they are asked for.
     *
     * @param memoryBytes what all loaded models together may take, by their own estimates
     * @throws IOException when the address cannot be listened on
     * @throws dev.tenon.sampler.engine.EngineException when a model that is to stay cannot be loaded
     */
    public static TenonServer start(ModelStock stock, long memoryBytes, ServerOptions options) throws IOException {
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        Ids ids = new Ids(random);
        ThreadPoolExecutor workers = workers(options.workers());
        ModelShelf shelf = new ModelShelf(
                stock,
                new ModelShelf.Options(memoryBytes, options.queue(), options.queue()),
                model -> slot(model, options, random));
        ServerMetrics metrics = new ServerMetrics();
        gauges(metrics, shelf);
        OpenAiApi api = new OpenAiApi(shelf, options.api(), workers, ids, clock);
        Router router = api.addTo(Router.builder())
                .on("GET", "/metrics", metrics.page())
                .build(OpenAiApi.problems());
        AccessLog log = new AccessLog();
        HttpObserver observer = summary -> {
            log.onExchange(summary);
            metrics.onExchange(summary);
        };
        try {
            shelf.loadStanding();
            if (options.rehearsalTime().isPositive() && !shelf.slots().isEmpty()) {
                int answered = Rehearsal.run(shelf, workers, ids, options.rehearsalTime());
                LOG.debug("rehearsed {} requests", answered);
            }
            HttpServer http = HttpServer.listen(
                    new InetSocketAddress(options.host(), options.port()),
                    router,
                    new HttpServices(options.http(), observer, () -> ids.next("req_")));
            return new TenonServer(options, http, shelf, workers, metrics);
        } catch (IOException | RuntimeException e) {
            shelf.close();
            workers.shutdownNow();
            metrics.close();
            throw e;
        }
    }

    private static ModelSlot slot(ServedModel model, ServerOptions options, SecureRandom random) {
        return new ModelSlot(
                model,
                new RequestCompiler(model, SchemaOptions.defaults(), CompileLimits.defaults()),
                new GenerationScheduler(
                        model,
                        new GenerationScheduler.Limits(options.queue(), options.requestTime()),
                        random,
                        GenerationObserver.none()));
    }

    private static void gauges(ServerMetrics metrics, ModelShelf shelf) {
        metrics.gauge("tenon.queue.waiting", () -> waiting(shelf));
        metrics.gauge("tenon.masks.positions", () -> masks(shelf, MaskStatistics::positions));
        metrics.gauge("tenon.masks.made", () -> masks(shelf, MaskStatistics::made));
        metrics.gauge("tenon.masks.bytes", () -> masks(shelf, MaskStatistics::bytes));
    }

    private static long masks(ModelShelf shelf, ToLongFunction<MaskStatistics> number) {
        return shelf.slots().stream()
                .mapToLong(slot -> number.applyAsLong(slot.compiler().maskStatistics()))
                .sum();
    }

    private static int waiting(ModelShelf shelf) {
        return shelf.slots().stream()
                .mapToInt(slot -> slot.scheduler().waiting())
                .sum();
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
        return waiting(shelf);
    }

    /** Whether a request is being answered. */
    public boolean isBusy() {
        return shelf.isBusy();
    }

    /**
     * Takes no more connections, finishes what runs within {@link ServerOptions#drainTime}, and ends. Blocks until then;
     * closing twice does nothing.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        http.stopAccepting();
        workers.shutdown();
        awaitWorkers();
        shelf.drain(options.drainTime());
        http.awaitIdle(LAST_WORDS);
        shelf.close();
        http.close();
        metrics.close();
    }

    private void awaitWorkers() {
        try {
            if (!workers.awaitTermination(options.drainTime().toMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            workers.shutdownNow();
        }
    }
}
