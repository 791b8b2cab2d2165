package dev.tenon.server.http;

import java.util.regex.Pattern;

/** Cross-origin answers, so that pages served from elsewhere can use the API (the Fetch standard, section 3.2). */
final class Cors {
    static final String ANY_ORIGIN = "*";

    /** What a page may read beside the body. */
    static final String EXPOSED =
            "x-request-id, openai-processing-ms, openai-version, x-ignored-params, x-tenon-constraint, retry-after";

    private static final String DEFAULT_HEADERS = "authorization, content-type";

    /** A list of header names (RFC 9110, section 5.6.2), the only thing that is echoed. */
    private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~, -]{1,4096}");

    private Cors() {}

    static void answerPreflight(HttpExchange exchange) {
        String asked = exchange.header("access-control-request-headers").orElse(DEFAULT_HEADERS);
        exchange.setHeader("access-control-allow-methods", "GET, POST, OPTIONS");
        exchange.setHeader("access-control-allow-headers", NAMES.matcher(asked).matches() ? asked : DEFAULT_HEADERS);
        exchange.setHeader("access-control-max-age", "86400");
        exchange.respondEmpty(204);
    }
}
