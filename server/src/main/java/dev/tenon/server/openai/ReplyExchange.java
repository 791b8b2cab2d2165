package dev.tenon.server.openai;

import dev.tenon.schema.SchemaWarning;
import dev.tenon.server.generation.Refusal;
import dev.tenon.server.generation.RefusedException;
import dev.tenon.server.generation.ReplyEvent;
import dev.tenon.server.generation.ReplyUsage;
import dev.tenon.server.http.HttpExchange;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An exchange whose answer is made of records, and whose failures are errors of the API. Used by one thread at a time. */
final class ReplyExchange {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyExchange.class);

    private final HttpExchange exchange;

    ReplyExchange(HttpExchange exchange) {
        this.exchange = exchange;
    }

    HttpExchange http() {
        return exchange;
    }

    /** Who asks, for taking turns: who brings a key, or else who has an address. */
    Object client() {
        return exchange.header("authorization").<Object>map(key -> key).orElseGet(exchange::client);
    }

    /** Answers with a record as JSON. */
    void respond(Object body) {
        exchange.respondJson(200, Json.bytes(body));
    }

    /** Tells which fields of the request have no effect. */
    void reportIgnored(List<String> fields) {
        if (!fields.isEmpty()) {
            exchange.setHeader("x-ignored-params", ChatCompletionsEndpoint.headerValue(String.join(", ", fields)));
        }
    }

    /** Tells what there is to know about the schemas of the request. */
    void reportWarnings(List<SchemaWarning> warnings) {
        if (!warnings.isEmpty()) {
            String told = warnings.stream()
                    .map(warning -> warning.pointer() + ": " + warning.message())
                    .collect(Collectors.joining("; "));
            exchange.setHeader("x-tenon-warnings", ChatCompletionsEndpoint.headerValue(told));
        }
    }

    /** Answers with an error. */
    void respond(ApiError error) {
        if (error.status() == 429) {
            exchange.note("refused", "queue_full");
        }
        exchange.respondJson(error.status(), error.json());
    }

    /** Answers with what a failure is to the client; a fault of ours is logged. */
    void fail(Throwable cause) {
        if (exchange.isClientGone() || exchange.isAnswered()) {
            return;
        }
        respond(errorOf(cause));
    }

    /** What a failure is to the client; a fault of ours is logged, with the request's id. */
    ApiError errorOf(Throwable cause) {
        if (cause instanceof ApiException api) {
            return api.error();
        }
        if (cause instanceof RefusedException refused) {
            if (refused.refusal() instanceof Refusal.QueueFull full) {
                exchange.setHeader(
                        "retry-after", String.valueOf(full.retryAfter().toSeconds()));
            }
            if (refused.refusal() instanceof Refusal.TimedOut) {
                // The same again would take as long: clients would only make it twice as much.
                exchange.setHeader("x-should-retry", "false");
            }
            if (refused.refusal() instanceof Refusal.Stopping) {
                // Another server may take over, and a client that is told so asks again by itself.
                exchange.setHeader("retry-after", "2");
                exchange.setHeader("x-should-retry", "true");
            }
            return Refusals.error(refused.refusal());
        }
        LOG.error("{} failed", exchange.requestId(), cause);
        return ApiError.fault();
    }

    /** Notes for the access log what a request cost and how its replies ended. */
    void note(ReplyUsage usage, List<ReplyEvent.End> ends) {
        exchange.note("prompt", String.valueOf(usage.promptTokens()));
        exchange.note("completion", String.valueOf(usage.completionTokens()));
        exchange.note("forced", String.valueOf(usage.forcedTokens()));
        ReplyUsage.Times times = usage.times();
        exchange.note("queue_ms", String.valueOf(TimeUnit.NANOSECONDS.toMillis(times.queueNanos())));
        if (times.firstTokenNanos() > 0) {
            exchange.note("first_token_ms", String.valueOf(TimeUnit.NANOSECONDS.toMillis(times.firstTokenNanos())));
        }
        exchange.note("mask_us", String.valueOf(TimeUnit.NANOSECONDS.toMicros(times.maskNanos())));
        exchange.note("generation_ms", String.valueOf(TimeUnit.NANOSECONDS.toMillis(usage.totalNanos())));
        exchange.note(
                "finish",
                ends.stream().map(end -> end.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(",")));
    }
}
