package dev.tenon.server.metrics;

import dev.tenon.server.http.HttpHandler;
import dev.tenon.server.http.HttpObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the server counts and times, and the page that Prometheus reads. Thread-safe. */
public final class ServerMetrics implements HttpObserver, AutoCloseable {
    private static final String PAGE_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Nothing counted yet. */
    public ServerMetrics() {}

    /** Times every exchange by route and status, and counts the tokens that its handler noted. */
    @Override
    public void onExchange(Summary summary) {
        Timer.builder("tenon.http.requests")
                .tag("route", summary.route())
                .tag("status", String.valueOf(summary.status()))
                .tag("complete", String.valueOf(summary.complete()))
                .register(registry)
                .record(summary.nanos(), TimeUnit.NANOSECONDS);
        count("tenon.tokens.prompt", summary.notes().get("prompt"));
        count("tenon.tokens.completion", summary.notes().get("completion"));
        count("tenon.tokens.forced", summary.notes().get("forced"));
    }

    private void count(String name, @Nullable String amount) {
        if (amount != null) {
            Counter.builder(name).register(registry).increment(Double.parseDouble(amount));
        }
    }

    /** A value that is read whenever the page is. */
    public void gauge(String name, Supplier<Number> value) {
        Gauge.builder(name, value).register(registry);
    }

    /** Answers with the page. */
    public HttpHandler page() {
        return exchange -> exchange.respond(200, PAGE_TYPE, registry.scrape().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        registry.close();
    }
}
