package dev.tenon.server.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.regex.Pattern;

/** Cross-origin answers, so that pages served from elsewhere can use the API (the Fetch standard, section 3.2). */
final class Cors {
    /** What a page may read beside the body. */
    private static final String EXPOSED = "x-request-id, x-client-request-id, openai-processing-ms, openai-version,"
            + " x-ignored-params, x-tenon-constraint, x-tenon-stop, x-tenon-warnings, retry-after, x-should-retry";

    private static final String DEFAULT_HEADERS = "authorization, content-type";

    /** A list of header names (RFC 9110, section 5.6.2), the only thing that is echoed: clients send many of their own. */
    private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~, -]{1,4096}");

    private Cors() {}

    /** Lets the page that asked read the answer, if it may. */
    static void addTo(HttpHeaders fields, HttpExchange exchange) {
        CorsPolicy policy = exchange.cors();
        if (policy instanceof CorsPolicy.Only only && !only.origins().isEmpty()) {
            fields.add("vary", "origin");
        }
        policy.allowed(exchange.header("origin")).ifPresent(origin -> {
            fields.set("access-control-allow-origin", origin);
            fields.set("access-control-expose-headers", EXPOSED);
        });
    }

    /** A page that may not use the API is told so by the absence of every one of these headers. */
    static void answerPreflight(HttpExchange exchange) {
        if (exchange.cors().allowed(exchange.header("origin")).isPresent()) {
            String asked = exchange.header("access-control-request-headers").orElse(DEFAULT_HEADERS);
            exchange.setHeader("access-control-allow-methods", "GET, POST, OPTIONS");
            exchange.setHeader(
                    "access-control-allow-headers", NAMES.matcher(asked).matches() ? asked : DEFAULT_HEADERS);
            exchange.setHeader("access-control-max-age", "86400");
        }
        exchange.respondEmpty(204);
    }
}
