package dev.tenon.server.metrics;

import dev.tenon.server.http.HttpHandler;
import dev.tenon.server.http.HttpObserver;
import dev.tenon.server.http.HttpServer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What the server counts and times, and the page that Prometheus reads. Thread-safe. */
public final class ServerMetrics implements HttpObserver, AutoCloseable {
    private static final String PAGE_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** The label of requests that got as far as no model. */
    private static final String NO_MODEL = "none";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MeterFactory meters = MeterFactory.of(registry);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** Nothing counted yet. */
    public ServerMetrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /** Times every exchange by route, model and status, and counts what its handler noted. */
    @Override
    public void onExchange(Summary summary) {
        String model = summary.notes().getOrDefault("model", NO_MODEL);
        meters.timer(
                        "tenon.http.requests",
                        "Time from a whole request to the end of its answer.",
                        Buckets.REQUESTS,
                        "route",
                        summary.route(),
                        "model",
                        model,
                        "status",
                        String.valueOf(summary.status()),
                        "complete",
                        String.valueOf(summary.complete()))
                .record(summary.nanos(), TimeUnit.NANOSECONDS);
        double forced = number(summary.notes().get("forced"));
        if (forced > 0) {
            meters.counter(
                            "tenon.forced.tokens",
                            "Tokens that were not sampled, since nothing else could follow.",
                            "model",
                            model)
                    .increment(forced);
        }
        double maskMicros = number(summary.notes().get("mask_us"));
        double tokens = number(summary.notes().get("completion"));
        if (tokens > 0) {
            meters.timer(
                            "tenon.mask",
                            "Time in the automaton for a token, on average over the replies to one request.",
                            Buckets.MASKS,
                            "model",
                            model)
                    .record((long) (maskMicros * 1_000 / tokens), TimeUnit.NANOSECONDS);
        }
    }

    private static double number(@Nullable String text) {
        return text == null ? 0 : Double.parseDouble(text);
    }

    /** The meters of a model. */
    public ModelMetrics model(String id) {
        return new ModelMetrics(meters.with("model", id));
    }

    /** Reads the connections of a server whenever the page is read. */
    public void watch(HttpServer server, BooleanSupplier ready) {
        meters.gauge("tenon.ready", "1 while new requests are taken.", () -> ready.getAsBoolean() ? 1 : 0);
        meters.gauge(
                "tenon.http.connections",
                "Open connections.",
                () -> server.connections().open());
        meters.gauge(
                "tenon.http.connections.answered",
                "Those that a request is being answered on.",
                () -> server.connections().answered());
        meters.counted(
                "tenon.http.connections.opened",
                "Connections there ever were.",
                () -> server.connections().opened());
        meters.counted(
                "tenon.http.connections.evicted",
                "Idle connections that were closed to make room.",
                () -> server.connections().evicted());
        meters.counted(
                "tenon.http.connections.refused",
                "Connections that there was no room for.",
                () -> server.connections().refused());
        meters.gauge("tenon.http.bodies.bytes", "Bytes of request bodies in memory.", server::heldBodyBytes);
    }

    /** Answers with the page. */
    public HttpHandler page() {
        return exchange -> exchange.respond(200, PAGE_TYPE, registry.scrape().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
