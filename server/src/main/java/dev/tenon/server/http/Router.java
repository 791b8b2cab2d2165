package dev.tenon.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds who answers a request, by method and path. Immutable and thread-safe; O(number of routes).
 *
 * <p>An unknown path is answered with 404 and a known path with another method with 405, both as JSON; {@code OPTIONS} is
 * answered as a CORS preflight on every path, and {@code HEAD} like {@code GET} without the body.
 *
 * <pre>{@code
 * Router router = Router.builder()
 *         .on("GET", "/health", exchange -> exchange.respondJson(200, ok))
 *         .under("GET", "/v1/models/", models)
 *         .build(problems);
 * }</pre>
 */
public final class Router {
    private final List<Route> routes;
    private final @Nullable HttpHandler otherwise;
    private final HttpProblem.Format problems;

    private Router(List<Route> routes, @Nullable HttpHandler otherwise, HttpProblem.Format problems) {
        this.routes = List.copyOf(routes);
        this.otherwise = otherwise;
        this.problems = problems;
    }

    private enum Match {
        WHOLE,
        PREFIX
    }

    private record Route(String method, String path, Match match, HttpHandler handler) {
        boolean matches(String asked) {
            return switch (match) {
                case WHOLE -> asked.equals(path);
                case PREFIX -> asked.startsWith(path) && asked.length() > path.length();
            };
        }
    }

    /** A builder without routes. */
    public static Builder builder() {
        return new Builder();
    }

    HttpProblem.Format problems() {
        return problems;
    }

    void route(HttpExchange exchange) {
        if (exchange.method().equals("OPTIONS")) {
            Cors.answerPreflight(exchange);
            return;
        }
        String method = exchange.method().equals("HEAD") ? "GET" : exchange.method();
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            if (route.matches(exchange.path())) {
                if (route.method.equals(method)) {
                    exchange.enterRoute(route.path);
                    route.handler.handle(exchange);
                    return;
                }
                allowed.add(route.method);
            }
        }
        if (otherwise != null) {
            otherwise.handle(exchange);
            return;
        }
        String asked = shorten(exchange.method()) + " " + shorten(exchange.path());
        if (allowed.isEmpty()) {
            exchange.respondProblem(new HttpProblem(404, "unknown_url", "Invalid URL (" + asked + ")"));
        } else {
            exchange.setHeader("allow", String.join(", ", allowed));
            exchange.respondProblem(new HttpProblem(
                    405,
                    "method_not_allowed",
                    "Not allowed: " + asked + ". This path answers " + String.join(", ", allowed) + "."));
        }
    }

    private static String shorten(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }

    /** Collects routes; not thread-safe. The first route that matches answers. */
    public static final class Builder {
        private final List<Route> routes = new ArrayList<>();
        private @Nullable HttpHandler otherwise;

        private Builder() {}

        /** Answers a method on exactly this path. */
        public Builder on(String method, String path, HttpHandler handler) {
            routes.add(new Route(method.toUpperCase(Locale.ROOT), path, Match.WHOLE, handler));
            return this;
        }

        /** Answers a method on every path that goes on after this prefix. */
        public Builder under(String method, String prefix, HttpHandler handler) {
            routes.add(new Route(method.toUpperCase(Locale.ROOT), prefix, Match.PREFIX, handler));
            return this;
        }

        /** Answers whatever no route answers, in place of 404 and 405. */
        public Builder otherwise(HttpHandler handler) {
            otherwise = handler;
            return this;
        }

        /** The router; problems are written in the given format. */
        public Router build(HttpProblem.Format problems) {
            return new Router(routes, otherwise, problems);
        }
    }
}
