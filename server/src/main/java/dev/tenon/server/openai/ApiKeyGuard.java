package dev.tenon.server.openai;

import dev.tenon.server.http.HttpExchange;
import dev.tenon.server.http.HttpHandler;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who brings a key as a bearer token (RFC 6750, section 2.1). Keys are kept and compared as hashes, in a time that does
 * not depend on how much of a key was right; the log is told the key's name. Thread-safe.
 */
final class ApiKeyGuard {
    private static final String SCHEME = "bearer ";

    private final ApiKeys keys;

    ApiKeyGuard(ApiKeys keys) {
        this.keys = keys;
    }

    /** The same handler behind the guard; without keys, the handler itself. */
    HttpHandler guard(HttpHandler handler) {
        if (keys.isEmpty()) {
            return handler;
        }
        return exchange -> {
            Optional<String> key = key(exchange);
            Optional<String> name = key.flatMap(keys::nameOf);
            if (name.isPresent()) {
                exchange.note("key", name.get());
                handler.handle(exchange);
            } else {
                exchange.setHeader("www-authenticate", "Bearer");
                ApiError error = key.isPresent()
                        ? unauthorized("invalid_api_key", "Incorrect API key provided.")
                        : unauthorized(
                                null,
                                "You didn't provide an API key. You need to provide it in an Authorization header using"
                                        + " Bearer auth (i.e. Authorization: Bearer YOUR_KEY).");
                exchange.respondJson(error.status(), error.json());
            }
        };
    }

    private static ApiError unauthorized(@Nullable String code, String message) {
        return new ApiError(401, ApiError.INVALID_REQUEST, code, null, message, Map.of());
    }

    private static Optional<String> key(HttpExchange exchange) {
        return exchange.header("authorization")
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).strip())
                .filter(key -> !key.isEmpty());
    }
}
