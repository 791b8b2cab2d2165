package dev.tenon.server;

import dev.tenon.server.http.HttpExchange;
import dev.tenon.server.http.HttpHandler;
import dev.tenon.server.http.HttpProblem;
import dev.tenon.server.http.Router;
import dev.tenon.server.openai.OpenAiApi;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Where requests go, which depends on how far the server is: as long as it loads and once it drains, all but the probes and the counters
 * are told to come back. Thread-safe.
 *
 * <p>{@code /health} says that the process lives, so that whoever watches it does not end one that is merely slow to load; {@code
 * /ready} says whether requests should be sent here. A full queue is no reason not to be ready: it lasts seconds, is answered with
 * 429 and a time, and several servers that went out of service for it would leave the load to fewer and fewer.
 */
final class Reception {
    private static final byte[] ALIVE = json("{\"status\":\"ok\"}");

    /** Seconds after which a server that loads, or another in the place of one that drains, may be asked again. */
    private static final String RETRY_AFTER = "2";

    private final HttpHandler metrics;

    private volatile ServerPhase phase = ServerPhase.LOADING;
    private volatile Router router;

    Reception(HttpHandler metrics) {
        this.metrics = metrics;
        this.router = turningAway("model_loading", "The model is being loaded. Try again in a moment.");
    }

    Router router() {
        return router;
    }

    ServerPhase phase() {
        return phase;
    }

    /** From now on requests are answered, unless the server drains already. */
    synchronized void open(UnaryOperator<Router.Builder> api) {
        if (phase == ServerPhase.LOADING) {
            router = api.apply(probes()).build(OpenAiApi.problems());
            phase = ServerPhase.READY;
        }
    }

    /** From now on no requests are taken. */
    synchronized void close() {
        router = turningAway("server_stopping", "The server is stopping. Try again: another one may take over.");
        phase = ServerPhase.DRAINING;
    }

    private Router.Builder probes() {
        return Router.builder()
                .on("GET", "/health", exchange -> exchange.respondJson(200, ALIVE))
                .on("GET", "/ready", this::ready)
                .on("GET", "/metrics", metrics);
    }

    private Router turningAway(String code, String message) {
        HttpProblem problem = new HttpProblem(503, code, message);
        return probes().otherwise(exchange -> {
                    comeBack(exchange);
                    exchange.respondProblem(problem);
                })
                .build(OpenAiApi.problems());
    }

    private void ready(HttpExchange exchange) {
        ServerPhase now = phase;
        if (now != ServerPhase.READY) {
            comeBack(exchange);
        }
        exchange.respondJson(
                now == ServerPhase.READY ? 200 : 503,
                json("{\"status\":\"" + now.name().toLowerCase(Locale.ROOT) + "\"}"));
    }

    private static void comeBack(HttpExchange exchange) {
        exchange.setHeader("retry-after", RETRY_AFTER);
        exchange.setHeader("x-should-retry", "true");
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
